internal import Aggregation
internal import Model
internal import Parallel
internal import Pipeline
internal import Reports
internal import Sensitivity

extension FinishedRun {
    /// How much of the variance of ranks and of being among the lowest is due to the choices that an index is put together with.
    ///
    /// Every combination of them is computed: declared or equal weights, shares by either policy, and missing weight moved within
    /// its domain or everywhere; each alternative is equally likely.
    ///
    /// - Parameter out: the directory for choices.csv; nil for none.
    package func choices(out: String?) throws(RunFailure) -> RunAnswer {
        let index = try WeightedIndex(self), lowest = index.rule.lowest
        let schools = index.matrix.schools
        let combinations = index.combinations.map { scores in
            ChosenStandings(
                ranks: scores.standing.ranks, isLowest: lowest.map { lowest in schools.indices.map { scores.isLowest($0, by: lowest) } })
        }
        return try report(WeightedIndex.choices, combinations, schools, out: out)
    }

    /// The same of choices between the run's pipeline and scenarios of it; every combination is a run of its own over what is kept.
    ///
    /// - Throws: also where a scenario is of another pipeline, or there are too many combinations.
    package func choices(_ choices: [ScenarioChoice], out: String?) throws(RunFailure) -> RunAnswer {
        let runs = try ScenarioCombinations(choices, of: self)
        return try report(runs.choices, runs.standings, runs.schools, out: out)
    }

    private func report(
        _ choices: [UncertainChoice], _ combinations: [ChosenStandings], _ schools: [School], out: String?
    ) throws(RunFailure) -> RunAnswer {
        let scored = schools.indices.filter { school in combinations.allSatisfy { $0.ranks[school] > 0 } }
        let ranks = ChoiceSensitivity(choices, outputs: combinations.map { standing in scored.map { Double(standing.ranks[$0]) } })
        let designated = combinations.compactMap(\.isLowest)
        let lowest = designated.count < combinations.count
            ? nil : ChoiceSensitivity(choices, outputs: designated.map { isLowest in scored.map { isLowest[$0] ? 1 : 0 } })
        let codes = scored.map { schools[$0].id }
        let rows = ChoiceRow.rows(of: ranks, "rank", codes) + (lowest.map { ChoiceRow.rows(of: $0, "lowest", codes) } ?? [])
        let files = try out.map { directory throws(RunFailure) in try TableFiles.write([.choices(rows)], to: directory, run.workers) }
        let isUntold = lowest == nil && !designated.isEmpty
        return RunAnswer(
            lines: WeightWords.choices(ranks, lowest, schoolCount: scored.count) + (isUntold ? [WeightWords.noLowest] : []), files: files ?? [])
    }
}

/// Where every school stands in one combination of choices.
struct ChosenStandings {
    /// Among all schools with a score, from 1; 0 for a school without.
    let ranks: [Int32]
    /// Whether it is among the lowest-performing schools; nil where the index names none.
    let isLowest: [Bool]?
}

extension ChoiceRow {
    /// All schools together first, then each one that a choice makes a difference for.
    fileprivate static func rows(of sensitivity: ChoiceSensitivity, _ output: String, _ schools: [String]) -> [ChoiceRow] {
        let all = zip([""] + schools, [sensitivity.overall] + sensitivity.indices)
        return all.flatMap { school, indices in
            sensitivity.choices.enumerated().compactMap { place, choice in
                indices.map { ChoiceRow(school: school, output: output, choice: choice.name, first: $0.first[place], total: $0.total[place]) }
            }
        }
    }
}

extension WeightedIndex {
    static let choices = [
        UncertainChoice(name: "weights", alternatives: ["declared", "equal"]),
        UncertainChoice(name: "shares", alternatives: ShareRule.Policy.allCases.map(\.rawValue)),
        UncertainChoice(name: "missing", alternatives: IndexRule.Redistribution.allCases.map(\.rawValue)),
    ]

    /// The scores of every combination, in the order of `ChoiceSensitivity.combinations`.
    fileprivate var combinations: [WeightedScores] {
        let matrices = ShareRule.Policy.allCases.flatMap { policy in
            IndexRule.Redistribution.allCases.map { redistribution in
                ScoreMatrix(results, population: population, rule: rule.with(policy, redistribution), workers: workers)
            }
        }
        return [rule.weights, rule.equalWeights].flatMap { weights in
            workers.map(matrices.count) { matrices[$0].scores(under: weights) }
        }
    }
}

extension IndexRule {
    /// At every level the weight of a domain in equal parts for its metrics that have a weight there.
    fileprivate var equalWeights: [String: [String: Rational]] {
        weights.mapValues { own in
            var equal = own
            for domain in domains {
                let metrics = domain.metrics.filter { own[$0, default: .zero] > .zero }
                let sum = metrics.reduce(Rational.zero) { $0 + own[$1]! }
                for metric in metrics { equal[metric] = sum / Rational(metrics.count) }
            }
            return equal
        }
    }

    fileprivate func with(_ policy: ShareRule.Policy, _ redistribution: Redistribution) -> IndexRule {
        IndexRule(
            key: key, title: title, domains: domains, weights: weights,
            shares: ShareRule(policy: policy, everyone: shares.everyone, groups: shares.groups, allStudentsOnly: shares.allStudentsOnly),
            redistribution: redistribution, decimals: decimals, lowest: lowest)
    }
}
