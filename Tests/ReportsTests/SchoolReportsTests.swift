import Foundation
import Model
import Testing
import TestSupport

@testable import Reports

/// A school's document and page: what they say, and that nothing in a name can break them.
@Suite struct SchoolReportsTests {
    static let schools = Array(SchoolSample.schools.indices)

    private func document(_ school: Int, of reports: SchoolReports = SchoolSample.reports) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(reports.json(school: school))) as! [String: Any]
    }

    private func page(_ school: Int, of reports: SchoolReports = SchoolSample.reports) -> HTMLPage {
        HTMLPage(String(decoding: reports.html(school: school), as: UTF8.self))
    }

    // MARK: The page

    @Test(arguments: schools) func thePageIsWellFormed(school: Int) {
        let page = page(school)
        #expect(page.faults == [])
        let ids = page.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        #expect(page.all("html").first?.attributes["lang"] == "en")
        #expect(page.all("h1").map(\.text) == [SchoolSample.schools[school].name])
        #expect(page.all("title").first?.text == "\(SchoolSample.schools[school].name): School Quality Improvement Index 2014-15")
    }

    @Test(arguments: schools) func thePageNeedsNothingFromElsewhere(school: Int) {
        let page = page(school)
        let text = String(decoding: SchoolSample.reports.html(school: school), as: UTF8.self)
        for name in ["script", "link", "img", "iframe", "object", "embed", "base", "form"] { #expect(page.all(name).isEmpty, "\(name)") }
        for element in page.elements {
            #expect(!element.attributes.keys.contains { $0.lowercased().hasPrefix("on") })
            for name in ["href", "src", "action", "style", "srcset"] {
                guard let value = element.attributes[name] else { continue }
                #expect(value.hasPrefix("#") && page.element(id: String(value.dropFirst())) != nil, "\(name)=\(value)")
            }
        }
        for word in ["http:", "https:", "//", "@import", "url("] { #expect(!text.contains(word), "\(word)") }
    }

    @Test(arguments: schools) func everyTableHasACaptionAndHeadersWithAScope(school: Int) {
        let page = page(school)
        #expect(page.all("table").count == page.all("caption").count)
        #expect(page.all("th").allSatisfy { ["col", "row", "rowgroup"].contains($0.attributes["scope"]) })
        #expect(page.all("svg").allSatisfy { $0.attributes["aria-hidden"] == "true" })
    }

    // MARK: Printed parts

    /// Points in hundredths, from a cell such as `2.75 of 10.00`.
    private func points(_ cell: String) -> (earned: Int, maximum: Int)? {
        let parts = cell.components(separatedBy: " of ").map { $0.replacing(".", with: "") }.compactMap { Int($0) }
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }

    @Test(arguments: schools) func thePrintedPartsAddUpOnThePage(school: Int) throws {
        var domain: (earned: Int, maximum: Int)?, score = (earned: 0, maximum: 0), metrics = (earned: 0, maximum: 0), domains = 0
        for row in page(school).rows(ofTable: "summary").dropFirst() {
            let isDomain = SchoolSample.words.domains.contains { $0.title == row[0] }
            if isDomain || row[0] == "Score" || row[0] == "Also reported, not part of the index" {
                if let domain { #expect(domain == metrics) }
                (domain, metrics) = (nil, (0, 0))
            }
            guard let points = points(row.last!) else { continue }
            if row[0] == "Score" {
                #expect(points == score)
                #expect(points.maximum == 100_00)
            } else if isDomain {
                (domain, domains) = (points, domains + 1)
                score = (score.earned + points.earned, score.maximum + points.maximum)
            } else {
                metrics = (metrics.earned + points.earned, metrics.maximum + points.maximum)
            }
        }
        #expect(domains == (school == SchoolSample.withoutScore ? 0 : 2))
    }

    @Test(arguments: schools) func thePrintedPartsAddUpInEveryMetric(school: Int) throws {
        let text = String(decoding: SchoolSample.reports.html(school: school), as: UTF8.self)
        var tables = 0
        for card in text.components(separatedBy: "<article ").dropFirst() {
            let part = "<article " + card.prefix(upTo: card.range(of: "</article>")!.lowerBound) + "</article>"
            let cells = HTMLPage(part.replacing("<table>", with: "<table class=\"card\">")).rows(ofTable: "card")
            guard let total = cells.last?.last.flatMap(points) else { continue }
            let parts = cells.dropFirst().dropLast().compactMap { points($0.last!) }
            #expect(parts.reduce(0) { $0 + $1.earned } == total.earned)
            #expect(parts.reduce(0) { $0 + $1.maximum } == total.maximum)
            tables += 1
        }
        #expect(tables >= (school == SchoolSample.withoutScore ? 0 : 4))
    }

    // MARK: What is there and what is not

    @Test(arguments: schools) func everyMetricIsShownWithItsResultOrTheReason(school: Int) throws {
        let document = try document(school), page = page(school)
        let domains = document["domains"] as! [[String: Any]]
        let shown = domains.flatMap { $0["metrics"] as! [[String: Any]] } + (document["other_metrics"] as! [[String: Any]])
        let notApplicable = domains.flatMap { $0["not_applicable"] as! [String] }
        let results = SchoolSample.results.measures
        for (place, words) in results.metrics.enumerated() {
            let measure = results[school: school, metric: place, group: 0]
            guard let metric = shown.first(where: { $0["metric"] as? String == words.key }) else {
                #expect(measure == nil && (notApplicable.contains(words.title) || words.key == "graduation_5yr"))
                continue
            }
            let card = page.element(id: "metric-\(words.key)")
            let value = measure?.value?.text(decimals: words.decimals)
            #expect((metric["value"] as? NSNumber)?.doubleValue == value.flatMap(Double.init))
            if let value {
                #expect(card?.text.contains(value) == true)
                #expect(metric["reason"] is NSNull)
            } else {
                let reason = ["u": "fewer than 20 students", "x": "not available", "z": "does not apply"][measure?.absence?.rawValue ?? "z"]
                #expect(metric["reason"] as? String == reason)
                #expect(card?.text.contains("No result: \(reason!).") == true)
            }
        }
    }

    @Test func aSchoolWithoutAScoreSaysWhy() throws {
        let document = try document(SchoolSample.withoutScore)["score"] as! [String: Any]
        let reason = "no result for any metric of the Social-emotional and culture-climate domain"
        #expect(document["points"] is NSNull && document["reason"] as? String == reason)
        let summary = page(SchoolSample.withoutScore).element(id: "summary")!.text
        #expect(summary.contains("No score") && summary.contains("Why: \(reason)."))
        #expect(!summary.contains("Rank in the consortium"))
    }

    @Test(arguments: schools) func documentAndPageSayTheSame(school: Int) throws {
        let document = try document(school), page = page(school).element(id: "report")!.text.words
        let score = document["score"] as! [String: Any]
        if let points = score["points"] as? NSNumber { #expect(page.contains(String(format: "%.2f of 100.00 points", points.doubleValue))) }
        let printed = self.page(school).rows(ofTable: "population").dropFirst().map { Array($0.prefix(2)) }
        #expect(printed == (document["population"] as! [[String: Any]]).map { line in
            let count = line["n"] as! Int
            return [line["title"] as! String, count < 1_000 ? "\(count)" : "\(count / 1_000),\(String(format: "%03d", count % 1_000))"]
        })
        for rule in document["rules"] as! [[String: Any]] { #expect(page.contains((rule["rule"] as! String).words)) }
    }

    @Test func equalContentIsEqualBytes() {
        for school in Self.schools {
            #expect(SchoolSample.reports.html(school: school) == SchoolSample.reports.html(school: school))
            #expect(SchoolSample.reports.json(school: school) == SchoolSample.reports.json(school: school))
        }
    }

    // MARK: Hostile names

    static let hostileNames = [
        "<script>alert(1)</script>", "</title><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x",
        "&lt;b&gt; &amp; &#39;", "../../etc/passwd", "{{.style}} {{{.shapes}}} {{#x}}", "-->", "]]>", "\\\"\\u0022\\",
        "بيت الحكمة", "\u{202E}loohcS dab", "\u{2066}x\u{0000}y", "tab\tand\nline\r\nend", "🏫 \u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", "",
        "\u{2028}\u{2029}\u{FEFF}", "=HYPERLINK(\"x\")",
    ]

    @Test(arguments: hostileNames) func aNameIsNothingButText(name: String) throws {
        let school = SchoolSample.perfect
        let reports = SchoolSample.reports(naming: name, district: name)
        let page = page(school, of: reports), plain = self.page(school)
        #expect(page.faults == [])
        #expect(page.elements.map(\.name) == plain.elements.map(\.name))
        #expect(page.elements.map { $0.attributes.keys.sorted() } == plain.elements.map { $0.attributes.keys.sorted() })
        #expect(page.all("h1").map(\.text) == [name])
        #expect(page.all("bdi").map(\.text) == [name, name])
        #expect(page.all("title").map(\.text) == ["\(name): School Quality Improvement Index 2014-15"])
        let document = try document(school, of: reports)["school"] as! [String: Any]
        #expect(document["name"] as? String == name && document["district_name"] as? String == name)
    }

    @Test(arguments: hostileNames) func wordsOfThePipelineFileAreNothingButText(words: String) throws {
        let school = SchoolSample.high
        let reports = SchoolSample.reports(saying: words)
        let page = page(school, of: reports), plain = self.page(school, of: SchoolSample.reports(saying: "plain"))
        #expect(page.faults == [])
        #expect(page.elements.map(\.name) == plain.elements.map(\.name))
        let document = try document(school, of: reports)
        #expect((document["domains"] as! [[String: Any]]).map { $0["title"] as? String } == [words, words])
    }
}
