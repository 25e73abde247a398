package import Aggregation
internal import Foundation
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
    /// Whether both runs have scores.
    package let hasScores: Bool
    /// The schools that moved most, each with the results whose levels changed with each cause, or with all under nil.
    let movers: [(change: SchoolChange, words: [ScoreCause?: [String]])]

    /// Whether every school prints the same in both.
    package var isEqual: Bool { changedReports == 0 && changes.allSatisfy { $0.first != nil && $0.second != nil } }

    /// Runs or restores both, and splits the change between them.
    package init(_ request: CompareRequest) throws(RunFailure) {
        try self.init(
            try ComparedRun(request.first, threads: request.threads), try ComparedRun(request.second, threads: request.threads),
            method: request.isAveraged ? .average : .inOrder)
    }

    init(_ first: ComparedRun, _ second: ComparedRun, method: ScoreSplit.Method) throws(RunFailure) {
        let hasScores = first.index != nil && second.index != nil, workers = first.run.workers
        let found = Differences(first: first, second: second).all
        var pairs: [Bool: DatasetPair] = [:]
        func pair(_ secondsRules: Bool) throws(RunFailure) -> DatasetPair {
            if let known = pairs[secondsRules] { return known }
            let new = try DatasetPair(first, second, by: secondsRules ? second : first, counted: method == .average ? 3 : 2)
            pairs[secondsRules] = new
            return new
        }
        var rolls: [CauseDifference] = []
        if hasScores, found.contains(where: { $0.cause == .data }) {
            rolls = CauseDifference(rolls: try pair(false).rosterDifference(workers: workers)).map { [$0] } ?? []
        }
        differences = rolls + found
        let causes = differences.map(\.cause), all = ScoreCauses(causes)
        var function = ScoreFunction(first, second, causes: causes)
        let steps = causes.indices.map { ScoreCauses(causes[...$0]) }
        let combinations = !hasScores ? [[], all] : method == .inOrder ? [[]] + steps : Self.subsets(of: causes)
        try function.compute(combinations, reading: pair)
        self.titles = [first.title, second.title]
        self.method = method
        self.hasScores = hasScores
        let decimals = max(first.index?.decimals ?? 0, second.index?.decimals ?? 0)
        self.decimals = decimals
        let before = function[[]], after = function[all]
        let standings = [Standings(before, lowest: first.index?.lowest), Standings(after, lowest: second.index?.lowest)]
        let schools = Self.schools(standings)
        let computed = function
        changes = workers.map(schools.count) { number in
            SchoolChange(schools[number], standings, decimals: decimals, cause: causes) { id in
                ScoreSplit(of: causes, by: method) { computed[$0].score(of: id) }
            }
        }
        let reports = workers.map(schools.count) { ReportChange(schools[$0], before, after, populations: [first.measured, second.measured].map(\.comparedPopulation)) }
        results = reports.flatMap(\.results)
        changedReports = reports.count(where: \.isChanged)
        changedLevels = reports.count(where: \.hasLevelChange)
        let order = method == .inOrder ? [[]] + steps : [[], all]
        let words = LevelWords(function, order: order, causes: method == .inOrder ? causes : [nil])
        movers = Self.moved(changes).prefix(Self.moverLimit).map { ($0, words.words(of: $0.school.id)) }
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

    private static func subsets(of causes: [ScoreCause]) -> [ScoreCauses] {
        (0..<1 << causes.count).map { mask in ScoreCauses(causes.indices.filter { mask >> $0 & 1 == 1 }.map { causes[$0] }) }
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
        _ school: School, _ standings: [Standings], decimals: Int, cause causes: [ScoreCause], split: (String) -> ScoreSplit?
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
