internal import Model

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

    /// The school levels whose weights another index has otherwise; a weight of 0 is none.
    package func levelsWeighted(unlike other: IndexRule) -> [String] {
        func counted(_ weights: [String: Rational]?) -> [String: Rational]? { weights?.filter { $0.value != .zero } }
        return Set(weights.keys).union(other.weights.keys).sorted().filter { counted(weights[$0]) != counted(other.weights[$0]) }
    }

    /// The domains whose weight another index has otherwise.
    package func domainsWeighted(unlike other: IndexRule) -> [String] {
        let own = Dictionary(uniqueKeysWithValues: domains.map { ($0.key, $0.weight) })
        let others = Dictionary(uniqueKeysWithValues: other.domains.map { ($0.key, $0.weight) })
        return Set(own.keys).union(others.keys).sorted().filter { own[$0] != others[$0] }
    }
}
