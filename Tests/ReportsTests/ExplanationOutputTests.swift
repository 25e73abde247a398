import Foundation
import Model
import Testing
import TestSupport

@testable import Reports

/// An explanation as text, as JSON, and on a school's page.
@Suite struct ExplanationOutputTests {
    private static let rule = Provenance(rule: "At or below 90%.", source: "Table 1", basis: [("met", .stated), ("counted", .assumed)])

    private static let level = Explanation(
        .level, "Level", value: "5", maximum: "10", "10.34% reaches 10.94%.", rule,
        children: [Explanation(.bounds, key: "elementary", "Cut points", "Level 2 from 20."), Explanation(.next, "To level 6", value: "1.01", "")])

    private static func metric(saying words: String = "15 of 145 students meet the rule, and these words go on to a second line.") -> Explanation {
        Explanation(
            .metric, key: "absence", "Absence", value: "4.17", maximum: "10.00", exact: Rational(25, over: 6), words, rule,
            children: [
                Explanation(.counted, "Students counted", value: "145", ""),
                Explanation(.result, key: "all", "Result", value: "10.34", unit: "%", exact: Rational(300, over: 29), "100 × 15 / 145.", children: [level]),
                Explanation(.result, key: "el", "Learners", value: "0.00", unit: "%", exact: .zero, "None.", children: [level]),
            ])
    }

    private static func score(saying words: String = "The sum.") -> Explanation {
        Explanation(
            .score, "Index", value: "4.17", maximum: "100.00", words,
            children: [
                Explanation(.weight, "Weights", words), Explanation(.domain, key: "climate", "Climate", words, children: [metric(saying: words)]),
                Explanation(.rank, "Rank", value: "1", maximum: "2", words),
            ])
    }

    private static func document(_ explanation: Explanation) -> ExplanationDocument {
        let school = School(id: "0001", districtID: "01", name: "Bay High", districtName: "Bay Unified", level: "high")
        return ExplanationDocument(
            title: "Index", year: "2016-17", school: school, metric: nil, group: nil, explanation: explanation)
    }

    // MARK: Text

    @Test func `A terminal sees a tree, each rule and all cut points once`() {
        #expect(ExplanationText(width: 60, isDrawn: true).text(Self.document(Self.metric())) == """
            Bay High (0001), Bay Unified, 2016-17
            Index
            Absence: 4.17 of 10.00, exactly 25/6
            │ 15 of 145 students meet the rule, and these words go on to
            │ a second line.
            │ Rule: At or below 90%. Source: Table 1 (met stated,
            │ counted assumed)
            ├─ Result: 10.34%, exactly 300/29
            │  │ 100 × 15 / 145.
            │  └─ Level: 5 of 10
            │     │ 10.34% reaches 10.94%.
            │     └─ Cut points – Level 2 from 20.
            └─ Learners: 0.00%
               │ None.
               └─ Level: 5 of 10 – 10.34% reaches 10.94%.

            """)
    }

    @Test func `A file sees the same lines without branches`() {
        #expect(ExplanationText(width: 100, isDrawn: false).text(Self.document(Self.score().overview)) == """
            Bay High (0001), Bay Unified, 2016-17
            Index: 4.17 of 100.00
              The sum.
              Weights – The sum.
              Climate
                The sum.
                Absence: 4.17 of 10.00, exactly 25/6 – The sum.
              Rank: 1 of 2 – The sum.

            """)
    }

    @Test func `No line is longer than the width, but for a single word`() {
        let words = "A sentence of quite a few words " + String(repeating: "x", count: 70)
        for width in [1, 24, 40, 60, 100] {
            for isDrawn in [true, false] {
                let text = ExplanationText(width: width, isDrawn: isDrawn).text(Self.document(Self.score(saying: words)))
                for line in text.split(separator: "\n") where !line.contains("xxx") { #expect(line.count <= max(width, 24 + 12), "\(width): \(line)") }
            }
        }
    }

    // MARK: JSON

    @Test func `JSON has every member of every node, in order`() throws {
        let text = String(decoding: ExplanationJSON.bytes(Self.document(Self.level)), as: UTF8.self)
        #expect(text == """
            {
              "format": 1,
              "index": "Index",
              "year": "2016-17",
              "school": {
                "id": "0001",
                "name": "Bay High",
                "district_id": "01",
                "district_name": "Bay Unified",
                "level": "high"
              },
              "metric": null,
              "group": null,
              "explanation": {
                "kind": "level",
                "key": null,
                "title": "Level",
                "value": 5,
                "unit": "",
                "maximum": 10,
                "exact": null,
                "sentence": "10.34% reaches 10.94%.",
                "rule": "At or below 90%.",
                "source": "Table 1",
                "basis": [
                  {"part": "met", "basis": "stated"},
                  {"part": "counted", "basis": "assumed"}
                ],
                "children": [
                  {
                    "kind": "bounds",
                    "key": "elementary",
                    "title": "Cut points",
                    "value": null,
                    "unit": "",
                    "maximum": null,
                    "exact": null,
                    "sentence": "Level 2 from 20.",
                    "rule": null,
                    "source": null,
                    "basis": [],
                    "children": []
                  },
                  {
                    "kind": "next",
                    "key": null,
                    "title": "To level 6",
                    "value": 1.01,
                    "unit": "",
                    "maximum": null,
                    "exact": null,
                    "sentence": "",
                    "rule": null,
                    "source": null,
                    "basis": [],
                    "children": []
                  }
                ]
              }
            }

            """)
    }

    @Test func `The schema knows every kind of node`() throws {
        let schema = try JSONSerialization.jsonObject(with: Data(ExplanationJSON.schema)) as! [String: Any]
        let node = (schema["$defs"] as! [String: Any])["node"] as! [String: Any]
        let kind = (node["properties"] as! [String: Any])["kind"] as! [String: Any]
        #expect(Set(kind["enum"] as! [String]) == Set(Explanation.Kind.allCases.map(\.rawValue)))
    }

    // MARK: The page

    private func reports(_ explanation: Explanation) -> SchoolReports {
        SchoolReports(
            results: SchoolSample.results, scores: SchoolSample.scores, population: SchoolSample.population, words: SchoolSample.words,
            explanation: { _ in explanation })
    }

    private func page(_ explanation: Explanation) -> HTMLPage {
        HTMLPage(String(decoding: reports(explanation).html(school: SchoolSample.high), as: UTF8.self))
    }

    @Test func `The page folds each metric, readable without a script`() throws {
        let page = page(Self.score())
        #expect(page.faults == [])
        #expect(page.all("script").isEmpty && page.all("details").count == 1)
        #expect(page.all("summary").map(\.text.words) == ["Absence: 4.17 of 10.00, exactly 25/6 The sum."])
        let section = try #require(page.element(id: "explanation")).text.words
        #expect(section.hasPrefix("How this score comes about The sum. Weights – The sum. Climate The sum. Absence"))
        #expect(section.hasSuffix("Result: 10.34%, exactly 300/29 – 100 × 15 / 145. Level: 5 of 10 – 10.34% reaches 10.94%. Cut points – Level 2 "
            + "from 20. Learners: 0.00% – None. Level: 5 of 10 – 10.34% reaches 10.94%."))
        #expect(page.all("nav").first?.text.contains("How the score comes about") == true)
    }

    @Test(arguments: SchoolReportsTests.hostileNames) func wordsOfAnExplanationAreNothingButText(words: String) {
        let page = page(Self.score(saying: words)), plain = self.page(Self.score(saying: words.isEmpty ? "" : "plain"))
        #expect(page.faults == [])
        #expect(page.elements.map(\.name) == plain.elements.map(\.name))
    }

    @Test func `The document holds the explanation, and without one neither says a word`() throws {
        func document(_ reports: SchoolReports) throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: Data(reports.json(school: SchoolSample.high))) as! [String: Any]
        }
        let explanation = try #require(try document(reports(Self.score()))["explanation"] as? [String: Any])
        #expect(explanation["kind"] as? String == "score" && explanation["rule"] == nil)
        #expect((explanation["children"] as? [[String: Any]])?.map { $0["kind"] as? String } == ["weight", "domain", "rank"])
        #expect(try document(SchoolSample.reports)["explanation"] == nil)
        let plain = HTMLPage(String(decoding: SchoolSample.reports.html(school: SchoolSample.high), as: UTF8.self))
        #expect(plain.element(id: "explanation") == nil && plain.all("details").isEmpty)
    }
}
