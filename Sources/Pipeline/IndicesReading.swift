internal import Aggregation
internal import Conditions
internal import Model

/// Reads the `indices` of a pipeline file.
struct IndicesReading {
    let levels: [SchoolLevel]
    let groups: [GroupDeclaration]
    let metrics: [MetricDeclaration]
    let problems: ProblemList

    /// What span schools' weights can follow, and what their cut points can be.
    private enum SpanWeights: String, CaseIterable { case byEnrollment = "by_enrollment" }
    private enum SpanCutPoints: String, CaseIterable { case largestEnrollment = "largest_enrollment" }

    func read(_ file: MappingReader) -> [IndexDeclaration] {
        file.entries("indices", of: "index").compactMap { key, reader in index(key, reader) }
    }

    private func index(_ key: String, _ reader: MappingReader) -> IndexDeclaration? {
        let title = reader.requiredText("title", "Name the index as reports are to print it") ?? key
        let domains = reader.mapping("domains").map { self.domains($0) } ?? []
        if domains.isEmpty { _ = reader.required("domains", "Declare at least one domain with its metrics") }
        let weights = reader.mapping("weights").map { self.weights($0, domains: domains.map(\.domain)) }
        if weights == nil { _ = reader.required("weights", "Give the metrics' weights by year and school level") }
        let shares = shares(reader)
        let missing = reader.mapping("missing")
        let redistribution = missing?.choice("redistribute", IndexRule.Redistribution.self) ?? .withinDomain
        let missingProvenance = missing?.provenance()
        missing?.finish()
        let span = spanProvenance(reader)
        let rounding = reader.mapping("rounding")
        let decimals = rounding?.whole("decimals", in: 0...6) ?? 2
        let roundingProvenance = rounding?.provenance()
        rounding?.finish()
        reader.finish()
        let unsaid = Provenance(rule: "", source: "", basis: [])
        guard let weights, let shares else { return nil }
        return IndexDeclaration(
            key: key, title: title, domains: domains.map(\.domain), domainProvenance: domains.map(\.provenance),
            weights: weights.dated, weightsProvenance: weights.provenance, shares: shares.rule,
            sharesProvenance: shares.provenance, redistribution: redistribution,
            redistributionProvenance: missingProvenance ?? unsaid, spanProvenance: span, decimals: decimals,
            roundingProvenance: roundingProvenance ?? unsaid, place: reader.place)
    }

    private func unknown(_ name: String, _ kind: String, among all: [String], at place: Place, in subject: String) {
        let suggestion = nearest(to: name, among: all).map { "Did you mean `\($0)`?" } ?? ""
        problems.add(place, "\(subject) names \(kind) `\(name)`, which is not declared", suggestion)
    }

    // MARK: Domains

    private func domains(_ reader: MappingReader) -> [(domain: IndexRule.Domain, provenance: Provenance)] {
        var owners: [String: String] = [:]
        return reader.keys.compactMap { key in
            guard let domain = reader.mapping(key, subject: "domain `\(key)`") else { return nil }
            let title = domain.requiredText("title", "Name the domain as reports are to print it") ?? key
            let weight = domain.required("weight", "Give the domain's part of 100") == nil ? nil : domain.rational("weight")
            let metrics = domain.texts("metrics") ?? []
            if metrics.isEmpty { _ = domain.required("metrics", "List the domain's metrics") }
            for metric in metrics {
                if !self.metrics.contains(where: { $0.key == metric }) {
                    unknown(metric, "metric", among: self.metrics.map(\.key), at: domain.place(of: "metrics"), in: domain.subject)
                }
                if let owner = owners.updateValue(key, forKey: metric) {
                    problems.add(domain.place(of: "metrics"), "metric `\(metric)` is in domain `\(owner)` and in domain `\(key)`", "A metric belongs to one domain")
                }
            }
            let provenance = domain.provenance()
            domain.finish()
            return (IndexRule.Domain(key: key, title: title, weight: weight ?? .zero, metrics: metrics), provenance)
        }
    }

    // MARK: Weights

    private typealias Dated = (from: String, levels: [String: [String: Rational]])

    private func weights(
        _ reader: MappingReader, domains: [IndexRule.Domain]
    ) -> (dated: [Dated], provenance: Provenance) {
        let provenance = reader.provenance()
        let years = reader.keys.filter { !["rule", "source", "basis"].contains($0) }
        if years.isEmpty {
            problems.add(reader.place, "\(reader.subject) name no year", "Write the first year for which they hold, such as 2016-17:")
        }
        let dated = years.compactMap { year -> Dated? in
            guard let levels = reader.mapping(year, subject: "the weights from \(year)") else { return nil }
            for level in self.levels where !levels.has(level.key) {
                problems.add(levels.place, "\(levels.subject) lack school level `\(level.key)`")
            }
            var result: [String: [String: Rational]] = [:]
            for level in levels.keys {
                if !self.levels.contains(where: { $0.key == level }) {
                    unknown(level, "school level", among: self.levels.map(\.key), at: levels.place(of: level), in: levels.subject)
                }
                result[level] = levels.mapping(level, subject: "the weights from \(year) for \(level)").map {
                    metricWeights($0, domains: domains)
                }
            }
            return (year, result)
        }
        return (dated.sorted { $0.from < $1.from }, provenance)
    }

    private func metricWeights(_ reader: MappingReader, domains: [IndexRule.Domain]) -> [String: Rational] {
        var weights: [String: Rational] = [:]
        let metrics = domains.flatMap(\.metrics)
        for metric in reader.keys {
            if !metrics.contains(metric) {
                unknown(metric, "metric", among: metrics, at: reader.place(of: metric), in: reader.subject)
                _ = reader.node(metric)
                continue
            }
            guard let weight = reader.rational(metric) else { continue }
            if weight < .zero { problems.add(reader.place(of: metric), "the weight of `\(metric)` in \(reader.subject) is below 0") }
            weights[metric] = weight
        }
        for domain in domains {
            let sum = domain.metrics.reduce(Rational.zero) { $0 + weights[$1, default: .zero] }
            if sum != domain.weight {
                problems.add(
                    reader.place, "\(reader.subject) give domain `\(domain.key)` \(sum), but it counts \(domain.weight)",
                    "Change the weights of \(domain.metrics.joined(separator: ", ")), or the domain's weight")
            }
        }
        let total = weights.values.reduce(.zero, +)
        if total != IndexRule.total { problems.add(reader.place, "\(reader.subject) add up to \(total)", "They must add up to \(IndexRule.total)") }
        return weights
    }

    // MARK: Shares and span schools

    private func shares(_ reader: MappingReader) -> (rule: ShareRule, provenance: Provenance)? {
        guard let shares = reader.mapping("shares", subject: "the shares of \(reader.subject)") else {
            _ = reader.required("shares", "Say how points are divided between all students and groups")
            return nil
        }
        let policy = shares.choice("policy", ShareRule.Policy.self) ?? .halfHalf
        let everyone = shares.text("everyone") ?? GroupsReading.everyone
        let groups = shares.texts("groups") ?? []
        for group in groups + [everyone] where !self.groups.contains(where: { $0.key == group }) {
            unknown(group, "group", among: self.groups.map(\.key), at: shares.place(of: "groups"), in: shares.subject)
        }
        let only = shares.texts("all_students_only") ?? []
        for metric in only where !metrics.contains(where: { $0.key == metric }) {
            unknown(metric, "metric", among: metrics.map(\.key), at: shares.place(of: "all_students_only"), in: shares.subject)
        }
        let provenance = shares.provenance()
        shares.finish()
        return (ShareRule(policy: policy, everyone: everyone, groups: groups, allStudentsOnly: Set(only)), provenance)
    }

    private func spanProvenance(_ reader: MappingReader) -> Provenance? {
        guard let span = reader.mapping("span") else { return nil }
        _ = span.choice("weights", SpanWeights.self)
        _ = span.choice("cut_points", SpanCutPoints.self)
        let provenance = span.provenance()
        span.finish()
        return provenance
    }
}
