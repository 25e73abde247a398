import Testing

@testable import Conditions

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("studnt", ["school", "student"], "student"),
        ("LA", ["AA", "AI", "AS", "FI", "LX"], "LX"),
        ("lx", ["AA", "LX"], "LX"),
        ("gardes", ["grade", "grades"], "grades"),
        ("chronic_absense", ["chronic_absence", "suspension"], "chronic_absence"),
    ])
    func `A misspelt name finds the one that was meant`(name: String, known: [String], meant: String) {
        #expect(nearest(to: name, among: known) == meant)
    }

    @Test func `A name unlike all others finds nothing`() {
        #expect(nearest(to: "weather", among: ["grade", "student_id"]) == nil)
        #expect(nearest(to: "", among: ["grade"]) == nil)
        #expect(nearest(to: "n", among: [""]) == nil)
    }
}
