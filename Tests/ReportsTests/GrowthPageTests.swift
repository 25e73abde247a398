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
        for name in ["script", "link", "img", "iframe", "object", "embed", "base", "form"] {
            #expect(page.all(name).isEmpty, "\(name)")
        }
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

    @Test func `Text on the colours of cells, and lines on the page, have the contrast of WCAG AA`() throws {
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
        for line in ["--bar: ", "--soft: ", "--above: ", "--below: ", "path.unsure { stroke: "] {
            #expect(1.05 / (luminance(try colour(after: line)) + 0.05) >= 3, "\(line)")
        }
    }

    // MARK: Sections

    @Test func `What is empty is left out`() {
        let full = page(Self.sample)
        let sections = ["overview", "fit", "extremes", "cohorts", "regressions", "residuals", "effects", "comparisons", "rules"]
        #expect(full.all("section").compactMap { $0.attributes["id"] } == sections)
        let links = "Overview Goodness of fit Ceiling and floor Cohorts Regressions Residuals Effects Comparisons Rules"
        #expect(full.all("nav")[0].text.words == links)
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
                        terms: [.init(name: name, coefficient: 1, standardError: 1, mean: 1)], averageCount: 0,
                        studentDeviation: 1, schoolDeviation: 1))
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
