internal import Aggregation
internal import Model
internal import Randomness

/// Weights drawn around the declared ones, domain by domain at each school level: the same for all schools of a replicate.
///
/// The shares of a domain's metrics have a Dirichlet distribution with the declared shares as means: a share w has the variance
/// w (1 - w) / (concentration + 1). A domain keeps its weight, and a metric without weight stays without.
///
/// Source: L. Devroye, Non-Uniform Random Variate Generation (1986), ch. XI.4.1 (gamma numbers over their sum).
struct WeightDraws: Sendable {
    /// School level → metric of the index, by place → its weight in each replicate.
    let weights: [String: [Int: [Double]]]

    init(_ index: UncertainIndex, concentration: Rational, rule: UncertaintyRule) {
        let keys = index.metrics.map { index.measures.metrics[$0].key }
        var weights: [String: [Int: [Double]]] = [:]
        for (level, declared) in index.index.weights {
            let series = RandomSeries(seed: rule.seed, "weights", level)
            for domain in index.index.domains {
                let members = keys.indices.filter { domain.metrics.contains(keys[$0]) && declared[keys[$0], default: .zero] > .zero }
                let total = members.reduce(Rational.zero) { $0 + declared[keys[$1]]! }
                if members.isEmpty { continue }
                let gammas = members.map { member in
                    GammaSeries(shape: (concentration * declared[keys[member]]! / total).approximation, series: series.of(keys[member]))
                }
                for member in members { weights[level, default: [:]][member] = [] }
                for replicate in 0..<rule.replicates {
                    let numbers = gammas.map { $0[replicate] }, sum = numbers.reduce(0, +)
                    for (member, number) in zip(members, numbers) {
                        let share = sum > 0 ? number / sum : (declared[keys[member]]! / total).approximation
                        weights[level]![member]!.append(total.approximation * share)
                    }
                }
            }
        }
        self.weights = weights
    }
}

/// Gamma numbers of a shape, each to be had by its place.
///
/// Source: G. Marsaglia and W. W. Tsang, A Simple Method for Generating Gamma Variables (ACM Transactions on Mathematical Software
/// 26, 2000), section 8 for shapes below 1.
struct GammaSeries {
    let shape: Double
    let series: RandomSeries

    /// Random numbers for each gamma number; of a hundred tries fewer than five fail.
    private static let wordsPerNumber = 256

    subscript(place: Int) -> Double {
        let first = place * Self.wordsPerNumber
        let number = atLeastOne(max(shape, shape < 1 ? shape + 1 : shape), first)
        if shape >= 1 { return number }
        let exponent = PortableMath.log(series.uniform(first + Self.wordsPerNumber - 1)) / shape
        return exponent < -700 ? 0 : number * PortableMath.exp(exponent)
    }

    /// A gamma number of a shape of 1 or more.
    private func atLeastOne(_ shape: Double, _ first: Int) -> Double {
        let d = shape - 1.0 / 3, c = 1 / (9 * d).squareRoot()
        for word in stride(from: first, to: first + Self.wordsPerNumber - 2, by: 2) {
            let deviate = series.normal(word), root = 1 + c * deviate
            if root <= 0 { continue }
            let v = root * root * root
            if PortableMath.log(series.uniform(word + 1)) < 0.5 * deviate * deviate + d - d * v + d * PortableMath.log(v) { return d * v }
        }
        return shape
    }
}
