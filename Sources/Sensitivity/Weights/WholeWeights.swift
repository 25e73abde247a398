internal import Aggregation
internal import Model

/// Weights by school level and metric as whole numbers of one unit, so that scores are sums of whole products.
struct WholeWeights: Sendable {
    /// How many units a point is.
    private let unit: Int128
    /// School level → by metric.
    private let levels: [String: [Int128]]
    private let pools: [Range<Int>]

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
        pools = rule.pools
    }

    /// A kind's effective weights: nominal ones, in each pool times its total over what is left of it.
    ///
    /// - Parameter earnedUnit: earned shares are in units of 1/`earnedUnit`.
    /// - Returns: nil for a kind without a score.
    func effective(_ kind: ScoringKind, earnedUnit: Int) throws(NumberTooLong) -> KindWeights? {
        guard let (nominal, unit) = try nominal(kind.levelShares) else { return nil }
        var factors: [PoolFactor] = [], common: Int128 = 1
        for pool in pools {
            let weighted = pool.filter { nominal[$0] > 0 }, present = weighted.filter { kind.hasResult[$0] }
            if weighted.isEmpty { continue }
            if present.isEmpty { return nil }
            var total: Int128 = 0, left: Int128 = 0
            for metric in weighted { total = try sum(total, nominal[metric]) }
            for metric in present { left += nominal[metric] }
            let divisor = greatestCommonDivisor(total, left)
            common = try leastCommonMultiple(common, left / divisor)
            factors.append(PoolFactor(present: present, top: total / divisor, bottom: left / divisor))
        }
        return try KindWeights(nominal, unit: unit, factors: factors, common: common, earnedUnit: earnedUnit)
    }

    /// The mean of a school's levels' weights by its share in each; nil for a level without weights, and for no level at all.
    func nominal(_ shares: [LevelShare]) throws(NumberTooLong) -> (weights: [Int128], unit: Int128)? {
        var common: Int128 = 1
        for share in shares { common = try leastCommonMultiple(common, share.share.denominator) }
        guard let first = shares.first, let length = levels[first.level]?.count else { return nil }
        var nominal = [Int128](repeating: 0, count: length)
        for share in shares {
            guard let own = levels[share.level] else { return nil }
            let factor = try product(share.share.numerator, common / share.share.denominator)
            for metric in own.indices { nominal[metric] = try sum(nominal[metric], product(own[metric], factor)) }
        }
        return (nominal, try product(unit, common))
    }
}

/// The metrics of a pool that have a result, and by what fraction their weights grow.
struct PoolFactor {
    let present: [Int]
    let top: Int128
    let bottom: Int128
}

/// The effective weights of a kind of school over one denominator, the unit of earned shares included.
struct KindWeights: Sendable {
    /// By metric; 0 for one without weight or result.
    let coefficients: [Int128]
    let denominator: Int128
    /// By metric the same as binary fractions, but for a few roundings.
    let approximations: [Double]

    /// - Throws: where a school's score could be too long.
    init(
        _ nominal: [Int128], unit: Int128, factors: [PoolFactor], common: Int128, earnedUnit: Int
    ) throws(NumberTooLong) {
        var coefficients = [Int128](repeating: 0, count: nominal.count), highest: Int128 = 0
        for factor in factors {
            let own = try product(factor.top, common / factor.bottom)
            for metric in factor.present {
                coefficients[metric] = try product(nominal[metric], own)
                highest = try sum(highest, product(coefficients[metric], Int128(earnedUnit)))
            }
        }
        denominator = try product(product(unit, common), Int128(earnedUnit))
        self.coefficients = coefficients
        let scale = Double(denominator)
        approximations = coefficients.map { Double($0) / scale }
    }
}
