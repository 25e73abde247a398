internal import Growth
internal import Reports

/// The students without a result, and why.
enum AbsenceText {
    /// - Parameter reasons: by student why there is none; nil where there is one.
    static func bytes(_ reasons: [String?], of students: [String]) -> [UInt8] {
        var text = RowText()
        for name in ["ID", "reason"] { text.add(name) }
        text.endRow()
        for (student, reason) in zip(students, reasons) {
            guard let reason else { continue }
            text.add(student)
            text.add(reason)
            text.endRow()
        }
        return text.bytes
    }
}

extension GrowthPercentiles.Outcome {
    var absence: String? { if case .absent(let reason) = self { reason.text } else { nil } }
}

extension GrowthTargets.Outcome {
    var absence: String? { if case .absent(let reason) = self { reason.text } else { nil } }
}
