internal import Aggregation
internal import Model

extension RunComparison {
    /// What is said of a comparison on the terminal.
    package var text: String {
        if differences.isEmpty && isEqual { return "Nothing differs.\n" }
        var lines = zip(["A", "B"], titles).map { "\($0)  \($1)" } + [""]
        lines += differences.map { "\($0.cause.title.padded(to: 11)) \($0.how.joined(separator: "; "))\(moved(by: $0.cause))" } + [""]
        lines += summary
        if !movers.isEmpty { lines += [""] + movers.map { line($0.change, $0.words) } }
        return lines.map { $0 + "\n" }.joined()
    }

    private var summary: [String] {
        var lines = [
            changedReports == 0
                ? "No school's report changes."
                : "\(counted(changedReports, "school's report changes", "schools' reports change")), \(changedLevels) of them a level."
        ]
        for (place, name) in ["only in A", "only in B"].enumerated() {
            let count = changes.count { (place == 0 ? $0.second : $0.first) == nil }
            if count > 0 { lines.append("\(counted(count, "school is", "schools are")) \(name).") }
        }
        if !hasScores { return lines + ["Not both have an index: there is no change of scores to split."] }
        let split = changes.filter { $0.split != nil }
        lines.append(
            split.isEmpty
                ? "No school has a score in both."
                : "Mean absolute change of \(counted(split.count, "score", "scores")): \(mean(of: split.map { $0.split!.change })).")
        lines += unscored + lowest
        if differences.count > 1 { lines.append(Self.order(differences.map(\.cause), method)) }
        return lines
    }

    /// The schools of both runs that have a score in one of them alone, the first ones with the reason why there is none in the other.
    private var unscored: [String] {
        let both = changes.filter { $0.first != nil && $0.second != nil && ($0.first!.score == nil) != ($0.second!.score == nil) }
        let lost = both.filter { $0.second!.score == nil }, new = both.filter { $0.first!.score == nil }
        func named(_ schools: [SchoolChange]) -> [String] {
            let more = schools.count - Self.nameLimit
            return schools.prefix(Self.nameLimit).map { "  \(Self.name($0.school)): \($0.note)" } + (more > 0 ? ["  and \(more) more"] : [])
        }
        let sentence = switch (lost.count, new.count) {
        case (0, 0): [String]()
        case (0, _): ["\(counted(new.count, "school has", "schools have")) a score now."]
        case (_, 0): ["\(counted(lost.count, "school has", "schools have")) no score any more."]
        default: ["\(counted(lost.count, "school has", "schools have")) no score any more, \(counted(new.count, "has", "have")) one now."]
        }
        return sentence + named(lost) + named(new)
    }

    /// Schools without a score in one of the runs that are told by name.
    private static let nameLimit = 3

    /// The schools of both runs that are among the lowest-performing in one of them alone.
    private var lowest: [String] {
        let both = changes.filter { $0.first != nil && $0.second != nil }
        let new = both.count { !$0.first!.isLowest && $0.second!.isLowest }
        let gone = both.filter { $0.first!.isLowest && !$0.second!.isLowest }, unscored = gone.count { $0.second!.score == nil }
        if new + gone.count == 0 { return [] }
        let reason = unscored == 0 ? "" : " (\(unscored) \(unscored == 1 ? "has" : "have") no score any more)"
        return ["Among the lowest-performing: \(new) new, \(gone.count) no longer\(reason)."]
    }

    /// How many schools a cause moves, and by how much on the mean.
    private func moved(by cause: ScoreCause) -> String {
        if !hasScores { return "" }
        let parts = changes.compactMap { $0.split?.parts[cause] }, moved = parts.filter { $0 != 0 }
        if moved.isEmpty { return ": moves no score" }
        return ": moves \(counted(moved.count, "score", "scores")), by \(mean(of: moved)) on the mean"
    }

    /// The mean size of some amounts, in units of the last printed decimal.
    private func mean(of units: [Int128]) -> String {
        let total = units.reduce(Int128(0)) { $0 + ($1 < 0 ? -$1 : $1) }
        return Rational(total, over: Int128(units.count) * Rational.power(of10: decimals)).text(decimals: decimals)
    }

    /// `19997256000001 Elm Middle 61.20 -> 58.89 (-2.31): data -1.90 (…), weights -0.41`.
    private func line(_ change: SchoolChange, _ words: [ScoreCause?: [String]]) -> String {
        guard let split = change.split else { return "" }
        let own = change.first!.score!.text(decimals: decimals), other = change.second!.score!.text(decimals: decimals)
        var parts = ScoreCause.allCases.compactMap { cause -> String? in
            guard let part = split.parts[cause], part != 0 else { return nil }
            return "\(cause.title) \(signed(part))\(Self.listed(words[cause] ?? []))"
        }
        if split.rounding != 0 { parts.append("rounding \(signed(split.rounding))") }
        let note = change.note.isEmpty ? "" : "; \(change.note)"
        return "\(Self.name(change.school)) \(own) -> \(other) (\(signed(split.change))): "
            + parts.joined(separator: ", ") + Self.listed(words[nil] ?? []) + note
    }

    /// A school's code and name.
    private static func name(_ school: School) -> String { school.name.isEmpty ? school.id : "\(school.id) \(school.name)" }

    private func signed(_ units: Int128) -> String { (units > 0 ? "+" : "") + Rational.text(ofScaled: units, decimals: decimals) }

    private static func listed(_ words: [String]) -> String {
        words.isEmpty ? "" : " (\(words.prefix(2).joined(separator: "; "))\(words.count > 2 ? "; …" : ""))"
    }

    /// How the causes took their turn.
    private static func order(_ causes: [ScoreCause], _ method: ScoreSplit.Method) -> String {
        let names = causes.map(\.title).joined(separator: ", ")
        switch method {
        case .inOrder: return "Changed one after the other: \(names)."
        case .average: return "Averaged over all orders of \(names)."
        }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
