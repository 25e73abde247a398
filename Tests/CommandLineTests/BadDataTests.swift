import Foundation
import Testing
import TestSupport

/// Bad rows: what the analyst is told of each, and that none is lost.
@Suite struct BadDataTests {
    static let district = "1999733"
    static let students = "1999733/students.csv", enrollments = "1999733/enrollments.csv"

    /// One bad row is one finding, stands in the rejects byte for byte, and is counted in the manifest.
    private func expect(_ night: NightlyRun, _ file: String, rejects: [String], findings: [String]) throws {
        let outcome = try night.run("--quiet")
        #expect(outcome.end == .exit(1), "\(outcome.errors)")
        #expect(try night.findings(file) == findings)
        let header = try night.consortium.lines(file)[0]
        let source = String(file.split(separator: "/")[1].dropLast(".csv".count))
        let path = "out/latest/rejects/\(source)/\(file.replacing("/", with: "-"))"
        #expect(try night.directory.data(path) == Data(([header] + rejects).flatMap { Array($0.utf8) + [10] }))
        let entry = try night.input(file)
        #expect(entry["rejected"] as? Int == rejects.count)
        #expect(entry["sha256"] as? String == (try PublishedRun.sha256(Data(contentsOf: URL(filePath: night.consortium.path + "/" + file)))))
        #expect(try night.latest().differences() == [])
        #expect(try night.schoolsHeldBack() == [])
    }

    @Test func aFileCutInTheMiddleOfARow() throws {
        let night = try NightlyRun()
        let lines = try night.consortium.lines(Self.enrollments)
        let rest = lines.last!.split(separator: ",").prefix(3).joined(separator: ",")
        try night.consortium.write(Self.enrollments, lines.dropLast().map { $0 + "\n" }.joined() + rest)
        try expect(night, Self.enrollments, rejects: [rest], findings: [
            "error | \(lines.count) |  |  | record | 3 fields, where the header has 6 | Put fields that contain the delimiter in "
                + "quotes, and write empty fields for missing values"
        ])
    }

    @Test func aFileCutInTheMiddleOfAQuotedField() throws {
        let night = try NightlyRun()
        let text = try night.consortium.text(Self.students)
        let count = try night.consortium.lines(Self.students).count
        try night.consortium.write(Self.students, text + "1234567890,2016-17,\"LX,EL")
        try expect(night, Self.students, rejects: ["1234567890,2016-17,\"LX,EL"], findings: [
            "error | \(count + 1) |  |  | record | a quoted field is never closed | Close the quote, or remove it"
        ])
    }

    @Test func aQuoteLeftOpenCostsItsRowOnly() throws {
        let night = try NightlyRun()
        let place = try night.consortium.places(Self.students)[3]
        try night.consortium.edit(Self.students) { $0[place] = $0[place].replacing(",2016-17,", with: ",2016-17,\"") }
        try expect(night, Self.students, rejects: [try night.consortium.lines(Self.students)[place]], findings: [
            "error | \(place + 1) |  |  | record | a quoted field is never closed | Close the quote, or remove it"
        ])
    }

    @Test func bytesOfLatin1() throws {
        let night = try NightlyRun()
        let place = try night.consortium.places(Self.students)[0]
        var bytes = Array(try night.consortium.text(Self.students).utf8)
        let row = try night.consortium.lines(Self.students)[..<place].reduce(0) { $0 + $1.utf8.count + 1 }
        bytes[row] = 0xF1
        try night.consortium.write(Self.students, bytes)
        #expect(try night.run("--quiet").end == .exit(1))
        #expect(try night.findings(Self.students) == [
            "error | \(place + 1) |  |  | record | not UTF-8 (byte 0xF1 at column 1) | Save the file as UTF-8"
        ])
        let header = try night.consortium.lines(Self.students)[0]
        let end = bytes[row...].firstIndex(of: 10)!
        #expect(try night.directory.data("out/latest/rejects/students/1999733-students.csv") == Data(Array(header.utf8) + [10] + bytes[row...end]))
    }

    @Test func aNULByte() throws {
        let night = try NightlyRun()
        let line = try night.consortium.set(Self.students, "race_ethnicity", to: "L\0")
        try expect(night, Self.students, rejects: [try night.consortium.lines(Self.students)[line - 1]], findings: [
            "error | \(line) |  |  | record | a NUL byte at column 21 | Export the file again as text in UTF-8"
        ])
    }

    @Test func anUnknownSchool() throws {
        let night = try NightlyRun()
        let line = try night.consortium.set(Self.enrollments, "school_id", to: "19997331900099")
        try expect(night, Self.enrollments, rejects: [try night.consortium.lines(Self.enrollments)[line - 1]], findings: [
            "error | \(line) | school_id | 19997331900099 | foreign_key | is not a school of the schools file | Correct the code, or "
                + "add the school to the schools file"
        ])
    }

    @Test func aWrongDate() throws {
        let night = try NightlyRun()
        let file = "1999733/english_learners.csv"
        let line = try night.consortium.set(file, "reclassified_date", to: "2017-02-29")
        try expect(night, file, rejects: [try night.consortium.lines(file)[line - 1]], findings: [
            "error | \(line) | reclassified_date | 2017-02-29 | type | is not a date | Write the date as 2016-08-15"
        ])
    }

    @Test func everyFaultOfARowIsAFindingAndTheRowIsRejectedOnce() throws {
        let night = try NightlyRun()
        try night.consortium.set(Self.enrollments, "days_enrolled", to: "400")
        let line = try night.consortium.set(Self.enrollments, "grade", to: "13")
        try expect(night, Self.enrollments, rejects: [try night.consortium.lines(Self.enrollments)[line - 1]], findings: [
            "error | \(line) | days_enrolled | 400 | maximum | is greater than 366 | Correct the value, or leave it empty where it is "
                + "not known",
            "error | \(line) | grade | 13 | enum | is not one of the values that the column may have | Use one of TK, KG, 1, 2, 3, 4, "
                + "5, 6, 7, 8, 9, 10, 11, 12, or add a recode to the source in the pipeline file",
        ])
    }

    @Test func moreDaysAttendedThanEnrolled() throws {
        let night = try NightlyRun()
        try night.consortium.set(Self.enrollments, "days_enrolled", to: "170")
        let line = try night.consortium.set(Self.enrollments, "days_attended", to: "171")
        try night.consortium.set(Self.enrollments, "days_enrolled", of: 1, to: "170")
        try night.consortium.set(Self.enrollments, "days_attended", of: 1, to: "170")
        let row = try night.consortium.lines(Self.enrollments)[line - 1]
        try expect(night, Self.enrollments, rejects: [row], findings: [
            "error | \(line) | days_attended | \(row) | at_most | is greater than days_enrolled | Correct the row, and check that the "
                + "two columns are not exchanged"
        ])
    }

    // MARK: Repeated rows

    @Test func aRepeatedRowCountsOnce() throws {
        let night = try NightlyRun()
        #expect(try night.run("--quiet").end == .exit(0))
        let scores = try night.latest().bytes()["scores.csv"]
        let place = try night.consortium.places(Self.students)[0]
        try night.consortium.edit(Self.students) { $0.append($0[place]) }
        #expect(try night.run("--quiet").end == .exit(0))
        #expect(try night.findings("{district_id}/students.csv") == [
            "note |  |  |  | repeated_row | 1 row repeats an earlier row and counts once | Nothing needs to be done; a source without "
                + "repeats is easier to check"
        ])
        #expect(try night.latest().bytes()["scores.csv"] == scores)
    }

    @Test func rowsOfOneKeyWithOtherValuesAreAllRejected() throws {
        let night = try NightlyRun()
        let place = try night.consortium.places(Self.students)[0]
        let row = try night.consortium.lines(Self.students)[place]
        let other = row.hasSuffix(",Y") ? row.dropLast() + "N" : row.dropLast() + "Y"
        try night.consortium.edit(Self.students) { $0.append(String(other)) }
        let last = try night.consortium.lines(Self.students).count
        try expect(night, Self.students, rejects: [row, String(other)], findings: [(place + 1, row), (last, String(other))].map {
            "error | \($0) | student_id, year | \($1) | key | stand in another row too, with other values | Keep the right row and "
                + "remove the others; none of them was counted"
        })
    }
}

extension NightlyRun {
    /// What the manifest says of an input file.
    func input(_ file: String) throws -> [String: Any] {
        (try latest().manifest["inputs"] as? [[String: Any]] ?? []).first { $0["file"] as? String == file } ?? [:]
    }

    /// The schools that have no score since their district is held back, with the reason.
    func schoolsHeldBack() throws -> [String] {
        try latest().rows("scores").filter { $0["reason"]!.hasPrefix("held back: ") }.map { $0["school_id"]! + ": " + $0["reason"]! }
    }
}
