internal import Aggregation
internal import Model
internal import Pipeline
internal import Reports
internal import Sensitivity

extension FinishedRun {
    /// The changes of weights at which a school's result turns: out of or into the lowest-performing ones, or past another school.
    ///
    /// - Parameters: code: the school's; past: the other school's, nil for the lowest-performing ones; out: the directory for
    ///   break_even.csv, nil for none.
    package func breakEven(_ code: String, past: String?, out: String?) throws(RunFailure) -> RunAnswer {
        let index = try WeightedIndex(self)
        let question = try BreakEvenQuestion(index, school: code, past: past)
        let answer: BreakEvenAnswer
        do throws(NumberTooLong) { answer = try BreakEvenAnswer(question, index) } catch {
            throw .pipeline(PipelineProblems([.weightsTooLong(in: index.run)]))
        }
        let files = try out.map { directory throws(RunFailure) in try TableFiles.write([.breakEven(answer.rows(index))], to: directory, run.workers) }
        return RunAnswer(lines: answer.lines(index), files: files ?? [])
    }
}

/// What is asked: which school, at which level's weights, and ahead of what.
struct BreakEvenQuestion {
    let school: Int
    /// Nil for the lowest-performing schools.
    let past: Int?
    let level: String
    let contest: WeightContest
    let lowest: LowestRule?

    init(_ index: WeightedIndex, school code: String, past other: String?) throws(RunFailure) {
        school = try index.school(code)
        level = index.level(of: school)
        lowest = index.rule.lowest
        if let other {
            let past = try index.school(other)
            if past == school { throw .pipeline(PipelineProblems([.pastItself(code, in: index.run)])) }
            self.past = past
            contest = WeightContest(school, past: past)
        } else {
            guard let lowest else { throw .pipeline(PipelineProblems([.noLowest(in: index.run)])) }
            past = nil
            contest = index.contest(of: school, outOf: lowest)
        }
    }
}

/// Where a school's result turns along every line of weights, and the smallest change of all that turns it.
struct BreakEvenAnswer {
    let question: BreakEvenQuestion
    /// Whether the school is past the other one, or out of the lowest share, as weights are.
    let isAhead: Bool
    /// Each metric raised or lowered while the others of its domain give in proportion.
    let raises: [WeightTurns]
    /// Between two metrics.
    let moves: [WeightTurns]
    let smallest: WeightChangeAnswer

    init(_ question: BreakEvenQuestion, _ index: WeightedIndex) throws(NumberTooLong) {
        let matrix = index.matrix, weights = index.rule.weights, contest = question.contest
        func turns(_ lines: [WeightLine]) throws(NumberTooLong) -> [WeightTurns] {
            try matrix.turns(of: contest, along: lines, under: weights, workers: index.workers)
        }
        self.question = question
        isAhead = contest.isAhead(under: matrix.scores(under: weights))
        raises = try turns(
            matrix.metrics.indices.compactMap { matrix.proportionalLine(raising: $0, at: question.level, under: weights) })
        moves = try turns(matrix.transferLines(at: question.level, under: weights))
        smallest = matrix.smallestChange(turning: contest, at: question.level, under: weights, known: moves.smallest?.nearestMove)
    }

    func rows(_ index: WeightedIndex) -> [BreakEvenRow] {
        raises.flatMap { rows(of: $0, .raise, index) } + moves.flatMap { rows(of: $0, .move, index) } + smallestRows(index)
    }

    private func rows(of turns: WeightTurns, _ change: BreakEvenRow.Change, _ index: WeightedIndex) -> [BreakEvenRow] {
        func end(_ end: WeightStretch.End, isStart: Bool) -> BreakEvenRow.End {
            .init(
                change: isStart ? end.place.roundedDown(decimals: 6) : end.place.roundedUp(decimals: 6), isIncluded: end.isIncluded,
                ties: end.rivals.map { index.matrix.schools[$0].id })
        }
        return turns.stretches.map { stretch in
            row(
                index, change, to: turns.line.to, from: turns.line.from, start: end(stretch.start, isStart: true),
                end: end(stretch.end, isStart: false), isAhead: stretch.isAhead, isNow: stretch.contains(ExactRoot(.zero)))
        }
    }

    private func smallestRows(_ index: WeightedIndex) -> [BreakEvenRow] {
        guard case .found(let change) = smallest else { return [] }
        return change.moves.map { move in
            row(
                index, .smallest, to: move.to, from: move.from, start: .init(change: .zero, isIncluded: true, ties: []),
                end: .init(change: move.amount, isIncluded: false, ties: []), isAhead: isAhead, isNow: true, noneBelow: change.noneBelow)
        }
    }

    private func row(
        _ index: WeightedIndex, _ change: BreakEvenRow.Change, to: Int, from: Int?, start: BreakEvenRow.End, end: BreakEvenRow.End,
        isAhead: Bool, isNow: Bool, noneBelow: Rational? = nil
    ) -> BreakEvenRow {
        BreakEvenRow(
            school: index.matrix.schools[question.school].id, past: question.past.map { index.matrix.schools[$0].id },
            schoolLevel: question.level, change: change, metric: index.matrix.metrics[to], from: from.map { index.matrix.metrics[$0] },
            start: start, end: end, isAhead: isAhead, isNow: isNow, noneBelow: noneBelow)
    }
}
