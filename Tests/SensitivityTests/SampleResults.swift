import Aggregation
import Model
import TestSupport

/// Random results of an index of two domains at schools of all kinds, with metrics missing here and there.
struct SampleResults {
    let results: Results
    let population: Population
    let rule: IndexRule

    static let metrics = ["a", "b", "c", "d", "e", "f"]
    static let weights: [String: [String: Rational]] = [
        "elementary": ["a": Rational(30), "b": Rational(30), "d": Rational(40, over: 3), "e": Rational(40, over: 3), "f": Rational(40, over: 3)],
        "middle": ["a": Rational(20), "b": Rational(20), "c": Rational(20), "d": Rational(8), "e": Rational(12), "f": Rational(20)],
    ]

    /// - Parameters: missing: how many results of 20 are missing; levels: the school levels, `K-8` for one that spans both.
    init(
        seed: UInt64, schools count: Int, missing: Int = 3, levels: [String] = ["elementary", "middle", "K-8", "nowhere"],
        policy: ShareRule.Policy = .halfHalf, redistribution: IndexRule.Redistribution = .withinDomain
    ) {
        var random = SeededNumbers(seed: seed)
        let schools = (0..<count).map { number in
            School(id: "S\(number)", districtID: "D", name: "School \(number)", districtName: "", level: random.pick(levels))
        }
        let groups = ["all", "AA", "WH", "el", "swd"]
        let places = count * Self.metrics.count
        var cells: [Cell] = [], reached: [UInt8] = []
        for _ in 0..<places * groups.count {
            let level = random.happens(missing, in: 20) ? 0 : random.whole(1...10)
            reached.append(UInt8(level))
            cells.append(Cell(Measure(n: 30, met: nil, outcome: level == 0 ? .absent(.notAvailable) : .value(.one))))
        }
        let measures = Measures(
            year: "2016-17", schools: schools,
            metrics: Self.metrics.map { MetricWords(key: $0, title: "Metric \($0)", better: .higher, decimals: 2) },
            groups: groups.map { GroupWords(key: $0, title: $0) }, chosenGroups: [GroupWords(key: "lowest", title: "")],
            cells: cells, choices: [(0..<places).map { _ in Int16(random.whole(-1...2)) }])
        results = Results(measures: measures, levels: reached, levelCount: 10)
        population = Population(
            schools: schools, groups: [GroupWords(key: "all", title: "")],
            levels: ["elementary", "middle"].map { SchoolLevel(key: $0, title: $0, grades: []) },
            counts: schools.flatMap { school in
                school.level == "nowhere" ? [0, 0, 3] : [Int32(random.whole(1...400)), Int32(random.whole(1...400)), 0]
            })
        rule = Self.rule(policy, redistribution)
    }

    static func rule(
        _ policy: ShareRule.Policy = .halfHalf, _ redistribution: IndexRule.Redistribution = .withinDomain
    ) -> IndexRule {
        IndexRule(
            key: "index", title: "Index",
            domains: [
                .init(key: "first", title: "First domain", weight: Rational(60), metrics: ["a", "b", "c"]),
                .init(key: "second", title: "Second domain", weight: Rational(40), metrics: ["d", "e", "f"]),
            ],
            weights: weights,
            shares: ShareRule(policy: policy, everyone: "all", groups: ["lowest", "el", "swd"], allStudentsOnly: ["f"]),
            redistribution: redistribution, decimals: 2)
    }

    /// Weights of the same domains, drawn in units of 1/`unit` point.
    static func randomWeights(_ random: inout SeededNumbers, unit: Int = 1) -> [String: [String: Rational]] {
        var drawn = weights
        for level in weights.keys.sorted() {
            for metric in weights[level]!.keys.sorted() {
                let weight = Rational(Int128(random.whole(1...40 * unit)), over: Int128(unit))
                drawn[level]![metric] = random.happens(1, in: 10) ? .zero : weight
            }
        }
        return drawn
    }
}

extension SampleResults {
    /// One middle school with the same levels on every metric, by group; the lowest race is the second group.
    static func worked(_ levels: [Int?]) -> Results {
        let school = School(id: "S", districtID: "D", name: "", districtName: "", level: "middle")
        let groups = ["all", "AA", "WH", "el", "swd"]
        let own = metrics.flatMap { _ in levels }
        let measures = Measures(
            year: "2016-17", schools: [school],
            metrics: metrics.map { MetricWords(key: $0, title: "", better: .higher, decimals: 2) },
            groups: groups.map { GroupWords(key: $0, title: "") }, chosenGroups: [GroupWords(key: "lowest", title: "")],
            cells: own.map { Cell(Measure(n: 30, met: nil, outcome: $0 == nil ? .absent(.notAvailable) : .value(.one))) },
            choices: [metrics.map { _ in 1 }])
        return Results(measures: measures, levels: own.map { UInt8($0 ?? 0) }, levelCount: 10)
    }
}

extension SampleResults {
    /// Middle schools with results for all students alone; `levels` by school and metric, nil for a missing result.
    static func allStudents(_ levels: [[Int?]]) -> Results {
        let schools = levels.indices.map { School(id: "S\($0)", districtID: "D", name: "", districtName: "", level: "middle") }
        let own = levels.joined().map { $0 }
        let measures = Measures(
            year: "2016-17", schools: schools,
            metrics: metrics.map { MetricWords(key: $0, title: "", better: .higher, decimals: 2) },
            groups: [GroupWords(key: "all", title: "")], chosenGroups: [],
            cells: own.map { Cell(Measure(n: 30, met: nil, outcome: $0 == nil ? .absent(.notAvailable) : .value(.one))) },
            choices: [])
        return Results(measures: measures, levels: own.map { UInt8($0 ?? 0) }, levelCount: 10)
    }
}
