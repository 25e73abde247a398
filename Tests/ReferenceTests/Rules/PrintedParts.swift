/// Section 5: on every page, the printed parts add up to the printed total; what earned all its points has its maximum, and
/// nothing is above it (CORE's first reports had 13.35 of 13.33 points).
struct PrintedParts {
    /// Hundredths, part by part.
    let points: [Int128]
    let maxima: [Int128]

    init(_ parts: [PointsPart]) {
        maxima = Self.printed(parts, \.maximum, most: parts.map { _ in 100_00 }, hasLimits: false)
        points = Self.printed(parts, \.points, most: maxima, hasLimits: true)
    }

    /// The rounded total divides into the domains, each domain into its metrics, each metric into its parts.
    private static func printed(
        _ parts: [PointsPart], _ amount: (PointsPart) -> Fraction, most: [Int128], hasLimits: Bool
    ) -> [Int128] {
        func divided(_ total: Int128, _ shares: [[Int]]) -> [Int128] {
            hundredths(
                of: shares.map { Fraction.sum($0.map { amount(parts[$0]) }) },
                most: shares.map { $0.map { most[$0] }.reduce(0, +) },
                isFull: shares.map { $0.allSatisfy { hasLimits && parts[$0].points == parts[$0].maximum } }, total: total)
        }
        let domains = [Weights.academic, Weights.climate].map { domain in
            domain.map { metric in parts.indices.filter { parts[$0].metric == metric } }.filter { !$0.isEmpty }
        }
        var printed = parts.map { _ in Int128(0) }
        let total = Fraction.sum(parts.map(amount)).hundredths
        for (metrics, ofDomain) in zip(domains, divided(total, domains.map { $0.flatMap { $0 } })) {
            for (places, ofMetric) in zip(metrics, divided(ofDomain, metrics)) {
                for (place, ofPart) in zip(places, divided(ofMetric, places.map { [$0] })) { printed[place] = ofPart }
            }
        }
        return printed
    }

    /// The method of largest remainders: every share is cut off, a full one gets its most. What is missing to the total goes,
    /// one hundredth each, to the shares with the largest remainders, the earlier one among equals, and what is over is taken
    /// from those with the smallest; a share at its most, or a full one, is passed over.
    private static func hundredths(of shares: [Fraction], most: [Int128], isFull: [Bool], total: Int128) -> [Int128] {
        var printed = shares.indices.map { isFull[$0] ? most[$0] : shares[$0].scaledFloor }
        let remainders = shares.map { $0 * Fraction(100) - Fraction($0.scaledFloor) }
        let order = shares.indices.sorted { remainders[$0] == remainders[$1] ? $0 < $1 : remainders[$0] > remainders[$1] }
        var turn = 0
        while printed.reduce(0, +) < total {
            let share = order[turn % order.count]
            if printed[share] < most[share] { printed[share] += 1 }
            turn += 1
        }
        turn = 0
        while printed.reduce(0, +) > total {
            let share = order[order.count - 1 - turn % order.count]
            if printed[share] > 0, !isFull[share] { printed[share] -= 1 }
            turn += 1
        }
        return printed
    }
}

extension Fraction {
    /// Whole hundredths.
    fileprivate var scaledFloor: Int128 { (self * Fraction(100)).floor }
}
