/// Section 5: on every page, the printed parts add up to the printed total; what earned all its points is printed with all of
/// them, and nothing with more (CORE's first reports had 13.35 of 13.33 points).
struct PrintedParts {
    /// Hundredths, part by part.
    let points: [Int128]
    let maxima: [Int128]

    init(_ parts: [PointsPart]) {
        maxima = Self.printed(parts, \.maximum) { _ in Limit(least: 0, most: 100_00) }
        let maxima = self.maxima
        points = Self.printed(parts, \.points) { places in
            let most = places.map { maxima[$0] }.reduce(0, +)
            return Limit(least: places.allSatisfy { parts[$0].level == 10 } ? most : 0, most: most)
        }
    }

    private struct Limit {
        var least: Int128
        let most: Int128
    }

    /// The rounded total divides into the domains, each domain into its metrics, each metric into its parts.
    ///
    /// - Parameter limit: the fewest and the most hundredths of some parts together.
    private static func printed(
        _ parts: [PointsPart], _ amount: (PointsPart) -> Fraction, limit: ([Int]) -> Limit
    ) -> [Int128] {
        func divided(_ total: Int128, _ shares: [[Int]]) -> [Int128] {
            hundredths(of: shares.map { Fraction.sum($0.map { amount(parts[$0]) }) }, limits: shares.map(limit), total: total)
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

    /// The method of largest remainders: every share is cut off, and what is missing to the total goes, one hundredth each, to
    /// the shares with the largest remainders, the earlier one among equals; what is too much is taken the other way round. A
    /// share at its limit is passed over.
    private static func hundredths(of shares: [Fraction], limits: [Limit], total: Int128) -> [Int128] {
        var limits = limits
        if limits.reduce(0, { $0 + $1.least }) > total { for place in limits.indices { limits[place].least = 0 } }
        var printed = zip(shares, limits).map { share, limit in min(limit.most, max(limit.least, (share * Fraction(100)).floor)) }
        let remainders = shares.map { $0 * Fraction(100) - Fraction(($0 * Fraction(100)).floor) }
        let order = shares.indices.sorted { remainders[$0] == remainders[$1] ? $0 < $1 : remainders[$0] > remainders[$1] }
        while printed.reduce(0, +) < total {
            for share in order where printed.reduce(0, +) < total && printed[share] < limits[share].most { printed[share] += 1 }
        }
        while printed.reduce(0, +) > total {
            for share in order.reversed() where printed.reduce(0, +) > total && printed[share] > limits[share].least {
                printed[share] -= 1
            }
        }
        return printed
    }
}
