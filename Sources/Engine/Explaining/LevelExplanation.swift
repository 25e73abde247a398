internal import Banding
internal import Model
internal import Pipeline
internal import Reports

/// The level of a result: the cut points it is compared with, where it lies, and how far it is to the next level.
extension Explainer {
    /// - Returns: nil where there is no value, or no stage that gives levels.
    func level(_ metric: Int, _ group: Int, _ school: Int) -> Explanation? {
        guard let banding, let measured = measure(metric, group, at: school), let value = measured.value else { return nil }
        let words = measures.metrics[metric], own = comparison.levels(school: school, metric: words)
        guard let cuts = cuts?.cutPoints(metric: words.key, schoolLevels: own),
            let level = results.level(school: school, metric: metric, group: group)
        else { return Explanation(.level, Words.level, Words.none(own.map(title(ofLevel:))), banding.provenance) }
        let compared = banding.rule.compared(value, metric: words)
        let scale = Scale(level: level, bounds: cuts.bounds, better: words.better, unit: unit(of: metric), closed: banding.rule.closed)
        return Explanation(
            .level, Words.level, value: "\(level)", maximum: "\(results.levelCount)",
            Words.lies(scale, told(value, of: metric), isRounded: banding.rule.taken(for: words.key) == .rounded),
            banding.provenance, children: [bounds(cuts, scale), next(scale, compared, measured, metric)].compactMap { $0 })
    }

    /// A metric's cut points as seen from one level.
    struct Scale {
        let level: Int
        let bounds: [Rational]
        let better: Better
        let unit: String
        let closed: BandingRule.Closed

        /// The bound at which the level begins; nil for the first.
        var reached: Rational? { level > 1 ? bounds[level - 2] : nil }
        /// The bound at which the next level begins; nil for the last.
        var missed: Rational? { level <= bounds.count ? bounds[level - 1] : nil }
    }

    private func bounds(_ cuts: CutPoints, _ scale: Scale) -> Explanation {
        let name = cuts.schoolLevel == CutPoints.everyLevel ? nil : title(ofLevel: cuts.schoolLevel)
        return Explanation(.bounds, key: cuts.schoolLevel, Words.bounds(name), Words.bounds(cuts, scale))
    }

    /// - Returns: nil at the highest level.
    private func next(_ scale: Scale, _ compared: Rational, _ measured: Measure, _ metric: Int) -> Explanation? {
        guard let bound = scale.missed else { return nil }
        let gap = compared < bound ? bound - compared : compared - bound
        let fewest = fewestStudents(scale, measured, metric).map { met in
            let value = Rational(Int128(100 * met), over: Int128(measured.n))
            let level = banding?.rule.level(of: value, metric: measures.metrics[metric], bounds: scale.bounds) ?? scale.level
            return Words.students(met, measured, told(value, of: metric), level)
        }
        return Explanation(
            .next, Words.next(scale.level + 1), value: printed(gap, of: metric), unit: scale.unit, exact: gap,
            Words.gap(scale, bound) + (fewest.map { " " + $0 } ?? ""))
    }

    /// How many students would have to meet the rule for a higher level, as near as possible to how many do.
    ///
    /// - Returns: nil for a result that is not a share of students, or where no number of them is enough.
    /// - Complexity: O(log n).
    private func fewestStudents(_ scale: Scale, _ measured: Measure, _ metric: Int) -> Int? {
        let words = measures.metrics[metric]
        guard let met = measured.met, let rule = banding?.rule, case .records(_, nil)? = pipeline.metric(words.key)?.rule else { return nil }
        let most = scale.better == .higher ? measured.n - met : met, step = scale.better == .higher ? 1 : -1
        func isHigher(_ count: Int) -> Bool {
            let value = Rational(Int128(100 * (met + step * count)), over: Int128(measured.n))
            return rule.level(of: value, metric: words, bounds: scale.bounds) > scale.level
        }
        if most < 1 || !isHigher(most) { return nil }
        var low = 1, high = most
        while low < high {
            let middle = (low + high) / 2
            if isHigher(middle) { high = middle } else { low = middle + 1 }
        }
        return met + step * low
    }
}

// MARK: Texts

private enum Words {
    static let level = "Level"

    static func none(_ levels: [String]) -> String {
        "There is none: there are no cut points for it" + (levels.isEmpty ? "." : " at \(levels.listed).")
    }

    static func next(_ level: Int) -> String { "To level \(level)" }

    static func lies(_ scale: Explainer.Scale, _ value: String, isRounded: Bool) -> String {
        let reached = scale.reached.map { "reaches \($0.plain)\(scale.unit), where level \(scale.level) begins" }
        let missed = scale.missed.map { "does not reach \($0.plain)\(scale.unit), where level \(scale.level + 1) begins" }
        let places = [reached, missed].compactMap { $0 }.joined(separator: ", and ")
        let direction = scale.better == .lower ? "; lower is better" : ""
        let closed = scale.closed == .betterSide ? "better" : "worse"
        return "\(value) \(places)\(direction). The \(isRounded ? "printed" : "exact") value is compared; on a cut point it gets the \(closed) level."
    }

    static func bounds(_ level: String?) -> String { "Cut points for " + (level ?? "schools of every level") }

    static func bounds(_ cuts: CutPoints, _ scale: Explainer.Scale) -> String {
        let bounds = zip(cuts.bounds.indices, cuts.bounds).map { "\($0 + 2) from \($1.plain)" }.joined(separator: ", ")
        let schools = cuts.origin.schools.map { "\($0) schools" } ?? ""
        let origin = [cuts.origin.year, schools, cuts.origin.method, cuts.origin.source].filter { !$0.isEmpty }
        return "Level \(bounds)." + (origin.isEmpty ? "" : " From: \(origin.joined(separator: "; ")).")
    }

    static func gap(_ scale: Explainer.Scale, _ bound: Rational) -> String {
        let isLower = scale.better == .lower
        let side = switch scale.closed {
        case .betterSide: "\(bound.plain)\(scale.unit) or \(isLower ? "less" : "more")"
        case .worseSide: "\(isLower ? "less" : "more") than \(bound.plain)\(scale.unit)"
        }
        return "Level \(scale.level + 1) takes \(side)."
    }

    static func students(_ met: Int, _ measured: Measure, _ value: String, _ level: Int) -> String {
        let change = met - (measured.met ?? 0)
        let count = "\(abs(change)) \(change < 0 ? "fewer" : "more") \(abs(change) == 1 ? "student" : "students")"
        return "\(count) who \(abs(change) == 1 ? "meets" : "meet") the rule, \(met) of \(measured.n), would be \(value) and level \(level)."
    }
}
