internal import Model

/// A school's score along a line of weights: (top0 + top1 t) / (bottom0 + bottom1 t), the denominator above 0 along the line.
struct ScoreCurve: Sendable {
    let top0: LongInteger
    let top1: LongInteger
    let bottom0: LongInteger
    let bottom1: LongInteger

    /// Has the sign of the one score minus the other, along the line.
    static func - (left: ScoreCurve, right: ScoreCurve) -> Quadratic {
        Quadratic(
            c0: left.top0 * right.bottom0 - right.top0 * left.bottom0,
            c1: left.top0 * right.bottom1 + left.top1 * right.bottom0 - right.top0 * left.bottom1 - right.top1 * left.bottom0,
            c2: left.top1 * right.bottom1 - right.top1 * left.bottom1)
    }
}

/// Every school's score along one line, from whole numbers alone.
///
/// In the pool whose weights change, with its total T (which stays), what is left of it L(t) and the earned points A(t), both of the
/// first degree, and the rest of the score C: score = C + T A(t) / L(t).
struct ScoreCurves: Sendable {
    private let matrix: ScoreMatrix
    private let pools: [Range<Int>]
    private let changedPool: Int
    /// By kind; nil for kinds without a score.
    private let kinds: [KindLine?]

    /// A kind's weights before anything is missing, and how they change, in whole numbers.
    private struct KindLine {
        /// Its unit is `unit` to a point.
        let nominal: [Int128]
        let unit: Int128
        /// Its unit is `changeUnit` to a point.
        let change: [Int128]
        let changeUnit: Int128
        /// The metrics with weight and result, by pool.
        let present: [[Int]]
        /// All weight of each pool.
        let totals: [Int128]
    }

    init(_ matrix: ScoreMatrix, along line: WeightLine, under weights: [String: [String: Rational]]) throws(NumberTooLong) {
        self.matrix = matrix
        let pools = matrix.rule.pools
        let whole = try WholeWeights(weights, of: matrix.rule)
        var kinds: [KindLine?] = []
        for kind in matrix.kinds { kinds.append(try Self.kindLine(kind, WholeKind(kind, pools: pools), line, whole)) }
        self.pools = pools
        self.kinds = kinds
        changedPool = pools.firstIndex { $0.contains(line.to) }!
    }

    private static func kindLine(
        _ kind: ScoringKind, _ wholeKind: WholeKind, _ line: WeightLine, _ whole: WholeWeights
    ) throws(NumberTooLong) -> KindLine? {
        guard let (nominal, unit) = try whole.nominal(wholeKind) else { return nil }
        let weighted = wholeKind.pools.map { $0.metrics.filter { nominal[$0] > 0 } }
        let present = wholeKind.pools.map { $0.present.filter { nominal[$0] > 0 } }
        if zip(weighted, present).contains(where: { !$0.isEmpty && $1.isEmpty }) { return nil }
        let share = kind.levelShares.first { $0.level == line.schoolLevel }?.share ?? .zero
        var changeUnit = share.denominator
        for change in line.change { changeUnit = try leastCommonMultiple(changeUnit, product(change.denominator, share.denominator)) }
        var changes: [Int128] = []
        for change in line.change {
            let scale = changeUnit / (change.denominator * share.denominator)
            changes.append(try product(product(change.numerator, share.numerator), scale))
        }
        return KindLine(
            nominal: nominal, unit: unit, change: changes, changeUnit: changeUnit, present: present,
            totals: weighted.map { $0.reduce(0) { $0 + nominal[$1] } })
    }

    /// - Returns: nil for a school without a score.
    func curve(of school: Int) -> ScoreCurve? {
        guard let kind = kinds[matrix.kindOf[school]] else { return nil }
        let earned = { (metric: Int) in LongInteger(Int128(matrix.earned[school * matrix.metrics.count + metric])) }
        func sum(_ pool: Int, _ weights: [Int128]) -> LongInteger {
            kind.present[pool].reduce(.zero) { $0 + LongInteger(weights[$1]) }
        }
        func earnedSum(_ pool: Int, _ weights: [Int128]) -> LongInteger {
            kind.present[pool].reduce(.zero) { $0 + LongInteger(weights[$1]) * earned($1) }
        }
        // The rest of the score is rest / restLeft, in units of weights times those of earned shares.
        var rest = LongInteger.zero, restLeft = LongInteger.one
        for pool in pools.indices where pool != changedPool && !kind.present[pool].isEmpty {
            let left = sum(pool, kind.nominal)
            rest = rest * left + LongInteger(kind.totals[pool]) * earnedSum(pool, kind.nominal) * restLeft
            restLeft = restLeft * left
        }
        let unit = LongInteger(kind.unit), changeUnit = LongInteger(kind.changeUnit), total = LongInteger(kind.totals[changedPool])
        let left0 = sum(changedPool, kind.nominal) * changeUnit, left1 = sum(changedPool, kind.change) * unit
        let earned0 = earnedSum(changedPool, kind.nominal) * changeUnit, earned1 = earnedSum(changedPool, kind.change) * unit
        let bottom = restLeft * unit * LongInteger(Int128(matrix.unit))
        if kind.present[changedPool].isEmpty { return ScoreCurve(top0: rest, top1: .zero, bottom0: bottom, bottom1: .zero) }
        return ScoreCurve(
            top0: rest * left0 + restLeft * total * earned0, top1: rest * left1 + restLeft * total * earned1,
            bottom0: bottom * left0, bottom1: bottom * left1)
    }
}
