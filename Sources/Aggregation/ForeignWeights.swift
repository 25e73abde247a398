package import Model

/// A metric's weight that another index has otherwise, alike at some school levels.
package struct WeightChange: Sendable, Equatable {
    package let metric: String
    package fileprivate(set) var schoolLevels: [String]
    package let first: Rational
    package let second: Rational

    package init(metric: String, schoolLevels: [String], first: Rational, second: Rational) {
        self.metric = metric
        self.schoolLevels = schoolLevels
        self.first = first
        self.second = second
    }
}

extension IndexRule {
    /// The same index with another one's weights.
    ///
    /// A metric that only the other index lists stands in its domain there, without a result: its weight moves as declared.
    package func weighted(like other: IndexRule) -> IndexRule {
        let own = Set(metrics)
        func foreign(_ domain: Domain?) -> [String] { (domain?.metrics ?? []).filter { !own.contains($0) } }
        let kept = domains.map { domain in
            let counterpart = other.domains.first { $0.key == domain.key }
            return Domain(
                key: domain.key, title: domain.title, weight: counterpart?.weight ?? domain.weight,
                metrics: domain.metrics + foreign(counterpart))
        }
        let added = other.domains.filter { domain in !domains.contains { $0.key == domain.key } }.map { domain in
            Domain(key: domain.key, title: domain.title, weight: domain.weight, metrics: foreign(domain))
        }
        return IndexRule(
            key: key, title: title, domains: kept + added, weights: other.weights, shares: shares, redistribution: redistribution,
            decimals: decimals, lowest: lowest, unmeasured: unmeasured.union(other.metrics).subtracting(own))
    }

    /// The weights that another index has otherwise, in the order of metrics; no weight is one of 0.
    ///
    /// - Parameter levels: the school levels, in declared order.
    package func weightChanges(to other: IndexRule, levels: [String]) -> [WeightChange] {
        (metrics + other.metrics.filter { !metrics.contains($0) }).flatMap { metric in
            levels.reduce(into: [WeightChange]()) { changes, level in
                let own = weights[level]?[metric] ?? .zero, new = other.weights[level]?[metric] ?? .zero
                if own == new { return }
                if let same = changes.firstIndex(where: { $0.first == own && $0.second == new }) {
                    changes[same].schoolLevels.append(level)
                } else {
                    changes.append(WeightChange(metric: metric, schoolLevels: [level], first: own, second: new))
                }
            }
        }
    }

    /// The domains whose weight another index has otherwise, in declared order; nil where one has no such domain.
    package func domainChanges(to other: IndexRule) -> [(domain: String, first: Rational?, second: Rational?)] {
        func weight(_ key: String, _ domains: [Domain]) -> Rational? { domains.first { $0.key == key }?.weight }
        let keys = domains.map(\.key), added = other.domains.map(\.key).filter { !keys.contains($0) }
        return (keys + added).map { ($0, weight($0, domains), weight($0, other.domains)) }.filter { $0.1 != $0.2 }
    }
}
