internal import Model

/// The sentences of a school report that are put together from what the data hold.
enum Phrases {
    static let spanningSchool = "School that spans levels"
    /// Stands over the metrics of a report without an index.
    static let metrics = "Metrics"
    static let outsideIndex = "Also reported, not part of the index"
    static let lowerIsBetter = "Lower is better."
    /// Stands where a table has nothing to show.
    static let none = "–"

    static let yes = "Yes"
    static let no = "No"

    /// Why there is no result, as the end of a sentence.
    static func reason(_ absence: Absence, minimumN: Int) -> String {
        switch absence {
        case .belowMinimum: "fewer than \(minimumN) students"
        case .notAvailable: "not available"
        case .notApplicable: "does not apply"
        }
    }

    /// Why no group could be chosen.
    static func noGroupChosen(minimumN: Int) -> String { "no group with at least \(minimumN) students" }

    /// What a metric's standing means for the score; nil where it simply counts, or nothing is to be said.
    static func standing(of metric: MetricContent, year: String, minimumN: Int) -> String? {
        let reason = metric.result.absence.map { Self.reason($0, minimumN: minimumN) }
        return switch (metric.standing, reason) {
        case (.counted, _), (.outside, nil), (.noScore, nil): nil
        case (.notCounted, nil): "Measured, but not counted in \(year)."
        case (.notCounted, let reason?): "No result: \(reason). Not counted in \(year)."
        case (.moved(let weight), let reason?):
            "No result: \(reason). Its weight of \(weight) points moved to the other metrics."
        case (.moved(let weight), nil):
            "No level: there are no cut points for it. Its weight of \(weight) points moved to the other metrics."
        case (.outside, let reason?), (.noScore, let reason?): "No result: \(reason)."
        }
    }

    /// The basis of a rule: `stated`, or `met stated, counted assumed` where its parts differ.
    static func basis(_ basis: [(part: String, basis: Basis)]) -> String {
        basis.map { part, basis in
            part.isEmpty ? basis.rawValue : "\(part.replacing("_", with: " ")) \(basis.rawValue)"
        }.joined(separator: ", ")
    }

    /// A whole number with a comma between thousands.
    static func count(_ number: Int) -> String {
        let digits = String(number)
        if digits.utf8.count < 4 { return digits }
        return digits.reversed().enumerated().reduce(into: "") { text, digit in
            if digit.offset > 0 && digit.offset.isMultiple(of: 3) { text.insert(",", at: text.startIndex) }
            text.insert(digit.element, at: text.startIndex)
        }
    }

    static func students(_ n: Int) -> String { n == 1 ? "1 student" : "\(count(n)) students" }

    static func points(_ points: PointsContent) -> String { "\(points.earned) of\u{A0}\(points.maximum)" }

    /// What stands in place of points.
    static func noPoints(_ standing: MetricContent.Standing) -> String? {
        switch standing {
        case .notCounted: "not counted"
        case .moved: "weight moved"
        case .noScore: none
        case .counted, .outside: nil
        }
    }

    static func rank(_ rank: Rank) -> String { "\(count(rank.place)) of \(count(rank.of))" }
}
