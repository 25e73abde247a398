package import Aggregation
package import Model
internal import Parallel
internal import Pipeline

/// Two runs side by side: what they differ in, and every school's change split by its causes.
package struct RunComparison: Sendable {
    /// What each run is, in words.
    package let titles: [String]
    package let method: ScoreSplit.Method
    /// Decimals of printed scores: the more of the two.
    package let decimals: Int
    package let differences: [CauseDifference]
    /// In the order of districts and codes.
    package let changes: [SchoolChange]
    package let results: [ResultChange]
    /// Schools of both runs whose report prints another number.
    package let changedReports: Int
    /// Those of them with another level.
    package let changedLevels: Int
    let workers: Workers
    /// Whether both runs have scores.
    package let hasScores: Bool
    /// The schools that moved most, each with the results whose levels changed with each cause, or with all under nil.
    let movers: [(change: SchoolChange, words: [ScoreCause?: [String]])]

    /// What is wrong with the files of each, a sentence each.
    package let dataErrors: [String]

    /// Whether every school prints the same in both, and is among the lowest-performing in both or in neither.
    package var isEqual: Bool {
        changedReports == 0 && changes.allSatisfy { $0.first != nil && $0.second != nil && $0.first!.isLowest == $0.second!.isLowest }
    }

    /// Runs or restores both, and splits the change between them.
    ///
    /// What the first run makes of rows is there for the second: kept where asked, where a finished run has its own, or just meanwhile.
    package init(_ request: CompareRequest) throws(RunFailure) {
        let sides = try request.located()
        let finished = sides.lazy.compactMap { $0.isFinished ? (try? RunRecord($0.path))?.kept : nil }.first
        let store = request.kept.map { KeptResults($0) } ?? finished ?? .meanwhile()
        try self.init(
            try ComparedRun(sides[0], threads: request.threads, reusing: store),
            try ComparedRun(sides[1], threads: request.threads, reusing: store),
            method: request.isAveraged ? .average : .inOrder)
    }

    init(_ first: ComparedRun, _ second: ComparedRun, method: ScoreSplit.Method) throws(RunFailure) {
        let hasScores = first.index != nil && second.index != nil
        workers = first.run.workers
        // In all orders a run's rows are counted in up to three combinations, in one order in two.
        let files = DatasetPairs(first, second, counted: method == .average ? 3 : 2)
        differences = try Self.differences(first, second, reading: hasScores ? files : nil)
        let plan = CombinationPlan(differences.map(\.cause), by: hasScores ? method : nil)
        var function = ScoreFunction(first, second, causes: plan.causes)
        try function.compute(plan.combinations, reading: files)
        let scored = function, before = scored[[]], after = scored[plan.whole]
        let standings = [Standings(before, lowest: first.index?.lowest), Standings(after, lowest: second.index?.lowest)]
        let decimals = max(first.index?.decimals ?? 0, second.index?.decimals ?? 0), schools = Self.schools(standings)
        titles = [first.title, second.title]
        dataErrors = zip(["A", "B"], [first, second]).flatMap { name, run in run.dataErrors.map { "\(name): \($0)" } }
        self.method = method
        self.hasScores = hasScores
        self.decimals = decimals
        changes = workers.map(schools.count) { number in
            SchoolChange(schools[number], standings, decimals: decimals, causes: plan.causes) { id in
                ScoreSplit(of: plan.causes, by: method) { scored[$0].score(of: id) }
            }
        }
        let populations = [first, second].map(\.measured.comparedPopulation)
        let reports = workers.map(schools.count) { ReportChange(schools[$0], before, after, populations: populations) }
        results = reports.flatMap(\.results)
        changedReports = reports.count(where: \.isChanged)
        changedLevels = reports.count(where: \.hasLevelChange)
        let words = LevelWords(function, plan)
        movers = Self.moved(changes).prefix(Self.moverLimit).map { ($0, words.words(of: $0.school.id)) }
    }

    /// What the runs differ in; rolls are looked at only where files differ.
    ///
    /// - Parameter files: nil where there are no scores to split.
    private static func differences(
        _ first: ComparedRun, _ second: ComparedRun, reading files: DatasetPairs?
    ) throws(RunFailure) -> [CauseDifference] {
        let found = Differences(first: first, second: second).all
        guard let files, found.contains(where: { $0.cause == .data }) else { return found }
        let rolls = try files.pair(secondsRules: false).rosterDifference(workers: first.run.workers)
        return (CauseDifference(rolls: rolls).map { [$0] } ?? []) + found
    }

    /// How many of the schools that moved most are told.
    private static let moverLimit = 10

    /// The schools that moved, by the size of their change, then by code.
    private static func moved(_ changes: [SchoolChange]) -> [SchoolChange] {
        changes.filter { ($0.split?.change ?? 0) != 0 }.sorted { one, other in
            let size = one.split!.change.magnitude, otherSize = other.split!.change.magnitude
            return size == otherSize ? one.school.id < other.school.id : size > otherSize
        }
    }

    /// The schools of both, in the order of districts and codes; one of both as the second describes it.
    private static func schools(_ standings: [Standings]) -> [School] {
        let only = standings[0].schools.filter { standings[1].bySchool[$0.id] == nil }
        return (standings[1].schools + only).sorted { ($0.districtID, $0.id) < ($1.districtID, $1.id) }
    }
}

extension SchoolChange {
    /// - Parameter split: splits a school's change.
    fileprivate init(
        _ school: School, _ standings: [Standings], decimals: Int, causes: [ScoreCause], split: (String) -> ScoreSplit?
    ) {
        let first = standings[0].bySchool[school.id], second = standings[1].bySchool[school.id]
        guard let own = first?.score, let other = second?.score, let exact = split(school.id) else {
            self.init(school: school, first: first, second: second, split: nil, note: Self.note(first, second))
            return
        }
        let change = other.scaledAndRounded(decimals: decimals) - own.scaledAndRounded(decimals: decimals)
        let (parts, rounding) = exact.printed(change: change, decimals: decimals)
        self.init(
            school: school, first: first, second: second,
            split: Split(change: change, parts: parts, rounding: rounding, joined: exact.joined), note: Self.note(exact.joined, causes))
    }
}

// MARK: Texts

extension SchoolChange {
    /// Why a school has no split.
    private static func note(_ first: SchoolStanding?, _ second: SchoolStanding?) -> String {
        switch (first, second) {
        case (nil, _): "only in B"
        case (_, nil): "only in A"
        case (let first?, let second?):
            [(first, "A"), (second, "B")].filter { $0.0.score == nil }
                .map { "no score in \($0.1)\($0.0.reason.isEmpty ? "" : ": \($0.0.reason)")" }.joined(separator: "; ")
        }
    }

    /// Which parts stand together.
    private static func note(_ joined: Set<ScoreCause>, _ causes: [ScoreCause]) -> String {
        let titles = causes.filter(joined.contains).map(\.title)
        if titles.isEmpty { return "" }
        return "no score behind \(titles.joined(separator: ", ")): \(titles.count == 1 ? "its part is" : "their parts are") in the next"
    }
}

extension CauseDifference {
    /// - Returns: nil where both rolls are the same.
    fileprivate init?(rolls: (firstOnly: Int, secondOnly: Int)) {
        if rolls == (0, 0) { return nil }
        self.init(
            cause: .roster,
            how: ["\(counted(rolls.firstOnly, "student at a school", "students at a school")) only in A, \(rolls.secondOnly) only in B"])
    }
}
