import TestSupport

/// What must add up in the published tables, recomputed from them alone.
struct PublishedSums {
    private(set) var problems: [String] = []

    init(_ run: EngineRun) throws {
        checkPoints(try run.table("points"), scores: try run.table("scores"))
        let ledger = try run.table("ledger"), results = try run.table("results")
        checkLedger(ledger)
        checkCounted(ledger, results: results)
        checkPopulation(try run.table("population"), ledger: ledger)
    }

    /// Hundredths of a printed number.
    private static func hundredths(_ text: String) -> Int { Int(text.replacing(".", with: ""))! }

    /// A school's printed points add up to its printed score and its printed maxima to 100.00; a part never has more points
    /// than its maximum, and all of them at level 10.
    private mutating func checkPoints(_ points: CSVDocument, scores: CSVDocument) {
        let bySchool = Dictionary(grouping: points.dictionaries) { $0["school_id"]! }
        for school in scores.dictionaries {
            let parts = bySchool[school["school_id"]!] ?? []
            let sum = parts.reduce(0) { $0 + Self.hundredths($1["points"]!) }
            let maximum = parts.reduce(0) { $0 + Self.hundredths($1["max_points"]!) }
            let expected = school["score"] == "" ? (0, 0) : (Self.hundredths(school["score"]!), 100_00)
            if (sum, maximum) != expected { problems.append("\(school): points \(sum), maxima \(maximum)") }
            if (school["score"] == "") == (school["reason"] == "") { problems.append("\(school): a score or a reason") }
        }
        for part in points.dictionaries {
            let own = Self.hundredths(part["points"]!), maximum = Self.hundredths(part["max_points"]!)
            if own > maximum { problems.append("more points than there are: \(part)") }
            if part["level"] == "10" && own < maximum { problems.append("level 10 without all points: \(part)") }
        }
    }

    /// Enrolled = counted + excluded by reason, for every metric and school.
    private mutating func checkLedger(_ ledger: CSVDocument) {
        let lines = Dictionary(grouping: ledger.dictionaries) { [$0["school_id"]!, $0["metric"]!] }
        for (key, own) in lines {
            func sum(_ statuses: String...) -> Int {
                own.filter { statuses.contains($0["status"]!) }.reduce(0) { $0 + Int($1["n"]!)! }
            }
            if sum("enrolled") != sum("counted", "excluded") { problems.append("the ledger of \(key) does not balance") }
            if Set(own.map { $0["reason"]! }).count != own.count - 1 { problems.append("a reason of \(key) occurs twice") }
        }
    }

    /// Who is counted for a metric is its number of students for all, where its records are students.
    private mutating func checkCounted(_ ledger: CSVDocument, results: CSVDocument) {
        let counted = Dictionary(uniqueKeysWithValues: ledger.dictionaries.filter { $0["status"] == "counted" }.map { row in
            ([row["school_id"]!, row["metric"]!], row["n"]!)
        })
        for row in results.dictionaries where row["group"] == "all" && !["sel", "culture_climate"].contains(row["metric"]!) {
            // A rank has the students of what is ranked.
            let ranked = row["metric"]!.replacing("_growth", with: "_value_added")
            let own = counted[[row["school_id"]!, row["metric"]!]] ?? counted[[row["school_id"]!, ranked]] ?? "0"
            if own != row["n"] { problems.append("\(own) counted, but \(row)") }
        }
    }

    /// The students of a school by level are those enrolled in the ledger of a metric over enrollments.
    private mutating func checkPopulation(_ population: CSVDocument, ledger: CSVDocument) {
        var students: [String: Int] = [:]
        for row in population.dictionaries where row["group"] == "all" {
            students[row["school_id"]!, default: 0] += Int(row["n"]!)!
        }
        var enrolled: [String: Int] = [:]
        for row in ledger.dictionaries where row["metric"] == "suspension" && row["status"] == "enrolled" {
            enrolled[row["school_id"]!] = Int(row["n"]!)!
        }
        if students != enrolled { problems.append("population \(students), enrolled \(enrolled)") }
    }
}
