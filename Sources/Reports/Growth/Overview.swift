internal import Model

extension PageSection {
    /// A line for each subject and grade, with what to look at first.
    static func overview(_ content: GrowthPageContent) -> PageSection {
        let lines = OverviewLines(content)
        return PageSection(
            id: "overview", title: "Overview", shortTitle: "Overview", notes: [],
            parts: lines.grades.isEmpty ? [] : [PagePart(table: lines.table)])
    }
}

/// The figures of each subject and grade side by side; columns without content are left out.
private struct OverviewLines {
    let grades: [GrowthGrade]
    private var columns: [(column: DataTable.Column, text: (GrowthGrade) -> String?)] = []

    init(_ content: GrowthPageContent) {
        grades = Self.grades(of: content)
        add(content.percentileCohorts)
        add(content.percentileFit)
        add(content.regressions)
        add(content.effects)
    }

    /// A subject's grades together, each subject where it first stands.
    private static func grades(of content: GrowthPageContent) -> [GrowthGrade] {
        let all = [
            content.percentileCohorts.map(\.of), content.percentileFit.map(\.of), content.regressions.map(\.of),
            content.effects.map(\.of),
        ].flatMap(\.self)
        let once = Graded.groups(all) { $0 }.map(\.of)
        return Graded.groups(once) { GrowthGrade(subject: $0.subject, grade: "") }.flatMap(\.elements)
    }

    private mutating func add<Element>(
        _ title: String, _ byGrade: [GrowthGrade: [Element]], text: @escaping ([Element]) -> String?
    ) {
        columns.append((DataTable.Column(title: title), { grade in byGrade[grade].flatMap(text) }))
    }

    private mutating func add(_ cohorts: [PercentileCohort]) {
        if cohorts.isEmpty { return }
        add("Quantiles not certified", Dictionary(grouping: cohorts, by: \.of)) { cohorts in
            Phrases.count(cohorts.reduce(0) { $0 + ($1.fit?.uncertifiedCount ?? 0) })
        }
    }

    private mutating func add(_ fits: [PercentileFit]) {
        if fits.isEmpty { return }
        add("Largest departure of fit from 10%", Dictionary(grouping: fits, by: \.of)) { rows in
            let departure = HeatMap(of: rows[0].of, rows: rows, scoreDecimals: 0).largest?.departure ?? 0
            return (departure > 0 ? "+" : "") + DecimalText.text(departure, 1)
        }
    }

    private mutating func add(_ regressions: [GrowthRegression]) {
        if regressions.isEmpty { return }
        let byGrade = Dictionary(grouping: regressions, by: \.of)
        add("Students in the regression", byGrade) { Phrases.count($0[0].studentCount) }
        add("Student deviation (score points)", byGrade) { $0[0].fit.map { DecimalText.text($0.studentDeviation, 2) } }
        add("School deviation (student deviations)", byGrade) { $0[0].fit.map { DecimalText.text($0.schoolDeviation, 3) } }
    }

    private mutating func add(_ effects: [GrowthEffect]) {
        if effects.isEmpty { return }
        let byGrade = Dictionary(grouping: effects, by: \.of)
        add("Schools", byGrade) { Phrases.count($0.count) }
        add("Interval excludes 0", byGrade) { effects in
            let spread = EffectSpread(effects)
            return Phrases.count(spread.above + spread.below)
        }
    }

    var table: DataTable {
        DataTable(
            "What to look at first, by subject and grade", columns: [.words("Subject and grade")] + columns.map(\.column),
            rows: grades.map { grade in [grade.title] + columns.map { $0.text(grade) ?? Phrases.none } })
    }
}
