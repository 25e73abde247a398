package import Model

/// How an index is put together: its domains, weights, shares and what happens to what is missing.
package struct IndexRule: Sendable {
    package let key: String
    package let title: String
    package let domains: [Domain]
    /// School level → metric → weight, for the year of the run.
    package let weights: [String: [String: Rational]]
    package let shares: ShareRule
    package let redistribution: Redistribution
    package let decimals: Int
    /// Which schools are the lowest-performing; nil where none are named.
    package let lowest: LowestRule?
    /// Metrics of the domains that have no result, whatever the results say: their weight moves.
    package let unmeasured: Set<String>

    package init(
        key: String, title: String, domains: [Domain], weights: [String: [String: Rational]], shares: ShareRule,
        redistribution: Redistribution, decimals: Int, lowest: LowestRule? = nil, unmeasured: Set<String> = []
    ) {
        self.key = key
        self.title = title
        self.domains = domains
        self.weights = weights
        self.shares = shares
        self.redistribution = redistribution
        self.decimals = decimals
        self.lowest = lowest
        self.unmeasured = unmeasured
    }

    /// The sum that all weights of a school make.
    package static let total = Rational(100)

    /// A part of the index with a fixed weight.
    package struct Domain: Sendable, Equatable {
        package let key: String
        package let title: String
        package let weight: Rational
        package let metrics: [String]

        package init(key: String, title: String, weight: Rational, metrics: [String]) {
            self.key = key
            self.title = title
            self.weight = weight
            self.metrics = metrics
        }
    }

    /// Where the weight of a missing metric goes.
    package enum Redistribution: String, Sendable, CaseIterable {
        /// In proportion to the other metrics of its domain; a domain with nothing left is no score.
        case withinDomain = "within_domain"
        /// In proportion to all other metrics; no metric left is no score.
        case everywhere
    }

    /// The metrics in the order of the domains.
    package var metrics: [String] { domains.flatMap(\.metrics) }
}

/// How a metric's points are divided between all students and groups.
package struct ShareRule: Sendable, Equatable {
    package enum Policy: String, Sendable, CaseIterable {
        /// ½ for all students, ½ equally among the groups that have a result.
        case halfHalf = "half_half"
        /// The same share for all students and for each declared group.
        case equalShares = "equal_shares"
    }

    package let policy: Policy
    /// The group of all students.
    package let everyone: String
    /// The scored groups, in printed order; chosen groups (the lowest-performing race/ethnicity) among them.
    package let groups: [String]
    package let allStudentsOnly: Set<String>

    package init(policy: Policy, everyone: String, groups: [String], allStudentsOnly: Set<String>) {
        self.policy = policy
        self.everyone = everyone
        self.groups = groups
        self.allStudentsOnly = allStudentsOnly
    }

    /// The shares of all students and of each group that has a result; they add up to 1.
    ///
    /// The share of a group without a result goes to the groups that have one, or to all students where none does.
    package func shares(groupsWithResult count: Int) -> (everyone: Rational, group: Rational) {
        if count == 0 { return (.one, .zero) }
        let everyone =
            switch policy {
            case .halfHalf: Rational(1, over: 2)
            case .equalShares: Rational(1, over: Int128(groups.count + 1))
            }
        return (everyone, (.one - everyone) / Rational(count))
    }
}
