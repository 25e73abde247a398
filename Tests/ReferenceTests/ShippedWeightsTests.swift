import Aggregation
import Model
import Pipeline
import TestSupport
import Testing

/// The shipped pipeline's weights are those of section 5, for every year, level and pattern of what is missing.
@Suite struct ShippedWeightsTests {
    private func rule(_ year: String) throws -> IndexRule {
        let file = PipelineFile(path: "core-sqii.yml", text: try RepositoryFile.text("pipelines/core-sqii.yml"))
        return try #require(try file.pipeline().index("sqii")?.rule(year: year))
    }

    private func fractions(_ weights: [String: Rational]) -> [String: Fraction] {
        weights.mapValues { Fraction($0.numerator, $0.denominator) }
    }

    @Test(arguments: ["2014-15", "2015-16", "2016-17", "2017-18"], Enrollment.levels)
    func `Weights sum to 100 for every pattern of missing metrics, or a domain is empty`(year: String, level: String) throws {
        let rule = try rule(year), expected = Weights.weights(level, year: year)
        let nominal = try rule.nominalWeights(levelShares: [(level, .one)])
        #expect(fractions(nominal) == expected)
        #expect(Fraction.sum(Array(expected.values)) == Fraction(100))
        let metrics = expected.keys.sorted()
        for pattern in 0..<1 << metrics.count {
            let present = Set(metrics.indices.filter { pattern >> $0 & 1 == 1 }.map { metrics[$0] })
            let academic = Weights.moved(expected, within: Weights.academic, present: present)
            let climate = Weights.moved(expected, within: Weights.climate, present: present)
            let found = try? rule.effectiveWeights(nominal: nominal, hasResult: present.contains)
            guard let academic, let climate else {
                #expect(found == nil, "\(present)")
                continue
            }
            let moved = academic.merging(climate) { first, _ in first }
            #expect(found.map(fractions) == moved, "\(present)")
            #expect(Fraction.sum(Array(moved.values)) == Fraction(100))
        }
    }
}
