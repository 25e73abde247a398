/// Section 5: what each metric weighs, by year, school level and what is missing.
enum Weights {
    static let academic = [
        "ela_proficiency", "math_proficiency", "ela_growth", "math_growth", "hs_readiness", "graduation_4yr",
    ]
    static let climate = ["chronic_absence", "suspension", "el_redesignation", "sel", "culture_climate"]

    /// Full system: five non-academic metrics at 8 each; elementary: performance 30, growth 30; middle and high: performance 20,
    /// growth 20, and 20 for readiness or graduation; split evenly between ELA and mathematics.
    private static func full(_ level: String) -> [String: Fraction] {
        var weights: [String: Fraction] = [:]
        for metric in climate { weights[metric] = Fraction(8) }
        let half = level == "elementary" ? Fraction(15) : Fraction(10)
        for metric in academic.prefix(4) { weights[metric] = half }
        if level == "middle" { weights["hs_readiness"] = Fraction(20) }
        if level == "high" { weights["graduation_4yr"] = Fraction(20) }
        return weights
    }

    /// Interim years: growth, social-emotional skills and culture-climate are not counted; the other non-academic metrics are
    /// 40/3 each, and the academic 60 is spread over what counts in proportion to the full weights.
    private static func interim(_ level: String) -> [String: Fraction] {
        let counted = full(level).filter { !["ela_growth", "math_growth", "sel", "culture_climate"].contains($0.key) }
        let left = Fraction.sum(academic.compactMap { counted[$0] })
        var weights: [String: Fraction] = [:]
        for metric in academic { weights[metric] = counted[metric].map { $0 * Fraction(60) / left } }
        for metric in climate where counted[metric] != nil { weights[metric] = Fraction(40, 3) }
        return weights
    }

    static func weights(_ level: String, year: String) -> [String: Fraction] {
        ["2014-15", "2015-16"].contains(year) ? interim(level) : full(level)
    }

    /// A school's weights before anything is missing: the mean of its levels' weights by its enrollment in each.
    static func weights(_ shares: [String: Fraction], year: String) -> [String: Fraction] {
        var mean: [String: Fraction] = [:]
        for (level, share) in shares {
            for (metric, weight) in weights(level, year: year) { mean[metric] = (mean[metric] ?? Fraction(0)) + weight * share }
        }
        return mean
    }

    /// A missing metric's weight moves in proportion within its domain; nil for a domain with nothing left.
    static func moved(_ weights: [String: Fraction], within domain: [String], present: Set<String>) -> [String: Fraction]? {
        let all = Fraction.sum(domain.compactMap { weights[$0] })
        let here = domain.filter { weights[$0] != nil && present.contains($0) }
        if here.isEmpty { return nil }
        let left = Fraction.sum(here.map { weights[$0]! })
        return Dictionary(uniqueKeysWithValues: here.map { ($0, weights[$0]! * all / left) })
    }
}
