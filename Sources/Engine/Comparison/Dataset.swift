internal import Ingestion
internal import Parallel
internal import Pipeline
internal import Tables

/// The files of a run as a pipeline reads them, its own or another's.
struct Dataset {
    let run: Run
    let stages: IndexStages
    let inputs: Inputs
    let roster: Roster

    /// Reads the schools and the rolls, and computes growth, which is fitted on the whole of the files.
    ///
    /// - Parameters:
    ///   - run: the pipeline that reads them, on the year and the directory of the files.
    ///   - times: how often stages will count the rows.
    ///   - keys: where identifiers get their keys.
    init(_ run: Run, stages: IndexStages, counted times: Int, keys: StudentKeys) throws(RunFailure) {
        let counting = (0..<times).flatMap { _ in stages.counting }
        let needs = Needs(run.pipeline, stages: stages.growth + counting, year: run.year, rosters: true)
        do throws(InputProblems) {
            inputs = try Inputs(run.pipeline, needs: needs, directories: run.directories, keys: keys, workers: run.workers)
            roster = try Roster(of: stages.rolls(among: needs.rosterSources), year: run.year, in: inputs, workers: run.workers)
            let working = RowsStage(pipeline: run.pipeline, year: run.year, inputs: inputs, workers: run.workers)
            for stage in stages.growth { _ = try working.run(stage) }
        } catch {
            throw error.asFailure
        }
        self.run = run
        self.stages = stages
        try inputs.checkYear()
    }
}

/// The files of two runs as one pipeline reads them; identifiers have the same keys in both.
struct DatasetPair {
    private let first: Dataset
    private let second: Dataset

    /// - Parameters:
    ///   - rules: the run whose pipeline reads them.
    ///   - times: how often stages will count the rows of each.
    init(_ first: ComparedRun, _ second: ComparedRun, by rules: ComparedRun, counted times: Int) throws(RunFailure) {
        let keys = StudentKeys()
        func dataset(_ run: ComparedRun) throws(RunFailure) -> Dataset {
            try Dataset(rules.run.on(run.run), stages: rules.stages, counted: times, keys: keys)
        }
        self.first = try dataset(first)
        self.second = try dataset(second)
    }

    /// How many pairs of a student and a school are on the rolls of the first alone, and of the second alone.
    func rosterDifference(workers: Workers) -> (firstOnly: Int, secondOnly: Int) {
        (first.roster.countMissing(in: second.roster, workers: workers), second.roster.countMissing(in: first.roster, workers: workers))
    }

    /// What the pipeline makes of one's data with one's rolls.
    func measured(secondsRoster: Bool, secondsData: Bool) throws(RunFailure) -> Measured {
        let data = secondsData ? second : first
        return try Measured(data, roster: secondsRoster == secondsData ? nil : secondsRoster ? second : first)
    }
}

/// The files of two runs as the pipeline of each reads them, each read when it is first asked for.
final class DatasetPairs {
    private let first: ComparedRun
    private let second: ComparedRun
    private let times: Int
    private var pairs: [Bool: DatasetPair] = [:]

    /// - Parameter times: how often stages will count the rows of each run.
    init(_ first: ComparedRun, _ second: ComparedRun, counted times: Int) {
        self.first = first
        self.second = second
        self.times = times
    }

    /// - Parameter secondsRules: whether the second run's pipeline reads them.
    func pair(secondsRules: Bool) throws(RunFailure) -> DatasetPair {
        if let known = pairs[secondsRules] { return known }
        let pair = try DatasetPair(first, second, by: secondsRules ? second : first, counted: times)
        pairs[secondsRules] = pair
        return pair
    }
}
