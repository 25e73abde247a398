import Foundation
import Testing
import TestSupport

/// A file that can't be used holds its district back; the others are computed, and the schools say why.
@Suite struct HeldBackTests {
    static let file = "0199259/students.csv"

    /// The district's schools have no score with the reason; everything else is what it is without the fault.
    private func expect(_ night: NightlyRun, _ file: String = Self.file, reason: String, finding: String) throws {
        let outcome = try night.run("--quiet")
        #expect(outcome.end == .exit(1))
        #expect(outcome.errors.contains("error: district 0199259 is held back: \(file): \(reason)\n"), "\(outcome.errors)")
        #expect(try night.findings(file).first == finding)
        let schools = try night.consortium.lines("schools.csv").filter { $0.contains(",0199259,") }.map { $0.prefix { $0 != "," } }
        #expect(try night.schoolsHeldBack() == schools.sorted().map { "\($0): held back: \(file): \(reason)" })
        #expect(try night.latest().manifest["heldBack"] as? [String: String] == ["0199259": "\(file): \(reason)"])
        #expect((try night.input(file)["sha256"] as? String)?.count == 64)
        let results = try night.latest().rows("results").filter { $0["district_id"] == "0199259" }
        #expect(!results.isEmpty && results.allSatisfy { $0["value"] == "" && $0["n"] == "0" && $0["reason"] == "x" })
        #expect(try night.latest().rows("scores").filter { $0["score"] != "" }.count >= 7)
        let page = try night.directory.text("out/latest/schools/0199259/\(schools[0]).html")
        #expect(page.contains("Why: held back: \(file)"))
        #expect(page.contains("No result: not available.") && !page.contains("No result: does not apply."))
        #expect(page.contains("No student group has a result."))
        #expect(try night.latest().differences() == [])
    }

    /// The scores of the district are whole, and its growth is computed before the bad file is read.
    @Test func noGrowthIsToldOfADistrictThatIsHeldBackForAnotherFile() throws {
        let night = try NightlyRun()
        #expect(try night.run("--quiet").end == .exit(0))
        let tables = ["growth_effects", "growth_schools", "growth_ledger"]
        for table in tables { #expect(try night.latest().rows(table).contains { $0["district_id"] == "1999733" }, "\(table)") }
        try night.consortium.edit("1999733/graduation_cohorts.csv") { lines in
            for place in lines.indices.dropFirst() { lines[place] += ",one field too many" }
        }
        #expect(try night.run("--quiet").end == .exit(1))
        for table in tables { #expect(try !night.latest().rows(table).contains { $0["district_id"] == "1999733" }, "\(table)") }
        let page = try night.directory.text("out/latest/growth_page.html")
        for school in try night.consortium.lines("schools.csv").filter({ $0.contains(",1999733,") }) {
            #expect(!page.contains(school.split(separator: ",")[2]))
        }
    }

    @Test func aGzipFileCutShort() throws {
        let night = try NightlyRun()
        try night.compress(Self.file) { Array($0.prefix($0.count / 2)) }
        try expect(
            night, Self.file + ".gz", reason: "the gzip data stops before its end",
            finding: "error |  |  |  | file | the gzip data stops before its end | The transfer was cut short: copy the file again, and "
                + "test it with `gzip -t`")
    }

    @Test func aDamagedGzipFile() throws {
        let night = try NightlyRun()
        // The checksum is in the last eight bytes.
        try night.compress(Self.file) { bytes in
            var bytes = bytes
            bytes[bytes.count - 8] ^= 1
            return bytes
        }
        try expect(
            night, Self.file + ".gz", reason: "the gzip data is damaged (incorrect data check)",
            finding: "error |  |  |  | file | the gzip data is damaged (incorrect data check) | Copy the file again, and test it with "
                + "`gzip -t`")
    }

    @Test func aWholeGzipFileIsReadLikeAPlainOne() throws {
        let night = try NightlyRun()
        #expect(try night.run("--quiet").end == .exit(0))
        let plain = try night.latest().bytes()
        try night.compress(Self.file) { $0 }
        #expect(try night.run("--quiet").end == .exit(0))
        let compressed = try night.latest().bytes()
        for name in plain.keys where name != "manifest.json" { #expect(plain[name] == compressed[name], "\(name)") }
    }

    @Test func aFileInUTF16() throws {
        let night = try NightlyRun()
        let text = try night.consortium.text(Self.file)
        try night.consortium.write(Self.file, [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        try expect(
            night, reason: "the file is UTF-16 (little-endian), not UTF-8",
            finding: "error |  |  |  | file | the file is UTF-16 (little-endian), not UTF-8 | Save the file as UTF-8")
    }

    @Test func aMissingColumnIsNamedWithTheNearest() throws {
        let night = try NightlyRun()
        try night.consortium.edit(Self.file) { $0[0] = $0[0].replacing("race_ethnicity", with: "race_etnicity") }
        try expect(
            night, reason: "the header lacks `race_ethnicity`",
            finding: "error |  |  |  | columns | the header lacks `race_ethnicity` | Rename the columns (did you mean `race_etnicity` for "
                + "`race_ethnicity`?), or map them under `fields` of source `students` in the pipeline file")
    }

    @Test func aColumnThatAnotherFieldHasIsNotSuggested() throws {
        let night = try NightlyRun()
        try night.consortium.edit(Self.file) { $0[0] = $0[0].replacing(",disability,", with: ",special_education,") }
        try expect(
            night, reason: "the header lacks `disability`",
            finding: "error |  |  |  | columns | the header lacks `disability` | Rename the columns, or map them under `fields` of source "
                + "`students` in the pipeline file")
    }

    @Test func aColumnThatStandsTwice() throws {
        let night = try NightlyRun()
        try night.consortium.edit(Self.file) { $0[0] = $0[0].replacing("foster", with: "homeless") }
        try expect(
            night, reason: "the header names `homeless` twice, as columns 7 and 8",
            finding: "error |  |  |  | file | the header names `homeless` twice, as columns 7 and 8 | Rename or remove one of the two")
    }

    @Test func anEmptyFile() throws {
        let night = try NightlyRun()
        try night.consortium.write(Self.file, "")
        try expect(
            night, reason: "no header row: the file is empty",
            finding: "error |  |  |  | file | no header row: the file is empty | Send the file with its header row, even where there are no "
                + "records")
    }

    @Test func tooManyBadRows() throws {
        let night = try NightlyRun()
        let rows = try night.consortium.places(Self.file).count
        for row in 0..<rows / 2 { try night.consortium.set(Self.file, "disability", of: row, to: "maybe") }
        let records = try night.consortium.lines(Self.file).count - 1
        try expect(
            night, reason: "\(rows / 2) of \(records) rows are rejected, more than the limit allows",
            finding: "error |  |  |  | reject_limit | \(rows / 2) of \(records) rows are rejected, more than the limit allows | Correct the "
                + "rows listed in rejects/, or raise `hold_back_above` under `data_quality` in the pipeline file")
        #expect(try night.findings(Self.file).count == rows / 2 + 1)
        #expect(try night.directory.text("out/latest/rejects/students/0199259-students.csv").split(separator: "\n").count == rows / 2 + 1)
    }

    @Test func exchangedColumns() throws {
        let night = try NightlyRun()
        let file = "0199259/enrollments.csv"
        try night.consortium.edit(file) { $0[0] = $0[0].replacing("days_enrolled,days_attended", with: "days_attended,days_enrolled") }
        #expect(try night.run("--quiet").end == .exit(1))
        #expect(try night.findings(file).first?.contains("reject_limit") == true)
        #expect(try night.schoolsHeldBack().count >= 1)
    }

    // MARK: Files without rows

    @Test func anEnrollmentFileOfAnotherYearIsAnError() throws {
        let night = try NightlyRun()
        let file = "0199259/enrollments.csv"
        try night.consortium.edit(file) { $0.removeAll { $0.contains(",2016-17,") } }
        let outcome = try night.run("--quiet")
        #expect(outcome.end == .exit(1))
        #expect(try night.findings(file) == [
            "warning |  |  |  | year | none of its rows is of 2016-17; its years are 2014-15, 2015-16 | Check that it is the file of the "
                + "right year",
            "error |  |  |  | no_students | no student of district 0199259 is in it for 2016-17 | Check that the file is complete and of "
                + "the right year",
        ])
    }

    @Test func aFileWithAHeaderOnlyIsRemarked() throws {
        let night = try NightlyRun()
        try night.consortium.edit("1999733/discipline.csv") { $0 = [$0[0]] }
        #expect(try night.run("--quiet").end == .exit(0))
        #expect(try night.findings("1999733/discipline.csv") == [
            "warning |  |  |  | no_rows | has a header, but no rows | Check that the file is complete; nothing needs to be done where there "
                + "is nothing to report"
        ])
    }

    // MARK: The schools file

    @Test func aSchoolsFileWithoutAColumnEndsTheRun() throws {
        let night = try NightlyRun()
        try night.consortium.edit("schools.csv") { $0[0] = $0[0].replacing("school_level", with: "schoollevel") }
        let outcome = try night.run("--quiet")
        #expect(outcome.end == .exit(3))
        #expect(outcome.errors == """
            error: source `schools`: schools.csv: the header lacks `school_level`. Rename the columns (did you mean `schoollevel` for \
            `school_level`?), or map them under `fields` of source `schools` in the pipeline file.
            Nothing was published.

            """)
    }

    @Test(arguments: ["../../evil", "a/b", ".hidden", "..", "x y", "<script>"])
    func aCodeThatCannotNameAFileIsRefused(code: String) throws {
        let night = try NightlyRun()
        try night.consortium.edit("schools.csv") { $0.append("\(code),1999733,Evil,Los Robles Unified,elementary,TK,5") }
        #expect(try night.run("--quiet").end == .exit(1))
        #expect(try night.findings("schools.csv") == [
            "error |  | school_id | \(code) | identifier | the code of the school or its district can't name a file | Use up to 100 "
                + "letters, digits, points, hyphens and underscores, and no point in front"
        ])
        #expect(try night.latest().differences() == [])
    }

    @Test func districtCodesThatCannotNameAFileEndTheRun() throws {
        let night = try NightlyRun()
        try night.consortium.edit("schools.csv") { lines in
            for place in lines.indices.dropFirst() {
                var fields = lines[place].split(separator: ",", omittingEmptySubsequences: false)
                fields[1] = "../x"
                lines[place] = fields.joined(separator: ",")
            }
        }
        let outcome = try night.run("--quiet")
        #expect(outcome.end == .exit(3))
        #expect(outcome.errors == """
            error: source `schools`: schools.csv: none of its schools can be used; the code of the school or its district can't name a \
            file (found "../x"). Use up to 100 letters, digits, points, hyphens and underscores, and no point in front.
            Nothing was published.

            """)
    }
}

extension NightlyRun {
    /// Puts a gzip file in a file's place.
    func compress(_ file: String, _ change: ([UInt8]) -> [UInt8]) throws {
        #expect(try Subprocess.run(["gzip", "-n", consortium.path + "/" + file]).end == .exit(0))
        let compressed = URL(filePath: consortium.path + "/" + file + ".gz")
        try Data(change(Array(Data(contentsOf: compressed)))).write(to: compressed)
    }
}
