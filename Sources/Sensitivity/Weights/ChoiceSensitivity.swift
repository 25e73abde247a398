/// A choice that could have been made otherwise: its alternatives with their probabilities.
package struct UncertainChoice: Sendable {
    package let name: String
    package let alternatives: [String]
    /// As many, above 0, with the sum 1.
    package let probabilities: [Double]

    /// - Parameter probabilities: nil for equally likely alternatives, such as sampled sets of weights.
    package init(name: String, alternatives: [String], probabilities: [Double]? = nil) {
        precondition(!alternatives.isEmpty && probabilities?.count ?? alternatives.count == alternatives.count, "a probability each")
        self.name = name
        self.alternatives = alternatives
        self.probabilities = probabilities ?? alternatives.map { _ in 1 / Double(alternatives.count) }
    }
}

/// How much of an output's variance is due to each choice.
///
/// Over all combinations of independent discrete choices the decomposition of variance is exact; nothing is sampled. Sources:
/// A. Saltelli et al., Global Sensitivity Analysis: The Primer, 2008, chapter 4: first order V(E(Y | choice)) / V(Y), total order
/// E(V(Y | all other choices)) / V(Y); M. Saisana, A. Saltelli, S. Tarantola, "Uncertainty and sensitivity analysis techniques as tools
/// for the quality assessment of composite indicators", Journal of the Royal Statistical Society A 168, 2005: of ranks.
package struct ChoiceSensitivity: Sendable {
    package struct Indices: Sendable, Equatable {
        /// By choice, the part of the variance that the choice explains alone.
        package let first: [Double]
        /// By choice, the part that it explains alone and together with others.
        package let total: [Double]
    }

    package let choices: [UncertainChoice]
    /// By output, such as a school's rank; nil where no choice makes a difference.
    package let indices: [Indices?]
    /// By output.
    package let variances: [Double]
    /// Of all outputs: the sums of their parts over the sum of their variances; nil where no choice makes a difference.
    package let overall: Indices?

    /// - Parameter outputs: `outputs[combination]` has one number for each output; combinations go through the last choice's
    ///   alternatives first.
    /// - Complexity: O(combinations · outputs · choices).
    package init(_ choices: [UncertainChoice], outputs: [[Double]]) {
        let design = ChoiceDesign(choices)
        precondition(outputs.count == design.probabilities.count, "one row of outputs for each combination")
        let parts = (outputs.first ?? []).indices.map { output in design.parts(outputs.map { $0[output] }) }
        self.choices = choices
        variances = parts.map(\.variance)
        indices = parts.map(\.indices)
        overall = VarianceParts.sum(parts, choices: choices.count).indices
    }

    /// The alternatives of every combination, in the order of the outputs.
    package static func combinations(_ choices: [UncertainChoice]) -> [[Int]] {
        choices.reduce([[]]) { rows, choice in rows.flatMap { row in choice.alternatives.indices.map { row + [$0] } } }
    }
}

/// An output's variance, and what of it is explained by each choice alone, and by each with others.
private struct VarianceParts {
    var variance: Double
    var first: [Double]
    var total: [Double]

    var indices: ChoiceSensitivity.Indices? {
        variance > 0 ? .init(first: first.map { $0 / variance }, total: total.map { $0 / variance }) : nil
    }

    static func sum(_ parts: [VarianceParts], choices: Int) -> VarianceParts {
        let none = VarianceParts(variance: 0, first: .init(repeating: 0, count: choices), total: .init(repeating: 0, count: choices))
        return parts.reduce(none) { sum, part in
            VarianceParts(
                variance: sum.variance + part.variance, first: zip(sum.first, part.first).map { $0 + $1 },
                total: zip(sum.total, part.total).map { $0 + $1 })
        }
    }
}

/// All combinations of some choices, and which of them are alike.
private struct ChoiceDesign {
    let probabilities: [Double]
    /// By choice, combinations with the same alternative of it, and those with the same alternatives of all others.
    private let alike: [(alone: Likeness, others: Likeness)]

    /// Combinations that count as one.
    private struct Likeness {
        let numbers: [Int]
        let probabilities: [Double]
    }

    init(_ choices: [UncertainChoice]) {
        let rows = ChoiceSensitivity.combinations(choices)
        let probabilities = rows.map { row in zip(choices, row).reduce(1.0) { $0 * $1.0.probabilities[$1.1] } }
        func likeness(by chosen: [Int]) -> Likeness {
            let (keys, numbers) = numbered(rows.map { row in chosen.map { row[$0] } })
            var sums = [Double](repeating: 0, count: keys.count)
            for (row, number) in numbers.enumerated() { sums[number] += probabilities[row] }
            return Likeness(numbers: numbers, probabilities: sums)
        }
        self.probabilities = probabilities
        alike = choices.indices.map { choice in (likeness(by: [choice]), likeness(by: choices.indices.filter { $0 != choice })) }
    }

    func parts(_ output: [Double]) -> VarianceParts {
        if !output.contains(where: { $0 != output[0] }) { return .sum([], choices: alike.count) }
        let center = zip(output, probabilities).reduce(0) { $0 + $1.0 * $1.1 }
        // From the middle, so that squares of large numbers do not swallow small differences.
        let centered = output.map { $0 - center }
        let variance = zip(centered, probabilities).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
        return VarianceParts(
            variance: variance, first: alike.map { between($0.alone, centered) },
            total: alike.map { variance - between($0.others, centered) })
    }

    /// The variance between combinations that are not alike, of an output with the mean 0.
    private func between(_ likeness: Likeness, _ output: [Double]) -> Double {
        var sums = [Double](repeating: 0, count: likeness.probabilities.count)
        for (row, number) in likeness.numbers.enumerated() { sums[number] += output[row] * probabilities[row] }
        return zip(sums, likeness.probabilities).reduce(0) { $0 + $1.0 * $1.0 / $1.1 }
    }
}
