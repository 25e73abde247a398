/// Section 5: on every page, the printed parts add up to the printed total, and nothing is above its maximum (CORE's first
/// reports had 13.35 of 13.33 points).
struct PrintedParts {
    /// Hundredths, part by part.
    let points: [Int128]
    let maxima: [Int128]

    init(_ parts: [PointsPart]) {
        maxima = Self.printed(parts, \.maximum, most: parts.map { _ in 100_00 })
        points = Self.printed(parts, \.points, most: maxima)
    }

    /// The rounded total divides into the domains, each domain into its metrics, each metric into its parts.
    private static func printed(_ parts: [PointsPart], _ amount: (PointsPart) -> Fraction, most: [Int128]) -> [Int128] {
        func divided(_ total: Int128, _ shares: [[Int]]) -> [Int128] {
            hundredths(
                of: shares.map { Fraction.sum($0.map { amount(parts[$0]) }) },
                most: shares.map { $0.map { most[$0] }.reduce(0, +) }, total: total)
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
    /// the shares with the largest remainders, the earlier one among equals; a share at its most is passed over.
    private static func hundredths(of shares: [Fraction], most: [Int128], total: Int128) -> [Int128] {
        var printed = shares.map { ($0 * Fraction(100)).floor }
        let remainders = shares.map { $0 * Fraction(100) - Fraction(($0 * Fraction(100)).floor) }
        let order = shares.indices.sorted { remainders[$0] == remainders[$1] ? $0 < $1 : remainders[$0] > remainders[$1] }
        var turn = 0
        while printed.reduce(0, +) < total {
            let share = order[turn % order.count]
            if printed[share] < most[share] { printed[share] += 1 }
            turn += 1
        }
        return printed
    }
}
