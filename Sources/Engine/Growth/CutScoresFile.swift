internal import Ingestion

/// A file with the scale scores that students are to reach: `grade` and `cut`; other columns are left alone.
enum CutScoresFile {
    /// - Parameter grades: those that need a cut score.
    /// - Returns: by grade its cut score.
    static func read(_ path: String, grades: [String]) throws(InputProblems) -> [String: Double] {
        var cuts: [String: Double] = [:]
        let rows = try GradeNumbersFile.rows(path, names: ["cut"], need: "Give each grade the score that is to be reached.")
        for (grade, numbers) in rows {
            guard let cut = numbers[0], cut.isFinite else {
                throw InputProblems(path, ["\(path): the cut score of grade `\(grade)` is not a number. Correct its row."])
            }
            cuts[grade] = cut
        }
        let missing = grades.filter { cuts[$0] == nil }
        if missing.isEmpty { return cuts }
        let names = missing.map { "`\($0)`" }.joined(separator: ", ")
        throw InputProblems(
            path, ["\(path): there is no cut score of grade \(names). Add a row for it: also the current grade needs one."])
    }
}
