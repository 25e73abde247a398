import Aggregation
import Model

/// An index of two domains with metrics of simple names, and results to score with it.
enum IndexSample {
    static let groups = ["all", "AA", "WH", "el", "swd"]

    static func rule(
        _ policy: ShareRule.Policy = .halfHalf, _ redistribution: IndexRule.Redistribution = .withinDomain,
        weights: [String: [String: String]] = [
            "middle": ["a": "30", "b": "20", "c": "10", "d": "40/3", "e": "40/3", "f": "40/3"]
        ]
    ) -> IndexRule {
        IndexRule(
            key: "index", title: "Index",
            domains: [
                .init(key: "first", title: "First domain", weight: Rational(60), metrics: ["a", "b", "c"]),
                .init(key: "second", title: "Second domain", weight: Rational(40), metrics: ["d", "e", "f"]),
            ],
            weights: weights.mapValues { $0.mapValues { Rational($0)! } },
            shares: ShareRule(policy: policy, everyone: "all", groups: ["lowest", "el", "swd"], allStudentsOnly: ["f"]),
            redistribution: redistribution, decimals: 2)
    }

    static let metrics = ["a", "b", "c", "d", "e", "f"]

    /// - Parameters:
    ///   - schoolLevels: one per school.
    ///   - level: the level of a school's result; nil for none.
    ///   - lowest: the group chosen as the lowest-performing one.
    static func results(
        _ schoolLevels: [String], lowest: Int16 = 1, level: (_ school: Int, _ metric: Int, _ group: Int) -> Int?
    ) -> Results {
        let schools = schoolLevels.enumerated().map { number, level in
            School(id: "S\(number)", districtID: "D", name: "", districtName: "", level: level)
        }
        var cells: [Cell] = [], levels: [UInt8] = []
        for school in schools.indices {
            for metric in metrics.indices {
                for group in groups.indices {
                    let own = level(school, metric, group)
                    cells.append(Cell(Measure(n: 30, met: nil, outcome: own == nil ? .absent(.notAvailable) : .value(.one))))
                    levels.append(UInt8(own ?? 0))
                }
            }
        }
        let measures = Measures(
            year: "2016-17", schools: schools,
            metrics: metrics.map { MetricWords(key: $0, title: $0, better: .higher, decimals: 2) },
            groups: groups.map { GroupWords(key: $0, title: $0) }, chosenGroups: [GroupWords(key: "lowest", title: "")],
            cells: cells, choices: [[Int16](repeating: lowest, count: schools.count * metrics.count)])
        return Results(measures: measures, levels: levels, levelCount: 10)
    }
}
