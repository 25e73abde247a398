internal import Aggregation
internal import Model
internal import Reports
internal import Sensitivity

/// What is said of weights.
enum WeightWords {
    /// Points with two decimals.
    static func points(_ value: Double) -> String { decimal(value, decimals: 2) }

    static func percent(_ part: Double?) -> String { part.map { decimal($0 * 100, decimals: 1) + "%" } ?? "-" }

    private static func decimal(_ value: Double, decimals: Int) -> String {
        let scale = Double(Rational.power(of10: decimals))
        return Rational.text(ofScaled: Int128((value * scale).rounded()), decimals: decimals)
    }

    /// Points with as many decimals as they have, two at least.
    static func points(_ value: Rational) -> String {
        let decimals = (2...10).first { value == Rational(value.scaledAndRounded(decimals: $0), over: Rational.power(of10: $0)) }
        return value.text(decimals: decimals ?? 10)
    }

    /// Points with two decimals, and no more than they are.
    static func pointsDown(_ value: Rational) -> String { String(Rational.text(ofScaled: (value * Rational(100)).wholeAndRest.whole, decimals: 2)) }

    /// What each choice decides about ranks and, where the index has them, about the lowest-performing schools.
    static func choices(_ ranks: ChoiceSensitivity, _ lowest: ChoiceSensitivity?, schoolCount: Int) -> [String] {
        var table = TextColumns(
            ["Of the variance between choices, \(counted(schoolCount, "school", "schools"))", "rank alone", "with others", "lowest alone", "with others"])
        for (place, choice) in ranks.choices.enumerated() {
            let parts = [ranks, lowest].flatMap { [$0?.overall?.first[place], $0?.overall?.total[place]] }
            table.add(["\(choice.name): \(choice.alternatives.joined(separator: ", "))"] + parts.map { percent($0) })
        }
        return table.lines
    }

    static let noLowest = "Of the lowest-performing schools nothing is told: not every combination names them."

    static let importanceNotes = [
        "nominal      mean weight in points before anything is missing",
        "mean         with what moved there from missing metrics",
        "of variance  the part of the spread of scores that comes from the metric's results; the parts add up to 100%,",
        "             and one is below 0 where results run against scores",
        "alone        squared correlation of the metric's results with scores",
    ]
}

extension BreakEvenAnswer {
    /// The school's place, a table of its break-even weights, and the smallest changes in words.
    func lines(_ index: WeightedIndex) -> [String] {
        [standing(index), ""] + table(index) + [""] + sentences(index)
    }

    private func standing(_ index: WeightedIndex) -> String {
        let school = index.matrix.schools[question.school], scores = index.scores
        let score = scores.scores[question.school].score!.text(decimals: scores.decimals), rank = scores.ranks[question.school]!
        return "\(school.name) (\(school.id)): \(score) points, number \(rank.place) of \(rank.of), \(result(isAhead, index))"
    }

    private func result(_ isAhead: Bool, _ index: WeightedIndex) -> String {
        if let past = question.past { return "\(isAhead ? "ahead of" : "not ahead of") \(name(of: past, index))" }
        return "\(isAhead ? "not among" : "among") the \(lowestWords)"
    }

    private func name(of school: Int, _ index: WeightedIndex) -> String {
        let school = index.matrix.schools[school]
        return school.name.isEmpty ? school.id : "\(school.name) (\(school.id))"
    }

    /// `lowest 5%`, or `lowest 5% of its level`.
    private var lowestWords: String {
        guard let lowest = question.lowest else { return "lowest" }
        return "lowest \(lowest.percentage)\(lowest.among == .all ? "" : " of its level")"
    }

    /// By how much each metric's weight has to fall or rise until the result turns.
    private func table(_ index: WeightedIndex) -> [String] {
        let title = index.levels.first { $0.key == question.level }?.title ?? question.level
        var table = TextColumns(["\(title): until that turns", "weight", "lowered by", "raised by"])
        for turns in raises {
            let weight = index.rule.weights[question.level]?[index.matrix.metrics[turns.line.to]] ?? .zero
            table.add([
                index.title(of: turns.line.to), WeightWords.points(weight.approximation), amount(turns.backward), amount(turns.forward),
            ])
        }
        return table.lines
    }

    private func amount(_ turn: WeightTurn?) -> String { turn.map { WeightWords.points(size(of: $0)) } ?? "never" }

    /// How far a turn is, in points: the printed number is itself a change that turns the result.
    private func size(of turn: WeightTurn) -> Rational {
        let amount = turn.amount ?? turn.place.magnitude.roundedUp(decimals: 10)
        return amount < .zero ? -amount : amount
    }

    private func sentences(_ index: WeightedIndex) -> [String] {
        var sentences = [
            "Only these weights change, and those of a domain keep their sum. While one changes, the others of its domain give or take in proportion."
        ]
        if let turns = moves.smallest, let turn = turns.nearest, let other = turns.line.from {
            let isForward = turn.place > ExactRoot(.zero)
            let (from, to) = isForward ? (other, turns.line.to) : (turns.line.to, other)
            sentences.append(
                "Moving \(WeightWords.points(size(of: turn))) points from \(index.title(of: from)) to \(index.title(of: to)) "
                    + "takes the school \(turned(index))\(meeting(turn, index)).")
        } else {
            sentences.append("No move of weight between two metrics of a domain changes that.")
        }
        return sentences + [smallestSentence(index)]
    }

    private func turned(_ index: WeightedIndex) -> String {
        if let past = question.past { return "\(isAhead ? "out of its place ahead of" : "past") \(name(of: past, index))" }
        return "\(isAhead ? "into" : "out of") the \(lowestWords)"
    }

    private func meeting(_ turn: WeightTurn, _ index: WeightedIndex) -> String {
        if question.past != nil { return "" }
        return ", where it meets \(turn.rivals.prefix(2).map { name(of: $0, index) }.joined(separator: " and "))"
    }

    private func smallestSentence(_ index: WeightedIndex) -> String {
        switch smallest {
        case .impossible: return "No change of these weights takes the school \(turned(index))."
        case .notFound(noneBelow: let bound):
            return "No change of more of them was found that does; none that moves less than \(WeightWords.pointsDown(bound)) points does."
        case .found(let change):
            let bound = "moves less than \(WeightWords.pointsDown(change.noneBelow)) points does."
            if change.moves == [moves.smallest?.nearestMove] { return "No change of these weights, however many of them, that \(bound)" }
            let parts = change.moves.map { move in
                "\(WeightWords.points(move.amount)) from \(index.title(of: move.from)) to \(index.title(of: move.to))"
            }
            // Rounding alone makes a hundredth for each move.
            let isProven = change.points - change.noneBelow <= Rational(Int128(change.moves.count), over: 100)
            return "The smallest change of these weights\(isProven ? "" : " found") that does moves \(WeightWords.points(change.points)) points: "
                + "\(parts.joined(separator: ", ")). None that \(bound)"
        }
    }
}
