import Foundation
import Testing
import TestSupport

/// Every school's document and page as a run publishes them.
@Suite struct PublishedReportTests {
    /// Hundredths, from a number printed with two decimals.
    private func hundredths(_ value: Any?) -> Int? {
        (value as? NSNumber).map { Int(($0.doubleValue * 100).rounded()) }
    }

    private func documents(_ run: PublishedRun) throws -> [[String: Any]] {
        try run.files.filter { $0.hasPrefix("schools/") && $0.hasSuffix(".json") }.map { name in
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: run.path + "/" + name))) as! [String: Any]
        }
    }

    @Test(arguments: ["2014-15", "2016-17"]) func printedPartsAddUpInEveryDocument(year: String) throws {
        let night = try NightlyRun()
        #expect(try night.run("--quiet", "--year", year).end == .exit(0))
        let run = try night.latest()
        let scores = Dictionary(uniqueKeysWithValues: try run.rows("scores").map { ($0["school_id"]!, $0["score"]!) })
        var checked = 0
        for document in try documents(run) {
            let id = (document["school"] as! [String: Any])["id"] as! String
            let score = document["score"] as! [String: Any]
            guard let points = hundredths(score["points"]) else {
                #expect(scores[id] == "" && score["reason"] is String)
                continue
            }
            #expect(scores[id].map { $0.replacing(".", with: "") } == String(points))
            let domains = document["domains"] as! [[String: Any]]
            #expect(domains.compactMap { hundredths($0["points"]) }.reduce(0, +) == points)
            for domain in domains {
                let metrics = domain["metrics"] as! [[String: Any]]
                #expect(hundredths(domain["max_points"]) == hundredths(domain["weight"]), "\(id)")
                for part in ["points", "max_points"] {
                    #expect(metrics.compactMap { hundredths($0[part]) }.reduce(0, +) == hundredths(domain[part]))
                    for metric in metrics where hundredths(metric[part]) != nil {
                        let components = metric["components"] as! [[String: Any]]
                        #expect(components.compactMap { hundredths($0[part]) }.reduce(0, +) == hundredths(metric[part]))
                    }
                }
            }
            checked += 1
        }
        #expect(checked == scores.values.filter { !$0.isEmpty }.count && checked >= 5)
    }

    @Test func everySchoolHasADocumentAndAPageInItsDistrictsDirectory() throws {
        let night = try NightlyRun()
        try night.consortium.edit("schools.csv") { lines in
            lines = [lines[0]] + lines.dropFirst().map { line in
                var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                fields[2] = "../../<script>alert(1)</script>"
                fields[3] = "بيت"
                return fields.joined(separator: ",")
            }
        }
        #expect(try night.run("--quiet").end == .exit(0))
        let run = try night.latest()
        let expected = try run.rows("scores").flatMap { row in
            ["json", "html"].map { "schools/\(row["district_id"]!)/\(row["school_id"]!).\($0)" }
        }
        #expect(try run.files.filter { $0.hasPrefix("schools/") } == expected.sorted())
        for name in expected where name.hasSuffix(".html") {
            let page = HTMLPage(String(decoding: try Data(contentsOf: URL(filePath: run.path + "/" + name)), as: UTF8.self))
            #expect(page.faults == [] && page.all("script").isEmpty)
            #expect(page.all("h1").map(\.text) == ["../../<script>alert(1)</script>"])
        }
    }

    /// A formula in a cell is text for a spreadsheet.
    @Test func whatTheDataHoldIsNoFormulaInAnyTable() throws {
        let night = try NightlyRun()
        let line = try night.consortium.set("1999733/students.csv", "race_ethnicity", to: "=1+1")
        #expect(try night.run("--quiet").end == .exit(1))
        #expect(try night.findings("1999733/students.csv").first?.hasPrefix("error | \(line) | race_ethnicity | '=1+1 | enum |") == true)
    }
}
