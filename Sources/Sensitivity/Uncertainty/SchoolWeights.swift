internal import Aggregation
internal import Model

/// The weights of a school's metrics that have a result, the declared ones or those of each replicate.
struct SchoolWeights: Sendable {
    /// Metrics among which the weight of missing ones moves: domains, or all.
    private struct Pool: Sendable {
        let weighted: [Int]
        let present: [Int]
    }

    /// By metric of the index; nil for one without a result or a weight.
    private let declared: [Double?]
    /// How the school divides among the school levels.
    private let levelShares: [(level: String, share: Double)]
    private let pools: [Pool]

    /// - Parameter present: places among the index's metrics of those with a result.
    /// - Returns: nil where the school has no weights, and so no score.
    init?(school: Int, _ index: UncertainIndex, present: Set<Int>) {
        let rule = index.index, keys = index.metrics.map { index.measures.metrics[$0].key }
        let shares = index.population?.levelShares(of: school) ?? [(index.measures.schools[school].level, .one)]
        func isPresent(_ key: String) -> Bool { keys.firstIndex(of: key).map(present.contains) ?? false }
        guard let nominal = try? rule.nominalWeights(levelShares: shares),
            let effective = try? rule.effectiveWeights(nominal: nominal, hasResult: isPresent)
        else { return nil }
        declared = keys.map { effective[$0]?.approximation }
        levelShares = shares.map { ($0.level, $0.share.approximation) }
        let domains = rule.redistribution == .withinDomain ? rule.domains.map(\.metrics) : [rule.metrics]
        pools = domains.map { domain in
            let weighted = keys.indices.filter { domain.contains(keys[$0]) && nominal[keys[$0], default: .zero] > .zero }
            return Pool(weighted: weighted, present: weighted.filter(present.contains))
        }
    }

    /// By metric of the index its weight in each of some replicates; nil for one without a result or a weight.
    func effective(first: Int, count: Int, drawn: WeightDraws?) -> [[Double]?] {
        guard let drawn else { return declared.map { $0.map { [Double](repeating: $0, count: count) } } }
        var effective = [[Double]?](repeating: nil, count: declared.count)
        for pool in pools {
            var total = [Double](repeating: 0, count: count), left = total
            for metric in pool.weighted {
                var own = [Double](repeating: 0, count: count)
                for (level, share) in levelShares {
                    guard let weights = drawn.weights[level]?[metric] else { continue }
                    for place in 0..<count { own[place] += share * weights[first + place] }
                }
                for place in 0..<count { total[place] += own[place] }
                guard pool.present.contains(metric) else { continue }
                for place in 0..<count { left[place] += own[place] }
                effective[metric] = own
            }
            for metric in pool.present {
                for place in 0..<count where left[place] > 0 { effective[metric]![place] *= total[place] / left[place] }
            }
        }
        return effective
    }
}
