internal import Aggregation
internal import Model

/// Weights by school level and metric as whole numbers of one unit, so that scores are sums of whole products.
struct WholeWeights: Sendable {
    /// How many units a point is.
    private let unit: Int128
    /// School level → by metric.
    private let levels: [String: [Int128]]

    init(_ weights: [String: [String: Rational]], of rule: IndexRule) throws(NumberTooLong) {
        var unit: Int128 = 1
        for own in weights.values {
            for weight in own.values { unit = try leastCommonMultiple(unit, weight.denominator) }
        }
        var levels: [String: [Int128]] = [:]
        for (level, own) in weights {
            levels[level] = []
            for metric in rule.metrics {
                let weight = own[metric, default: .zero]
                levels[level]!.append(try product(weight.numerator, unit / weight.denominator))
            }
        }
        self.unit = unit
        self.levels = levels
    }

    /// The mean of a kind's levels' weights by its share in each; nil for a level without weights, and for no level at all.
    func nominal(_ kind: WholeKind) throws(NumberTooLong) -> (weights: [Int128], unit: Int128)? {
        guard let first = kind.shares.first, var nominal = levels[first.level] else { return nil }
        if kind.shares.count == 1 { return (nominal, unit) }
        for metric in nominal.indices { nominal[metric] = try product(nominal[metric], first.share) }
        for share in kind.shares.dropFirst() {
            guard let own = levels[share.level] else { return nil }
            for metric in own.indices { nominal[metric] = try sum(nominal[metric], product(own[metric], share.share)) }
        }
        return (nominal, try product(unit, kind.shareUnit))
    }

    /// A kind's effective weights: nominal ones, in each pool times its total over what is left of it.
    ///
    /// - Parameter earnedUnit: earned shares are in units of 1/`earnedUnit`.
    /// - Returns: nil for a kind without a score.
    func effective(_ kind: WholeKind, earnedUnit: Int) throws(NumberTooLong) -> KindWeights? {
        guard let (nominal, unit) = try nominal(kind) else { return nil }
        var factors: [(top: Int128, bottom: Int128)] = [], common: Int128 = 1
        for pool in kind.pools {
            var total: Int128 = 0, left: Int128 = 0
            for metric in pool.metrics where nominal[metric] > 0 { total = try sum(total, nominal[metric]) }
            for metric in pool.present where nominal[metric] > 0 { left += nominal[metric] }
            if left == 0, total > 0 { return nil }
            if left == total {
                factors.append((1, 1))
                continue
            }
            let divisor = greatestCommonDivisor(total, left)
            common = try leastCommonMultiple(common, left / divisor)
            factors.append((total / divisor, left / divisor))
        }
        var coefficients = [Int128](repeating: 0, count: nominal.count), highest: Int128 = 0
        for (pool, factor) in zip(kind.pools, factors) {
            let own = try product(factor.top, common / factor.bottom)
            for metric in pool.present where nominal[metric] > 0 {
                coefficients[metric] = try product(nominal[metric], own)
                highest = try sum(highest, product(coefficients[metric], Int128(earnedUnit)))
            }
        }
        return KindWeights(coefficients, over: try product(product(unit, common), Int128(earnedUnit)))
    }
}

/// A kind of school in whole numbers, made once for all sets of weights.
struct WholeKind: Sendable {
    /// In units of 1/`shareUnit`.
    let shares: [(level: String, share: Int128)]
    let shareUnit: Int128
    /// The metrics of each pool, and those with a result.
    let pools: [(metrics: Range<Int>, present: [Int])]

    init(_ kind: ScoringKind, pools: [Range<Int>]) throws(NumberTooLong) {
        var unit: Int128 = 1
        for share in kind.levelShares { unit = try leastCommonMultiple(unit, share.share.denominator) }
        shareUnit = unit
        shares = kind.levelShares.map { ($0.level, $0.share.numerator * (unit / $0.share.denominator)) }
        self.pools = pools.map { pool in (pool, pool.filter { kind.hasResult[$0] }) }
    }
}

/// The effective weights of a kind of school over one denominator, the unit of earned shares included.
struct KindWeights: Sendable {
    /// By metric; 0 for one without weight or result.
    let coefficients: [Int128]
    let denominator: Int128
    /// By metric the same as binary fractions, but for a few roundings.
    let approximations: [Double]

    init(_ coefficients: [Int128], over denominator: Int128) {
        self.coefficients = coefficients
        self.denominator = denominator
        let scale = binary(denominator)
        approximations = coefficients.map { binary($0) / scale }
    }
}
