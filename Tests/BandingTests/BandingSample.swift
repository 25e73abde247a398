import Model

/// Results of all students on one or more metrics at some schools, to band.
enum BandingSample {
    static func metric(_ key: String = "rate", _ better: Better = .higher, only levels: [String]? = nil) -> MetricWords {
        MetricWords(key: key, title: key, better: better, decimals: 2, schoolLevels: levels)
    }

    /// - Parameter values: by metric one value per school; nil for none.
    static func measures(_ metrics: [MetricWords], _ values: [[Rational?]], level: String = "middle") -> Measures {
        let schools = values[0].indices.map { School(id: "S\($0)", districtID: "D", name: "", districtName: "", level: level) }
        let cells = schools.indices.flatMap { school in
            metrics.indices.map { metric in
                Cell(Measure(
                    n: 30, met: nil, outcome: values[metric][school].map { .value($0) } ?? .absent(.notAvailable)))
            }
        }
        return Measures(
            year: "2014-15", schools: schools, metrics: metrics, groups: [GroupWords(key: "all", title: "")], chosenGroups: [],
            cells: cells, choices: [])
    }

    /// Each school compared within the one level given for it, or within none.
    static func comparison(_ homes: [String?]) -> ComparisonLevels { ComparisonLevels(homes.map { $0.map { [$0] } ?? [] }) }

    static func cuts(
        _ metric: String, _ bounds: [String], at level: String = "middle", of levels: [Int]? = nil
    ) -> CutPoints {
        CutPoints(
            metric: metric, schoolLevel: level, bounds: bounds.map { Rational($0)! }, levels: levels,
            origin: .init(year: "2014-15", schools: nil, method: "by hand", source: "a test"))
    }
}
