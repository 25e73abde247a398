import Foundation
import Model
import Testing
import TestSupport

@testable import Reports

/// Every number of the content stands in a table of the page.
@Suite struct GrowthPageTableTests {
    private static let content = GrowthSample.content()
    private static let rows = Set(
        HTMLPage(String(decoding: GrowthPage().html(content), as: UTF8.self)).rows(ofTable: "figures"))

    private func printed(_ value: Double, _ decimals: Int) -> String {
        let text = String(format: "%.\(decimals)f", value).replacing("-", with: "\u{2212}")
        return Double(text.replacing("\u{2212}", with: "")) == 0 ? text.replacing("\u{2212}", with: "") : text
    }

    private func printed(_ count: Int) -> String {
        count < 1_000 ? "\(count)" : "\(count / 1_000),\(String(format: "%03d", count % 1_000))"
    }

    @Test func `Of goodness of fit, every count and its percent`() {
        #expect(Self.content.percentileFit.count == 40)
        for row in Self.content.percentileFit {
            let total = row.counts.reduce(0, +)
            let cells = row.counts.map { "\(printed($0)) (\(printed(100 * Double($0) / Double(total), 1))%)" }
            let prior = "\(Int(row.lowestPrior))–\(Int(row.highestPrior))"
            #expect(Self.rows.contains(["\(row.tenth)", prior, printed(total)] + cells))
        }
    }

    @Test func `Of ceiling and floor, every end`() {
        for extreme in Self.content.percentileExtremes {
            #expect(Self.rows.contains([
                extreme.of.grade, extreme.end.rawValue, "\(Int(extreme.score))", printed(extreme.studentCount),
                "\(extreme.lowest)", printed(extreme.median, 1), "\(extreme.highest)",
            ]))
        }
    }

    @Test func `Of cohorts, every fit, and in words and shape which is not certified`() {
        for cohort in Self.content.percentileCohorts {
            let start = [cohort.of.grade, "\(cohort.priorScores)", printed(cohort.studentCount)]
            guard let fit = cohort.fit else {
                #expect(Self.rows.contains(start + ["○ too small, no fit", "–", "–", "–"]))
                continue
            }
            let standing = fit.uncertifiedCount == 0 ? "● certified" : "▲ \(fit.uncertifiedCount) not certified"
            let counts = [fit.uncertifiedCount, fit.slowCount, fit.columnCount].map { "\($0)" }
            #expect(Self.rows.contains(start + [standing] + counts))
        }
    }

    @Test func `Of regressions, every term with its interval, and the deviations`() throws {
        for regression in Self.content.regressions {
            let fit = try #require(regression.fit)
            let counts = [regression.studentCount, regression.leftOutCount, regression.schoolCount, fit.averageCount].map(printed)
            let deviations = [printed(fit.studentDeviation, 2), printed(fit.schoolDeviation, 3)]
            #expect(Self.rows.contains([regression.of.grade] + counts + deviations))
            for term in fit.terms {
                let half = 1.96 * term.standardError
                let figures = [term.coefficient, term.standardError, term.coefficient - half, term.coefficient + half, term.mean]
                #expect(Self.rows.contains([term.name] + figures.map { printed($0, 4) }))
            }
        }
    }

    @Test func `Of residuals, every class with the share under the normal curve`() {
        for residuals in Self.content.residuals {
            let total = residuals.counts.reduce(0, +)
            for (place, count) in residuals.counts.enumerated() {
                let from = residuals.start + Double(place) * residuals.width
                let start = [printed(from, 2), printed(from + residuals.width, 2), printed(count)]
                let percent = printed(100 * Double(count) / Double(total), 2)
                #expect(Self.rows.contains { Array($0.prefix(4)) == start + [percent] })
            }
        }
        // Φ(0.25) − Φ(0) = 0.0987.
        #expect(Self.rows.contains { $0.count == 5 && $0[0] == "0.00" && $0[1] == "0.25" && $0[4] == "9.87" })
    }

    @Test func `Of effects, every school's steps, and how many intervals exclude 0`() {
        for effect in Self.content.effects {
            let points = [effect.meanScore, effect.predicted, effect.expected].map { printed($0, 2) }
            let deviations = [
                effect.estimate, effect.standardError, effect.weight, effect.growth, effect.uncertainty,
                effect.interval.lowerBound, effect.interval.upperBound,
            ].map { printed($0, 3) }
            #expect(Self.rows.contains(
                [effect.school.name, effect.school.id, printed(effect.studentCount)] + points + deviations))
        }
        for regression in Self.content.regressions {
            let own = Self.content.effects.filter { $0.of == regression.of }
            let above = own.filter { $0.interval.lowerBound > 0 }.count, below = own.filter { $0.interval.upperBound < 0 }.count
            let start = [regression.of.grade, "\(own.count)", "\(above + below)", "\(above)", "\(below)"]
            #expect(Self.rows.contains { Array($0.prefix(5)) == start && $0.count == 8 })
        }
    }

    @Test func `Of comparisons, every school and the correlations`() throws {
        for comparison in Self.content.comparisons {
            let (x, y) = (comparison.points.map(\.x), comparison.points.map(\.y))
            let correlations = [try #require(Correlation.pearson(x, y)), try #require(Correlation.spearman(x, y))]
            #expect(Self.rows.contains([comparison.title, "\(x.count)"] + correlations.map { printed($0, 3) }))
            for point in comparison.points {
                #expect(Self.rows.contains { row in
                    if row.count != 4 || row[1] != point.school.id { return false }
                    let figures = row.dropFirst(2).map { Double($0.replacing("\u{2212}", with: "-"))! }
                    return abs(figures[0] - point.x) <= 0.005 && abs(figures[1] - point.y) <= 0.005
                })
            }
        }
    }
}
