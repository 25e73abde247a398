internal import Model
internal import Pipeline

/// Where each value stands among those of the schools of its level, for the metrics that others rank.
struct RankedValues: Sendable {
    struct Key: Hashable {
        let metric: Int
        let group: Int
        /// The school level of the schools that are ranked.
        let level: String
    }

    /// Key → how many values there are, and of each how many are worse and how many equal it, itself among them.
    private var places: [Key: (count: Int, places: [Rational: (worse: Int, equal: Int)])] = [:]

    /// - Complexity: O(metrics · groups · schools · log schools), of the metrics that some other ranks.
    init(_ measures: Measures, _ pipeline: Pipeline) {
        let ranked = Set(pipeline.metrics.compactMap { if case .rank(let other) = $0.rule { other } else { nil } })
        let schoolsByLevel = Dictionary(grouping: measures.schools.indices) { measures.schools[$0].level }
        for metric in measures.metrics.indices where ranked.contains(measures.metrics[metric].key) {
            let better = measures.metrics[metric].better
            for group in measures.groups.indices {
                for (level, schools) in schoolsByLevel {
                    let values = schools.compactMap { measures[school: $0, metric: metric, group: group]?.value }
                    places[Key(metric: metric, group: group, level: level)] = (values.count, Self.places(values, better))
                }
            }
        }
    }

    private static func places(_ values: [Rational], _ better: Better) -> [Rational: (worse: Int, equal: Int)] {
        var places: [Rational: (worse: Int, equal: Int)] = [:]
        let ordered = values.sorted { better.isWorse($0, than: $1) }
        for (place, value) in ordered.enumerated() {
            places[value, default: (worse: place, equal: 0)].equal += 1
        }
        return places
    }

    /// Of one of the values that are ranked.
    func place(of value: Rational, among key: Key) -> (count: Int, worse: Int, equal: Int) {
        guard let all = places[key], let own = all.places[value] else { preconditionFailure("only values that are ranked have a place") }
        return (all.count, own.worse, own.equal)
    }
}
