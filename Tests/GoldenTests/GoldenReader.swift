import TestSupport
import Yams

/// Reads golden files.
struct GoldenReader {
    let file: String
    private var forms: GoldenForms
    private var pipeline = "pipelines/core-sqii.yml"
    private var settings: GoldenSettings

    /// The cases of a file, and the forms of what they write.
    static func read(_ file: String, forms: GoldenForms) throws -> (forms: GoldenForms, cases: [GoldenCase]) {
        try read(RepositoryFile.text(file), of: file, forms: forms)
    }

    /// The same from a text that stands for the file.
    static func read(_ text: String, of file: String, forms: GoldenForms) throws -> (forms: GoldenForms, cases: [GoldenCase]) {
        guard let node = try Yams.compose(yaml: text) else {
            throw GoldenProblem(place: GoldenPlace(file: file, line: 1), problem: "the file is empty")
        }
        var top = try GoldenEntries(node, "the file", in: file)
        var reader = GoldenReader(file: file, forms: forms)
        let cases = try reader.cases(&top)
        return (reader.forms, cases)
    }

    private init(file: String, forms: GoldenForms) {
        self.file = file
        self.forms = forms
        settings = GoldenSettings(year: forms.year, changes: [:], cutPoints: .declared(forms.cutPoints))
    }

    private mutating func cases(_ top: inout GoldenEntries) throws -> [GoldenCase] {
        _ = try top.text("title")
        _ = try top.text("rule")
        _ = top.take("shared")
        if let pipeline = try top.text("pipeline") { self.pipeline = pipeline }
        settings.computesGrowth = try top.text("growth") == "computed"
        try forms.add(from: &top)
        try readSettings(&top, into: &settings)
        let cases = try top.list("cases").map { try goldenCase(GoldenEntries($0, "a case", in: file)) }
        try top.finish()
        return cases
    }

    /// The year, the cut points and the changes of a file or a case.
    private func readSettings(_ entries: inout GoldenEntries, into settings: inout GoldenSettings) throws {
        if var with = try entries.mapping("with") {
            if let year = try with.text("year") { settings.year = year }
            for entry in with.takeAll() {
                guard let place = forms.settings[entry.key] else {
                    throw GoldenProblem(place: entry.place, problem: "there is no setting `\(entry.key)`")
                }
                settings.changes[place] = try with.text(of: entry.node, entry.key)
            }
        }
        guard let node = entries.take("cut_points") else { return }
        if node.string == "shipped" {
            settings.cutPoints = .shipped
        } else {
            var own = forms
            try own.add(cutPoints: GoldenEntries(node, "the cut points", in: file))
            settings.cutPoints = .declared(own.cutPoints)
        }
    }

    // MARK: Cases

    private func goldenCase(_ entries: GoldenEntries) throws -> GoldenCase {
        var entries = entries
        guard let sentence = try entries.text("case") else {
            throw GoldenProblem(place: entries.place, problem: "a case needs its sentence under `case`")
        }
        var settings = self.settings
        try readSettings(&entries, into: &settings)
        let isAlone = try entries.text("alone") == "true"
        var schools: [GoldenSchool] = []
        if var several = try entries.mapping("schools") {
            for entry in several.takeAll() {
                var own = try GoldenEntries(entry.node, "school `\(entry.key)`", in: file)
                schools.append(try school(entry.key, &own))
                try own.finish()
            }
        } else {
            schools = [try school("the school", &entries)]
        }
        try entries.finish()
        if schools.allSatisfy(\.expectations.isEmpty) {
            throw GoldenProblem(place: entries.place, problem: "the case expects nothing")
        }
        let key = GoldenRunKey(
            file: file, pipeline: pipeline, settings: settings, lineOfLoneCase: isAlone ? entries.place.line : nil)
        return GoldenCase(sentence: sentence, place: entries.place, schools: schools, run: key)
    }

    private func school(_ name: String, _ entries: inout GoldenEntries) throws -> GoldenSchool {
        let level = try entries.text("level")
        let students = try entries.list("students").map {
            try student(GoldenEntries($0, "a student", in: file))
        }
        let expectations = try entries.mapping("expect").map { try GoldenExpectations(entries: $0).read() } ?? []
        let rows = try forms.files.keys.sorted().flatMap { try self.rows(of: $0, &entries) ?? [] }
        return GoldenSchool(name: name, level: level, students: students, rows: rows, expectations: expectations)
    }

    private func student(_ entries: GoldenEntries) throws -> GoldenStudent {
        var entries = entries
        let times = try entries.text("times").map { Int($0) ?? 0 } ?? 1
        if times < 1 { throw GoldenProblem(place: entries.place, problem: "`times` must be a whole number from 1") }
        var rows: [GoldenRow] = []
        for file in forms.files.keys.sorted() where file != GoldenForms.demographics {
            if let own = try self.rows(of: file, &entries) {
                rows += own
            } else if forms.givenToEveryStudent.contains(file) {
                rows.append(GoldenRow(file: file, values: [:], school: nil))
            }
        }
        var demographics: [String: String] = [:]
        for entry in entries.takeAll() {
            try checkColumn(entry, of: GoldenForms.demographics)
            demographics[entry.key] = try entries.text(of: entry.node, entry.key)
        }
        return GoldenStudent(demographics: demographics, rows: rows, times: times)
    }

    // MARK: Rows

    /// The rows of a file; nil where the entries don't name it.
    private func rows(of file: String, _ entries: inout GoldenEntries) throws -> [GoldenRow]? {
        if !entries.rest.contains(where: { $0.key == file }) { return nil }
        return try entries.list(file).flatMap { try self.rows($0, of: file) }
    }

    /// One row, or one for every value of a column that has a list of them.
    private func rows(_ node: Node, of file: String) throws -> [GoldenRow] {
        var entries = try GoldenEntries(node, "a row of `\(file)`", in: self.file)
        let school = try entries.text("school")
        var combinations: [[String: String]] = [[:]]
        for entry in entries.takeAll() {
            try checkColumn(entry, of: file)
            let values = try (entry.node.sequence.map(Array.init) ?? [entry.node]).map { try entries.text(of: $0, entry.key) }
            combinations = combinations.flatMap { row in values.map { row.merging([entry.key: $0]) { _, new in new } } }
        }
        return combinations.map { GoldenRow(file: file, values: $0, school: school) }
    }

    private func checkColumn(_ entry: GoldenEntries.Entry, of file: String) throws {
        if forms.files[file]?.columns.contains(where: { $0.name == entry.key }) != true {
            throw GoldenProblem(place: entry.place, problem: "there is no column `\(entry.key)` of `\(file)`")
        }
    }
}
