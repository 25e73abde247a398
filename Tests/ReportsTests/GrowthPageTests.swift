import Foundation
import Model
import Testing
import TestSupport

@testable import Reports

/// The page of growth diagnostics: what it says, that it needs nothing from elsewhere, and that nothing in a name can break it.
@Suite struct GrowthPageTests {
    private static let sample = GrowthSample.content()

    private func page(_ content: GrowthPageContent) -> HTMLPage {
        HTMLPage(String(decoding: GrowthPage().html(content), as: UTF8.self))
    }

    private func content(_ fill: (inout GrowthPageContent) -> Void) -> GrowthPageContent {
        var content = GrowthPageContent(title: "Index", year: "2016-17", rules: [])
        fill(&content)
        return content
    }

    // MARK: The page as such

    @Test func `The page is well-formed, its headings in order`() {
        let page = page(Self.sample)
        #expect(page.faults == [])
        let ids = page.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        #expect(page.all("html").first?.attributes["lang"] == "en")
        #expect(page.all("title").first?.text == "Growth diagnostics: School Quality Improvement Index 2016-17")
        let levels = page.elements.filter { $0.name.count == 2 && $0.name.hasPrefix("h") }.compactMap { Int($0.name.dropFirst()) }
        #expect(levels.first == 1 && levels.filter { $0 == 1 }.count == 1)
        #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
    }

    @Test func `The page needs nothing from elsewhere and runs nothing`() {
        let page = page(Self.sample), text = String(decoding: GrowthPage().html(Self.sample), as: UTF8.self)
        for name in ["script", "link", "img", "iframe", "object", "embed", "base", "form"] { #expect(page.all(name).isEmpty, "\(name)") }
        for element in page.elements {
            #expect(!element.attributes.keys.contains { $0.lowercased().hasPrefix("on") || $0 == "style" || $0 == "src" })
            guard let target = element.attributes["href"] else { continue }
            #expect(target.hasPrefix("#") && page.element(id: String(target.dropFirst())) != nil, "\(target)")
        }
        for word in ["http:", "https:", "//", "@import", "url(", "nan", "inf\"", "-0.0", "\u{2212}0.0<"] {
            #expect(!text.contains(word), "\(word)")
        }
    }

    @Test func `Every picture has a title and a description, every table a caption and headers with a scope`() {
        let page = page(Self.sample)
        let pictures = page.all("svg")
        #expect(pictures.count == 4 * (1 + 2 + 1 + 2) + 2)
        for picture in pictures {
            #expect(picture.attributes["role"] == "img")
            let words = picture.attributes["aria-labelledby"]!.split(separator: " ").map { page.element(id: String($0)) }
            #expect(words.map { $0?.name } == ["title", "desc"])
            #expect(words.allSatisfy { $0?.text.isEmpty == false })
        }
        #expect(page.all("table").count == page.all("caption").count)
        #expect(page.all("th").allSatisfy { ["col", "row"].contains($0.attributes["scope"]) })
    }

    @Test func `Equal content is equal bytes`() {
        #expect(GrowthPage().html(GrowthSample.content()) == GrowthPage().html(GrowthSample.content()))
    }

    @Test func `Text on every colour of a cell has the contrast of WCAG AA`() throws {
        let style = page(Self.sample).all("style")[0].text
        func colour(after start: String) throws -> Int {
            let rest = try #require(style.range(of: start + "#")).upperBound
            return try #require(Int(style[rest...].prefix(6), radix: 16))
        }
        func luminance(_ colour: Int) -> Double {
            let parts = [16, 8, 0].map { shift -> Double in
                let part = Double(colour >> shift & 255) / 255
                return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        let ink = luminance(try colour(after: "--ink: "))
        for cell in ["b3", "b2", "b1", "f0", "o1", "o2", "o3"] {
            #expect((luminance(try colour(after: ".\(cell) { fill: ")) + 0.05) / (ink + 0.05) >= 4.5, "\(cell)")
        }
    }

    // MARK: Sections

    @Test func `What is empty is left out`() {
        let full = page(Self.sample)
        let sections = ["overview", "fit", "extremes", "cohorts", "regressions", "residuals", "effects", "comparisons", "rules"]
        #expect(full.all("section").compactMap { $0.attributes["id"] } == sections)
        #expect(full.all("nav")[0].text.words == "Overview Goodness of fit Ceiling and floor Cohorts Regressions Residuals Effects "
            + "Comparisons Rules")
        let empty = page(content { _ in })
        #expect(empty.faults == [] && empty.all("section").isEmpty && empty.all("table").isEmpty)
        let some = page(content { $0.residuals = Self.sample.residuals })
        #expect(some.all("section").compactMap { $0.attributes["id"] } == ["residuals"])
    }

    @Test func `Subjects are headings in the order they come, grades side by side below them`() {
        let page = page(content { $0.percentileFit = Self.sample.percentileFit })
        #expect(page.all("h3").map(\.text) == ["ELA", "Math"])
        #expect(page.all("h4").map(\.text) == ["Grade 4", "Grade 5", "Grade 4", "Grade 5"])
    }

    @Test func `Rules stand with their sentence, source and basis`() {
        let text = page(Self.sample).element(id: "rules")!.text.words
        for rule in Self.sample.rules {
            for words in [rule.sentence, "Source: \(rule.source)", rule.basis.rawValue] { #expect(text.contains(words)) }
        }
    }

    // MARK: Content that is hard to draw

    private static let school = School(id: "01", districtID: "0", name: "Only", districtName: "D", level: "high")
    private static let grade = GrowthGrade(subject: "math", grade: "8")

    private static func effect(_ growth: Double, half: Double) -> GrowthEffect {
        GrowthEffect(
            of: grade, school: school, studentCount: 1, meanScore: 0, predicted: 0, expected: 0, estimate: growth, standardError: 0,
            weight: 1, growth: growth, uncertainty: 0, interval: growth - half...growth + half)
    }

    @Test(arguments: [0, -0.0, 0.3, 1e-12, -7.5, 1e9]) func `One school, or all equal, can be drawn`(value: Double) {
        let page = page(content { content in
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
        })
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
        let page = page(content { content in
            content.regressions = [GrowthRegression(of: Self.grade, studentCount: 7, leftOutCount: 3, schoolCount: 1, fit: nil)]
            content.percentileCohorts = [PercentileCohort(of: Self.grade, priorScores: 1, studentCount: 9, fit: nil)]
            content.percentileFit = [
                PercentileFit(of: Self.grade, tenth: 1, lowestPrior: nothing, highestPrior: .infinity, counts: .init(repeating: 0, count: 10))
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
        })
        #expect(page.faults == [])
        #expect(page.all("svg").count == 1)
        let rows = page.rows(ofTable: "figures")
        for row in [
            ["8", "7", "3", "1", "no fit", "–", "–"], ["8", "1", "9", "–", "–", "–", "○ too small, no fit"],
            ["None", "0", "–", "–"], ["Only", "01", "–", "1.000"],
        ] { #expect(rows.contains(row), "\(row)") }
        #expect(!page.elements.contains { $0.text.contains("nan") && $0.name == "td" })
    }

    // MARK: Hostile names

    @Test(arguments: SchoolReportsTests.hostileNames) func `A name is nothing but text`(name: String) {
        func named(_ name: String) -> GrowthPageContent {
            var content = GrowthPageContent(
                title: name, year: name, rules: [.init(subject: name, part: name, basis: .stated, sentence: name, source: name)])
            let grade = GrowthGrade(subject: "s" + name, grade: name)
            let school = School(id: name, districtID: name, name: name, districtName: name, level: name)
            content.regressions = [
                GrowthRegression(
                    of: grade, studentCount: 1, leftOutCount: 0, schoolCount: 1,
                    fit: .init(
                        terms: [.init(name: name, coefficient: 1, standardError: 1, mean: 1)], averageCount: 0, studentDeviation: 1,
                        schoolDeviation: 1))
            ]
            content.comparisons = [
                SchoolComparison(title: name, xTitle: name, yTitle: name, points: [.init(school: school, x: 1, y: 2)])
            ]
            return content
        }
        let hostile = page(named(name)), plain = page(named("plain"))
        #expect(hostile.faults == [])
        #expect(hostile.elements.map(\.name).filter { $0 != "span" } == plain.elements.map(\.name).filter { $0 != "span" })
        #expect(hostile.all("h4").map(\.text) == ["Grade \(name)"])
        #expect(hostile.all("svg").map { $0.attributes.keys.sorted() } == plain.all("svg").map { $0.attributes.keys.sorted() })
    }
}
