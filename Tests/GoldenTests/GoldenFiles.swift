import TestSupport

/// Writes the files of a run: every row of every school of its cases, in canonical form.
struct GoldenFiles {
    let forms: GoldenForms
    let year: String
    /// File → rows.
    private var rows: [String: [[String]]] = [:]
    private var studentCount = 0
    private var rowCount = 0
    private var schoolCount = 0

    static let district = "1000001"

    init(forms: GoldenForms, year: String) {
        self.forms = forms
        self.year = year
    }

    /// Adds a case's schools.
    ///
    /// - Returns: the schools' codes by their names within the case.
    mutating func add(_ goldenCase: GoldenCase) throws -> [String: String] {
        var codes: [String: String] = [:]
        for school in goldenCase.schools {
            schoolCount += 1
            let digits = String(schoolCount)
            codes[school.name] = Self.district + String(repeating: "0", count: 7 - digits.count) + digits
        }
        for school in goldenCase.schools {
            let level = school.level.map { ["school_level": $0] } ?? [:]
            add(GoldenForms.schools, level, ["the school": codes[school.name]!, "the school's name": school.name])
            for row in school.rows { try add(row, of: school, codes, student: "") }
            for student in school.students {
                for _ in 0..<student.times { try add(student, of: school, codes) }
            }
        }
        return codes
    }

    private mutating func add(_ student: GoldenStudent, of school: GoldenSchool, _ codes: [String: String]) throws {
        studentCount += 1
        let digits = String(studentCount)
        let id = String(repeating: "0", count: 10 - digits.count) + digits
        add(GoldenForms.demographics, student.demographics, ["the student": id])
        for row in student.rows { try add(row, of: school, codes, student: id) }
    }

    private mutating func add(
        _ row: GoldenRow, of school: GoldenSchool, _ codes: [String: String], student: String
    ) throws {
        guard let code = codes[row.school ?? school.name] else {
            throw PipelineEdit.Failure(description: "no school of the case is called `\(row.school ?? "")`")
        }
        add(row.file, row.values, ["the school": code, "the student": student])
    }

    /// Adds a row with its neutral values; words such as `the school` stand for what they name.
    private mutating func add(_ file: String, _ values: [String: String], _ words: [String: String]) {
        rowCount += 1
        var words = words
        words["the year"] = year
        words["the district"] = Self.district
        words["a number"] = String(rowCount)
        let row = forms.files[file]!.columns.map { column in
            let text = values[column.name] ?? column.neutral
            return words[text] ?? text
        }
        rows[file, default: []].append(row)
    }

    /// Writes every file, also those without rows, since a pipeline asks for all of them.
    func write(to directory: TemporaryDirectory) throws {
        for (name, form) in forms.files {
            let path = form.path.replacing("{district_id}", with: Self.district)
            try directory.write("data/" + path, CSVDocument(columns: form.columns.map(\.name), rows: rows[name] ?? []).text())
        }
    }
}
