package import Model

extension PublishedTable {
    /// What a stage of growth tells of its work.
    package static func growth(_ table: GrowthTable, name: String) -> PublishedTable {
        let year = table.year
        return switch table.content {
        case .percentileCohorts(let rows): percentileCohorts(rows, year: year, name: name)
        case .percentileFit(let rows): percentileFit(rows, year: year, name: name)
        case .percentileExtremes(let rows): percentileExtremes(rows, year: year, name: name)
        case .percentileKnots(let rows): percentileKnots(rows, year: year, name: name)
        case .percentileCoefficients(let rows): percentileCoefficients(rows, year: year, name: name)
        case .regressions(let rows): regressions(rows, year: year, name: name)
        case .effects(let rows): effects(rows, year: year, name: name)
        case .schools(let rows): schools(rows, year: year, name: name)
        case .residuals(let rows): residuals(rows, year: year, name: name)
        case .ledger(let rows): ledger(rows, year: year, name: name)
        case .percentileStudents(let rows): percentileStudents(rows, year: year, name: name)
        case .predictions(let rows): predictions(rows, year: year, name: name)
        }
    }

    /// A table with a row, or some, for each entry.
    static func table<Entry: Sendable>(
        _ name: String, _ title: String, of rows: [Entry], key: [String], fields: [Field],
        _ add: @escaping @Sendable (Entry, inout RowText) -> Void
    ) -> PublishedTable {
        PublishedTable(name: name, title: title, fields: [.year] + fields, key: ["year"] + key, partCount: rows.count) {
            add(rows[$0], &$1)
        }
    }

    // MARK: Comparisons

    /// Two figures of schools side by side: how they go together.
    package static func comparisons(_ comparisons: [SchoolComparison], year: String, name: String) -> PublishedTable {
        table(
            name, "Figures of schools side by side", of: comparisons, key: ["title"],
            fields: [
                Field("title", "string", "What is compared"), Field("y", "string", "One figure"), Field("x", "string", "The other"),
                Field("n", "integer", "Schools with both"), Field("pearson", "number", "Pearson's correlation"),
                Field("spearman", "number", "Spearman's rank correlation"),
            ]
        ) { row, text in
            let x = row.points.map(\.x), y = row.points.map(\.y)
            text.add(year)
            for title in [row.title, row.yTitle, row.xTitle] { text.add(title) }
            text.add(row.points.count)
            text.add(Correlation.pearson(x, y), decimals: 3)
            text.add(Correlation.spearman(x, y), decimals: 3)
            text.endRow()
        }
    }
}

extension PublishedTable.Field {
    static let subject = Self("subject", "string", "Subject")
    static let grade = Self("grade", "string", "Grade of the current score")
    static let student = Self("student_id", "string", "Student identifier, a text: leading zeros count")
}

extension RowText {
    /// District and school.
    mutating func add(_ school: School) {
        add(school.districtID)
        add(school.id)
    }

    mutating func add(_ year: String, _ of: GrowthGrade) {
        add(year)
        add(of.subject)
        add(of.grade)
    }
}
