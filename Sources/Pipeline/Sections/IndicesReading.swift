internal import Aggregation
internal import Conditions
internal import Model

/// Reads the `indices` of a pipeline file.
struct IndicesReading {
    let levels: [SchoolLevel]
    let groups: [GroupDeclaration]
    let names: DeclaredNames
    let problems: ProblemList

    /// What span schools' weights can follow, and what their cut points can be.
    private enum SpanWeights: String, CaseIterable { case byEnrollment = "by_enrollment" }
    private enum SpanCutPoints: String, CaseIterable { case largestEnrollment = "largest_enrollment" }

    func read(_ file: MappingReader) -> [IndexDeclaration] {
        file.entries("indices", of: "index").compactMap { key, reader in index(key, reader) }
    }

    private func index(_ key: String, _ reader: MappingReader) -> IndexDeclaration? {
        let title = reader.requiredText("title", "Name the index as reports are to print it") ?? key
        let (domains, isSound) = reader.required("domains", "Declare at least one domain with its metrics")
            .flatMap { _ in reader.mapping("domains") }.map { self.domains($0) } ?? ([], false)
        let weights = reader.required("weights", "Give the metrics' weights by year and school level")
            .flatMap { _ in reader.mapping("weights") }
            .map {
                WeightsReading(
                    levels: names.levels, metrics: names.metrics, domains: domains.map(\.domain), areDomainsSound: isSound,
                    problems: problems
                ).read($0)
            }
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
        let (lowest, lowestProvenance) = lowest(reader)
        if missing == nil { problems.remarkUnsaid("missing", "the weight of a missing metric moves within its domain", reader) }
        if rounding == nil { problems.remarkUnsaid("rounding", "scores are rounded to 2 decimals", reader) }
        reader.finish()
        let unsaid = Provenance(rule: "", source: "", basis: [])
        guard let weights, let shares else { return nil }
        return IndexDeclaration(
            key: key, title: title, domains: domains.map(\.domain), domainProvenance: domains.map(\.provenance),
            weights: weights.dated, weightsProvenance: weights.provenance, shares: shares.rule,
            sharesProvenance: shares.provenance, redistribution: redistribution,
            redistributionProvenance: missingProvenance ?? unsaid, spanProvenance: span, decimals: decimals,
            roundingProvenance: roundingProvenance ?? unsaid, lowest: lowest, lowestProvenance: lowestProvenance, place: reader.place)
    }

    // MARK: Domains

    private typealias Domains = [(domain: IndexRule.Domain, provenance: Provenance)]

    /// - Returns: the domains, and whether their metrics and weights are right in themselves.
    private func domains(_ reader: MappingReader) -> (domains: Domains, isSound: Bool) {
        let before = problems.count
        var owners: [String: String] = [:]
        let domains = reader.keys.compactMap { key -> (domain: IndexRule.Domain, provenance: Provenance)? in
            guard let domain = reader.mapping(key, subject: "domain `\(key)`") else { return nil }
            let title = domain.requiredText("title", "Name the domain as reports are to print it") ?? key
            let weight = domain.required("weight", "Give the domain's part of 100") == nil ? nil : domain.rational("weight")
            if let weight, weight <= .zero { problems.addDomainWithoutWeight(domain) }
            let metrics = domain.required("metrics", "List the domain's metrics") == nil ? [] : domain.names("metrics") ?? []
            for metric in metrics {
                if !names.metrics.contains(metric.text) {
                    problems.addUnknown(metric, "metric", among: names.metrics, subject: domain.subject)
                }
                if let owner = owners.updateValue(key, forKey: metric.text) { problems.addSharedMetric(metric, owner, key) }
            }
            let provenance = domain.provenance()
            domain.finish()
            guard let weight else { return nil }
            return (IndexRule.Domain(key: key, title: title, weight: weight, metrics: metrics.map(\.text)), provenance)
        }
        let sum = domains.reduce(Rational.zero) { $0 + $1.domain.weight }
        if domains.count == reader.keys.count, sum != IndexRule.total { problems.addDomainSum(sum, at: reader.place) }
        return (domains, problems.count == before)
    }

    // MARK: Shares and span schools

    private func shares(_ reader: MappingReader) -> (rule: ShareRule, provenance: Provenance)? {
        guard reader.required("shares", "Say how points are divided between all students and groups") != nil,
            let shares = reader.mapping("shares", subject: "the shares of \(reader.subject)")
        else { return nil }
        let policy = shares.required("policy", "Write \(ShareRule.Policy.allCases.map(\.rawValue).joined(separator: " or "))") == nil
            ? nil : shares.choice("policy", ShareRule.Policy.self)
        let everyone = shares.name("everyone")
        let groups = shares.names("groups") ?? []
        if shares.node("groups") == nil { problems.remarkNoGroups(shares) }
        check(groups, everyone, shares)
        let only = shares.names("all_students_only") ?? []
        for metric in only where !names.metrics.contains(metric.text) {
            problems.addUnknown(metric, "metric", among: names.metrics, subject: "`all_students_only` of \(shares.subject)")
        }
        let provenance = shares.provenance()
        shares.finish()
        let rule = ShareRule(
            policy: policy ?? .halfHalf, everyone: everyone?.text ?? GroupDeclaration.everyone, groups: groups.map(\.text),
            allStudentsOnly: Set(only.map(\.text)))
        return (rule, provenance)
    }

    private func check(_ groups: [Name], _ everyone: Name?, _ shares: MappingReader) {
        for group in groups + [everyone].compactMap({ $0 }) where !names.groups.contains(group.text) {
            problems.addUnknown(group, "group", among: names.groups, subject: shares.subject)
        }
        if let everyone, case .lowest? = self.groups.first(where: { $0.key == everyone.text })?.rule {
            problems.addChosenEveryone(everyone, shares.subject)
        }
        var seen: Set<String> = [everyone?.text ?? GroupDeclaration.everyone]
        for group in groups where !seen.insert(group.text).inserted { problems.addRepeatedShare(group, shares.subject) }
    }

    private func lowest(_ reader: MappingReader) -> (rule: LowestRule?, provenance: Provenance?) {
        guard let lowest = reader.mapping("lowest", subject: "the lowest schools of \(reader.subject)") else { return (nil, nil) }
        let share = lowest.required("share", "Write a percentage, such as 5%") == nil ? nil : share(of: lowest)
        let among = lowest.choice("among", LowestRule.Class.self) ?? .all
        let provenance = lowest.provenance()
        lowest.finish()
        return (share.map { LowestRule(share: $0, among: among) }, provenance)
    }

    private func share(of lowest: MappingReader) -> Rational? {
        guard let name = lowest.name("share") else { return nil }
        let percentage = name.text.hasSuffix("%") ? Rational(name.text.dropLast()) : nil
        if let percentage, percentage > .zero, percentage <= Rational(100) { return percentage / Rational(100) }
        problems.addWrongShare(name, lowest.subject)
        return nil
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

// MARK: Texts

extension ProblemList {
    fileprivate func remarkUnsaid(_ key: String, _ meaning: String, _ index: MappingReader) {
        remark(index.place, "\(index.subject) does not say `\(key)`: \(meaning)", "Declare it with its rule, source and basis")
    }

    fileprivate func remarkNoGroups(_ shares: MappingReader) {
        remark(shares.place, "\(shares.subject) name no groups: all points are for all students", "Write groups: [] if that is meant")
    }

    fileprivate func addDomainWithoutWeight(_ domain: MappingReader) {
        add(domain.place(ofValue: "weight"), "the weight of \(domain.subject) is not above 0", "Give it a part of 100, or take the domain out")
    }

    fileprivate func addSharedMetric(_ metric: Name, _ first: String, _ second: String) {
        add(
            metric.place,
            first == second
                ? "metric `\(metric.text)` stands twice in domain `\(first)`"
                : "metric `\(metric.text)` is in domain `\(first)` and in domain `\(second)`",
            first == second ? "Keep one" : "A metric belongs to one domain")
    }

    fileprivate func addDomainSum(_ sum: Rational, at place: Place) {
        add(place, "the weights of the domains add up to \(sum)", "They must add up to \(IndexRule.total)")
    }

    fileprivate func addChosenEveryone(_ group: Name, _ subject: String) {
        add(
            group.place, "`everyone` of \(subject) is `\(group.text)`, which is chosen school by school",
            "Name the group of all students")
    }

    fileprivate func addWrongShare(_ share: Name, _ subject: String) {
        add(share.place, "`share` of \(subject) is `\(share.text)`", "Write a percentage above 0% and up to 100%, such as 5%")
    }

    fileprivate func addRepeatedShare(_ group: Name, _ subject: String) {
        add(group.place, "\(subject) name group `\(group.text)` twice, so that it would count twice", "Keep one")
    }
}
