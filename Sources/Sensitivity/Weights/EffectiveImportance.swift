internal import Aggregation
package import Model

/// What a metric's weight comes to among some schools, next to what it is declared as.
package struct MetricImportance: Sendable {
    package let metric: String
    /// How many of the schools with a score have a result on the metric.
    package let resultCount: Int
    /// The mean of the schools' weights before anything is missing, in points.
    package let nominalWeight: Double
    /// The mean of the weights that the metric has at the schools, what moved there from missing metrics included, in points.
    package let meanWeight: Double
    /// The part of the scores' variance that comes from the schools' results on the metric; nil where scores have no spread.
    package let varianceShare: Double?
    /// The squared correlation of results with scores, among the schools that have a result; nil without spread.
    package let mainEffect: Double?
}

/// What decides the order of some schools' scores: nominal weights are not it where results are spread or correlated unequally.
///
/// Sources: P. Paruolo, M. Saisana, A. Saltelli, "Ratings and rankings: voodoo or science?", Journal of the Royal Statistical Society
/// A 176, 2013, section 2: the main effect, here under linearity; W. Becker, M. Saisana, P. Paruolo, I. Vandecasteele, "Weights and
/// importance in composite indicators", Ecological Indicators 80, 2017.
package struct EffectiveImportance: Sendable {
    /// How many schools have a score.
    package let schoolCount: Int
    package let metrics: [MetricImportance]
    /// The part of the variance that comes from which results are missing, and from weights that differ between school levels.
    ///
    /// The metrics' parts and this one add up to 1.
    package let weightingShare: Double?
}

extension ScoreMatrix {
    /// The importance of every metric among some schools.
    ///
    /// With a school's effective weights w and earned shares s, and a metric's mean share m among the schools that have a result,
    /// score = Σ w (s - m) + Σ w m. A metric's part of the variance is the covariance of w (s - m), which is 0 for a missing
    /// result, with the score, over the variance of the score; the last sum differs by weights alone.
    ///
    /// - Complexity: O(schools · metrics).
    package func importance(under weights: [String: [String: Rational]], among schools: [Int]) -> EffectiveImportance {
        let known = kinds.map { effectiveWeights(of: $0, under: weights) }
        let scored = schools.filter { known[kindOf[$0]] != nil }
        let rows = scored.map { school in row(school, known[kindOf[school]]!) }
        let means = metrics.indices.map { metric in mean(rows.compactMap { $0.shares[metric] }) }
        let scores = rows.map(\.score), center = mean(scores)
        let variance = scores.reduce(0) { $0 + ($1 - center) * ($1 - center) }
        func part(_ values: [Double]) -> Double? {
            if !isSpread(scores) { return nil }
            return zip(values, scores).reduce(0) { $0 + $1.0 * ($1.1 - center) } / variance
        }
        let lines = metrics.indices.map { metric in
            let present = rows.filter { $0.shares[metric] != nil }
            let effect = Correlation.pearson(present.map { $0.shares[metric]! }, present.map(\.score))
            return MetricImportance(
                metric: metrics[metric], resultCount: present.count, nominalWeight: mean(rows.map { $0.nominal[metric] }),
                meanWeight: mean(rows.map { $0.weights[metric] }),
                varianceShare: part(rows.map { row in row.shares[metric].map { row.weights[metric] * ($0 - means[metric]) } ?? 0 }),
                mainEffect: effect.map { $0 * $0 })
        }
        return EffectiveImportance(
            schoolCount: scored.count, metrics: lines,
            weightingShare: part(rows.map { row in zip(row.weights, means).reduce(0) { $0 + $1.0 * $1.1 } }))
    }

    /// A kind's weights before anything is missing and after; nil where its schools have no score.
    func effectiveWeights(
        of kind: ScoringKind, under weights: [String: [String: Rational]]
    ) -> (nominal: [Rational], effective: [Rational])? {
        let rule = rule.weighted(by: weights)
        let places = Dictionary(metrics.enumerated().map { ($1, $0) }) { first, _ in first }
        guard let nominal = try? rule.nominalWeights(levelShares: kind.levelShares.map { ($0.level, $0.share) }),
            let effective = try? rule.effectiveWeights(nominal: nominal, hasResult: { kind.hasResult[places[$0]!] })
        else { return nil }
        return (metrics.map { nominal[$0] ?? .zero }, metrics.map { effective[$0] ?? .zero })
    }

    /// A school's weights, earned shares and score in binary fractions.
    private struct Row {
        let nominal: [Double]
        let weights: [Double]
        /// Nil for a metric without weight or result.
        let shares: [Double?]
        let score: Double
    }

    private func row(_ school: Int, _ known: (nominal: [Rational], effective: [Rational])) -> Row {
        let shares = metrics.indices.map { metric in
            known.effective[metric] > .zero ? earnedShare(school: school, metric: metric) : nil
        }
        let score = metrics.indices.reduce(Rational.zero) { $0 + known.effective[$1] * (shares[$1] ?? .zero) }
        return Row(
            nominal: known.nominal.map(\.approximation), weights: known.effective.map(\.approximation),
            shares: shares.map { $0?.approximation }, score: score.approximation)
    }

    private func isSpread(_ scores: [Double]) -> Bool { scores.contains { $0 != scores[0] } }

    private func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }
}
