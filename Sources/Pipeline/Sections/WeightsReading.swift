internal import Aggregation
internal import Model

/// Reads an index's weights: by first year, school level and metric.
struct WeightsReading {
    /// Keys of the declared school levels.
    let levels: [String]
    /// Keys of the declared metrics.
    let metrics: [String]
    let domains: [IndexRule.Domain]
    /// Whether the domains are right in themselves; otherwise sums would only repeat their mistakes.
    let areDomainsSound: Bool
    let problems: ProblemList

    private static let provenanceKeys = ["rule", "source", "basis"]

    func read(_ reader: MappingReader) -> (dated: [DatedWeights], provenance: Provenance) {
        let provenance = reader.provenance()
        let years = reader.names.filter { !Self.provenanceKeys.contains($0.text) }
        if years.isEmpty { problems.addNoYear(reader) }
        let dated = years.compactMap { year -> DatedWeights? in
            guard reader.required(year.text, "Give the weights of each school level") != nil,
                let levels = reader.mapping(year.text, subject: "the weights from \(year.text)")
            else { return nil }
            for level in self.levels where !levels.has(level) { problems.addMissingLevel(level, levels) }
            var result: [String: [String: Rational]] = [:], places: [String: [String: Place]] = [:]
            for level in levels.names {
                if !self.levels.contains(level.text) {
                    problems.addUnknown(level, "school level", among: self.levels, subject: levels.subject)
                }
                result[level.text] = levels.required(level.text, "Give its metrics' weights")
                    .flatMap { _ in levels.mapping(level.text, subject: "the weights from \(year.text) for \(level.text)") }
                    .map { weights in
                        places[level.text] = Dictionary(uniqueKeysWithValues: weights.names.map { ($0.text, $0.place) })
                        return metricWeights(weights)
                    }
            }
            return DatedWeights(from: year.text, levels: result, place: year.place, levelPlaces: places)
        }
        return (dated.sorted { $0.from < $1.from }, provenance)
    }

    private func metricWeights(_ reader: MappingReader) -> [String: Rational] {
        var weights: [String: Rational] = [:]
        let metrics = domains.flatMap(\.metrics)
        var isWhole = areDomainsSound
        for metric in reader.names {
            if !metrics.contains(metric.text) {
                addUncounted(metric, reader.subject, among: metrics)
                isWhole = false
            }
            guard let weight = reader.required(metric.text, "Give its weight, or take it out").flatMap({ _ in reader.rational(metric.text) })
            else {
                isWhole = false
                continue
            }
            if weight < .zero {
                problems.addNegative(Name(text: metric.text, place: reader.place(ofValue: metric.text)), reader.subject)
                isWhole = false
            }
            weights[metric.text] = weight
        }
        check(weights, isWhole, reader)
        return weights
    }

    /// A metric with a weight that no domain has.
    private func addUncounted(_ metric: Name, _ subject: String, among counted: [String]) {
        if !metrics.contains(metric.text) {
            problems.addUnknown(metric, "metric", among: counted, subject: subject)
        } else if areDomainsSound {
            problems.addMetricWithoutDomain(metric, subject)
        }
    }

    private func check(_ weights: [String: Rational], _ isWhole: Bool, _ reader: MappingReader) {
        // Sums say nothing new where a weight is wrong in itself.
        for domain in domains where isWhole {
            let sum = domain.metrics.reduce(Rational.zero) { $0 + weights[$1, default: .zero] }
            if sum != domain.weight { problems.addSum(sum, of: domain, reader) }
        }
    }
}

// MARK: Texts

extension ProblemList {
    fileprivate func addNoYear(_ weights: MappingReader) {
        add(weights.place, "\(weights.subject) name no year", "Write the first year for which they hold, such as `2016-17:`")
    }

    fileprivate func addMissingLevel(_ level: String, _ weights: MappingReader) {
        add(weights.place, "\(weights.subject) lack school level `\(level)`", "Give its metrics' weights")
    }

    fileprivate func addMetricWithoutDomain(_ metric: Name, _ subject: String) {
        add(metric.place, "\(subject) count metric `\(metric.text)`, which is in no domain of the index", "Add it to the `metrics` of one")
    }

    fileprivate func addNegative(_ metric: Name, _ subject: String) {
        add(metric.place, "\(subject) give metric `\(metric.text)` less than 0", "Write 0 or more")
    }

    fileprivate func addSum(_ sum: Rational, of domain: IndexRule.Domain, _ weights: MappingReader) {
        add(
            weights.place, "\(weights.subject) give domain `\(domain.key)` \(sum), but it counts \(domain.weight)",
            "Change the weights of \(domain.metrics.joined(separator: ", ")), or the domain's weight")
    }
}
