import TestSupport
import Testing

/// A school at level 10 throughout has full marks, whatever is missing there (index-rules.md, section 9).
@Suite struct PerfectSchoolTests {
    private func run(_ consortium: PerfectConsortium, year: String) throws -> EngineRun {
        let directory = try TemporaryDirectory()
        for (path, document) in consortium.files { try directory.write("data/\(path)", document.text()) }
        return try EngineRun(data: directory.path + "/data", year: year)
    }

    @Test(arguments: ["2015-16", "2016-17"])
    func `A school at level 10 throughout has 100.00`(year: String) throws {
        let consortium = PerfectConsortium(year: year)
        let run = try run(consortium, year: year)
        #expect(Set(try run.table("results")[column: "level"]) == ["10", ""])
        for school in try run.table("scores").dictionaries {
            if consortium.withoutAcademic.contains(school["school_id"]!) {
                #expect(school["reason"] == "no result for any metric of the Academic domain")
            } else {
                #expect(school["score"] == "100.00", "\(school)")
                #expect(school["rank"] == "1")
            }
        }
        let points = try run.table("points")
        #expect(points[column: "points"] == points[column: "max_points"])
    }

    @Test func `The non-academic metrics of an interim year are printed as 13.33 or 13.34 and add up to 40.00`() throws {
        let points = try run(PerfectConsortium(year: "2014-15"), year: "2014-15").table("points")
        for school in ["S0-0", "S1-0", "S2-0", "S3-0"] {
            let own = points.dictionaries.filter { $0["school_id"] == school && Weights.climate.contains($0["metric"]!) }
            let byMetric = Dictionary(grouping: own) { $0["metric"]! }
            let sums = byMetric.mapValues { Fraction.sum($0.map { Fraction(decimal: $0["points"]!)! }).text }
            #expect(sums.keys.sorted() == ["chronic_absence", "el_redesignation", "suspension"])
            #expect(sums.values.sorted() == ["13.33", "13.33", "13.34"])
        }
    }
}
