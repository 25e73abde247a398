/// Section 5: on every page, the printed parts add up to the printed total.
enum PrintedParts {
    /// Hundredths by the method of largest remainders: every part is cut off, and what is missing to the total goes, one
    /// hundredth each, to the parts with the largest remainders, the earlier one among equals.
    static func hundredths(of parts: [Fraction], total: Int128) -> [Int128] {
        var printed = parts.map { ($0 * Fraction(100)).floor }
        var order = Array(parts.indices)
        func remainder(_ place: Int) -> Fraction { parts[place] * Fraction(100) - Fraction((parts[place] * Fraction(100)).floor) }
        order.sort { remainder($0) == remainder($1) ? $0 < $1 : remainder($0) > remainder($1) }
        var place = 0
        while printed.reduce(0, +) < total {
            printed[order[place]] += 1
            place += 1
        }
        return printed
    }

    /// The printed amounts of a school's parts: the rounded total divides into the domains, each domain into its metrics,
    /// each metric into its parts.
    static func hundredths(of parts: [PointsPart], _ amount: (PointsPart) -> Fraction) -> [Int128] {
        let domains = [Weights.academic, Weights.climate]
        let ofDomain = domains.map { domain in parts.filter { domain.contains($0.metric) } }
        let total = Fraction.sum(parts.map(amount)).hundredths
        let printed = hundredths(of: ofDomain.map { Fraction.sum($0.map(amount)) }, total: total)
        return zip(domains, zip(ofDomain, printed)).flatMap { domain, rest -> [Int128] in
            let ofMetric = domain.map { metric in rest.0.filter { $0.metric == metric } }.filter { !$0.isEmpty }
            let metricTotals = hundredths(of: ofMetric.map { Fraction.sum($0.map(amount)) }, total: rest.1)
            return zip(ofMetric, metricTotals).flatMap { hundredths(of: $0.map(amount), total: $1) }
        }
    }
}
