import Model
import Reports

extension SchoolSample {
    static let weights: [String: [String: Rational]] = {
        let third = Rational(40, over: 3)
        let climate = ["chronic_absence": third, "suspension": third, "el_redesignation": third]
        func level(_ academic: [String: Int]) -> [String: Rational] { climate.merging(academic.mapValues { Rational($0) }) { $1 } }
        return [
            "elementary": level(["ela_proficiency": 30, "math_proficiency": 30]),
            "middle": level(["ela_proficiency": 15, "math_proficiency": 15, "hs_readiness": 30]),
            "high": level(["ela_proficiency": 15, "math_proficiency": 15, "graduation_4yr": 30]),
        ]
    }()

    static let words = ReportWords(
        title: "School Quality Improvement Index",
        domains: [
            .init(
                key: "academic", title: "Academic domain", weight: Rational(60),
                metrics: ["ela_proficiency", "math_proficiency", "ela_growth", "math_growth", "hs_readiness", "graduation_4yr"]),
            .init(
                key: "climate", title: "Social-emotional and culture-climate domain", weight: Rational(40),
                metrics: ["chronic_absence", "suspension", "el_redesignation", "sel", "culture_climate"]),
        ],
        weights: weights,
        metrics: Dictionary(uniqueKeysWithValues: metrics.map { ($0.key, metricWords($0.key)) }),
        levelTitles: ["elementary": "Elementary school", "middle": "Middle school", "high": "High school"],
        scoredGroups: .init(
            everyone: "all", groups: ["lowest_race", "el", "swd", "sed"], allStudentsOnly: ["el_redesignation"]),
        rules: rules, minimumN: 20)

    private static func metricWords(_ key: String) -> ReportWords.Metric {
        ReportWords.Metric(
            provenance: Provenance(
                rule: sentences[key] ?? "The share of students who meet the rule.", source: "Marsh et al. 2017, Table 1",
                basis: key == "chronic_absence" ? [("met", .stated), ("counted", .assumed)] : [("", .stated)]),
            unit: key.hasSuffix("growth") ? "" : "%")
    }

    private static let sentences = [
        "chronic_absence": "A student is chronically absent when the attendance rate is at or below 90%.",
        "suspension": "The share of enrolled students suspended or expelled at least once, each student once.",
        "ela_proficiency": "The share of students with a valid Smarter Balanced score who met or exceeded the standard (level 3 or 4).",
        "graduation_4yr":
            "The share of the cohort, adjusted for transfers in and out, that graduated within that many years.",
    ]

    private static let rules: [ReportWords.Rule] = [
        .init(
            subject: "Chronic absence", part: "met", basis: .stated, sentence: sentences["chronic_absence"]!,
            source: "Marsh et al. 2017, Table 1"),
        .init(
            subject: "Chronic absence", part: "counted", basis: .assumed, sentence: sentences["chronic_absence"]!,
            source: "Marsh et al. 2017, Table 1"),
        .init(
            subject: "Missing metrics", part: "", basis: .inferred,
            sentence: "A missing metric's weight moves in proportion to the other metrics of its domain; a domain without any leaves no score.",
            source: "follows from the index's fixed domain shares"),
        .init(
            subject: "Schools that span levels", part: "", basis: .assumed,
            sentence: "A school that spans levels has the mean of their weights, by its enrollment in each.",
            source: "no public source"),
        .init(
            subject: "Rounding", part: "", basis: .stated,
            sentence: "Sum exactly, round once, half away from zero; printed parts add up to the printed total.",
            source: "CORE Index Report Cards, 2016 (13.35/13.33, an error)"),
    ]

    static let scores: Scores = {
        let scores = schools.indices.map { school -> SchoolScore in
            if school == withoutScore {
                let reason = "no result for any metric of the Social-emotional and culture-climate domain"
                return SchoolScore(outcome: .none(reason: reason), parts: [])
            }
            let earned = printed(metrics.indices.flatMap { parts(school: school, metric: $0) })
            return SchoolScore(outcome: .score(earned.reduce(.zero) { $0 + $1.points }), parts: earned)
        }
        func ranks(of level: String?) -> [Rank?] {
            let members = schools.indices.filter { scores[$0].score != nil && (level == nil || schools[$0].level == level) }
            return schools.indices.map { school in
                guard members.contains(school) else { return nil }
                let better = members.filter { scores[$0].score! > scores[school].score! }.count
                return Rank(place: better + 1, of: members.count)
            }
        }
        return Scores(
            index: "sqii", year: "2014-15", schools: schools, decimals: 2, scores: scores, ranks: ranks(of: nil),
            levelRanks: schools.indices.map { ranks(of: schools[$0].level)[$0] })
    }()

    /// The weights of the school's metrics with a result, scaled up within their domain.
    private static func effectiveWeight(school: Int, metric: String) -> Rational {
        let domain = words.domains.first { $0.metrics.contains(metric) }
        let shares = population.levelShares(of: school)
        func nominal(_ key: String) -> Rational {
            shares.reduce(.zero) { $0 + $1.share * (weights[$1.level]?[key] ?? .zero) }
        }
        let there = (domain?.metrics ?? []).filter { key in
            let place = metrics.firstIndex { $0.key == key }!
            return results.level(school: school, metric: place, group: 0) != nil
        }
        let sum = there.reduce(.zero) { $0 + nominal($1) }
        return there.contains(metric) && sum > .zero ? nominal(metric) * domain!.weight / sum : .zero
    }

    private static func parts(school: Int, metric: Int) -> [PointsPart] {
        let key = metrics[metric].key
        let weight = effectiveWeight(school: school, metric: key)
        guard weight > .zero else { return [] }
        let scored = words.scoredGroups.allStudentsOnly.contains(key) ? [] : words.scoredGroups.groups
        let groupsWithLevel = scored.compactMap { component -> (String, Int, Int)? in
            let group =
                component == lowestRace.key
                ? measures.choice(0, school: school, metric: metric) : groups.firstIndex { $0.key == component }
            guard let group, let level = results.level(school: school, metric: metric, group: group) else { return nil }
            return (component, group, level)
        }
        let half = groupsWithLevel.isEmpty ? weight : weight * Rational(1, over: 2)
        let each = groupsWithLevel.isEmpty ? Rational.zero : half / Rational(groupsWithLevel.count)
        let all = ("all", 0, results.level(school: school, metric: metric, group: 0)!)
        return ([all] + groupsWithLevel).enumerated().map { place, component in
            let maximum = place == 0 ? half : each
            return PointsPart(
                metric: key, component: component.0, group: groups[component.1].key, level: component.2,
                points: maximum * Rational(Int128(component.2), over: 10), maximum: maximum)
        }
    }

    /// Printed parts that add up within each metric to its rounded points, and over all to the rounded score.
    private static func printed(_ parts: [PointsPart]) -> [PointsPart] {
        func units(_ amount: KeyPath<PointsPart, Rational>) -> [Int128] {
            let lists = metrics.map { metric in parts.filter { $0.metric == metric.key }.map { $0[keyPath: amount] } }
            let sums = lists.map { $0.reduce(.zero, +) }
            let total = sums.reduce(.zero, +).scaledAndRounded(decimals: 2)
            let metricUnits = Apportionment.units(of: sums, total: total, decimals: 2)
            return zip(lists, metricUnits).flatMap { Apportionment.units(of: $0, total: $1, decimals: 2) }
        }
        return zip(parts, zip(units(\.points), units(\.maximum))).map { part, printed in
            part.printed(points: printed.0, maximum: printed.1)
        }
    }

    static let reports = SchoolReports(results: results, scores: scores, population: population, words: words)
}
