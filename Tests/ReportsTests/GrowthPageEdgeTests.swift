import Model
import Reports
import Testing
import TestSupport

/// Content of the page of growth diagnostics that is hard to draw.
@Suite struct GrowthPageEdgeTests {
    private func page(_ fill: (inout GrowthPageContent) -> Void) -> HTMLPage {
        var content = GrowthPageContent(title: "Index", year: "2016-17", rules: [])
        fill(&content)
        return HTMLPage(String(decoding: GrowthPage().html(content), as: UTF8.self))
    }

    private static let school = School(id: "01", districtID: "0", name: "Only", districtName: "D", level: "high")
    private static let grade = GrowthGrade(subject: "math", grade: "8")

    private static func effect(_ growth: Double, half: Double) -> GrowthEffect {
        GrowthEffect(
            of: grade, school: school, studentCount: 1, meanScore: 0, predicted: 0, expected: 0, estimate: growth,
            standardError: 0, weight: 1, growth: growth, uncertainty: 0, interval: growth - half...growth + half)
    }

    @Test(arguments: [0, -0.0, 0.3, 1e-12, -7.5, 1e9]) func `One school, or all equal, can be drawn`(value: Double) {
        let page = page { content in
            content.effects = [Self.effect(value, half: 0), Self.effect(value, half: 0)]
            content.comparisons = [
                SchoolComparison(
                    title: "One", xTitle: "x", yTitle: "y", points: [.init(school: Self.school, x: value, y: value)])
            ]
            content.regressions = [
                GrowthRegression(
                    of: Self.grade, studentCount: 1, leftOutCount: 0, schoolCount: 1,
                    fit: .init(
                        terms: [.init(name: "t", coefficient: value, standardError: 0, mean: value)], averageCount: 0,
                        studentDeviation: 0, schoolDeviation: 0))
            ]
        }
        #expect(page.faults == [] && page.all("svg").count == 4)
        for circle in page.all("circle") {
            let at = ["cx", "cy"].map { Double(circle.attributes[$0]!)! }
            #expect((0...340).contains(at[0]) && (0...232).contains(at[1]))
        }
        let row = page.rows(ofTable: "figures").first { $0[0] == "One" }
        #expect(row == ["One", "1", "–", "–"])
    }

    @Test func `What has no fit, no students or no number is said, not drawn`() {
        let nothing = Double.nan
        let page = page { content in
            content.regressions = [GrowthRegression(of: Self.grade, studentCount: 7, leftOutCount: 3, schoolCount: 1, fit: nil)]
            content.percentileCohorts = [PercentileCohort(of: Self.grade, priorScores: 1, studentCount: 9, fit: nil)]
            content.percentileFit = [
                PercentileFit(
                    of: Self.grade, tenth: 1, lowestPrior: nothing, highestPrior: .infinity,
                    counts: .init(repeating: 0, count: 10))
            ]
            content.residuals = [
                GrowthResiduals(of: Self.grade, start: -4, width: 0.25, counts: [0, 0]),
                GrowthResiduals(of: Self.grade, start: nothing, width: 0, counts: []),
            ]
            content.comparisons = [
                SchoolComparison(
                    title: "None", xTitle: "x", yTitle: "y", points: [.init(school: Self.school, x: nothing, y: 1)]),
                SchoolComparison(title: "Empty", xTitle: "x", yTitle: "y", points: []),
            ]
        }
        #expect(page.faults == [])
        #expect(page.all("svg").count == 1)
        let rows = page.rows(ofTable: "figures")
        for row in [
            ["8", "7", "3", "1", "no fit", "–", "–"], ["8", "1", "9", "○ too small, no fit", "–", "–", "–"],
            ["None", "0", "–", "–"], ["Only", "01", "–", "1.000"],
        ] { #expect(rows.contains(row), "\(row)") }
        #expect(!page.elements.contains { $0.text.contains("nan") && $0.name == "td" })
    }
}
