internal import Disaggregation
internal import Model
internal import Pipeline
internal import Reports

extension FinishedRun {
    /// The sizes that are tried.
    private static let minimums = [1] + Array(stride(from: 5, through: 100, by: 5))

    /// Tells how many schools and students of each group are seen on each metric, by the minimum number of students.
    ///
    /// - Parameter out: the directory for the table and the page; nil for none.
    package func visibility(out: String?) throws(RunFailure) -> RunAnswer {
        guard let stage = run.pipeline.stages.first(where: { $0.kind == .disaggregate && $0.measuresYear(of: run.year) == run.year }),
            case .disaggregate(_, _, let minimumN, let provenance) = stage.parameters
        else { throw .pipeline(PipelineProblems([.noMeasures(of: run.year, in: directory)])) }
        let all = computation.tableau.measures(stage.makes["measures"])
        let measures = inputs.places(in: run.year).map(all.selecting) ?? all
        let visibility = Disaggregation.visibility(measures, minimums: Self.minimums)
        let lines = VisibilityWords(visibility: visibility, minimums: Self.minimums, minimumN: minimumN, year: run.year).lines
        guard let out else { return RunAnswer(lines: lines, files: []) }
        let table = PublishedTable.visibility(visibility, minimums: Self.minimums, of: measures)
        let page = VisibilityPageContent(
            title: run.pipeline.title, measures: measures, visibility: visibility, minimums: Self.minimums, minimumN: minimumN,
            families: families(measures), rules: ReportWords.Rule.parts(of: "Minimum number of students", provenance))
        let files = try TableFiles.writeAll(
            [("visibility.csv", table.bytes(run.workers)), ("visibility.html", VisibilityPage().html(page))], to: out)
        return RunAnswer(lines: lines, files: files)
    }

    /// A picture has room for so many groups.
    private static let mostGroups = 8

    /// The groups to draw together: those that another group is chosen among, and all others.
    private func families(_ measures: Measures) -> [(title: String, groups: [Int])] {
        var rest = Array(measures.groups.indices)
        let chosen = run.pipeline.groups.compactMap { group -> (title: String, groups: [Int])? in
            guard case .lowest(let keys, _) = group.rule else { return nil }
            let own = rest.filter { keys.contains(measures.groups[$0].key) }
            rest.removeAll(where: own.contains)
            return own.isEmpty ? nil : ("\(group.title) is one of", own)
        }
        let families = (rest.isEmpty ? [] : [(chosen.isEmpty ? "Groups" : "All students and other groups", rest)]) + chosen
        return families.flatMap { title, groups in
            stride(from: 0, to: groups.count, by: Self.mostGroups).map { first in
                (first == 0 ? title : "\(title), continued", Array(groups[first..<min(first + Self.mostGroups, groups.count)]))
            }
        }
    }
}

extension StageDeclaration {
    /// The year that a stage `disaggregate` is about.
    fileprivate func measuresYear(of run: String) -> String? {
        if case .disaggregate(let year, _, _, _) = parameters { year ?? run } else { nil }
    }
}

/// Who is seen, in words.
struct VisibilityWords {
    let visibility: [GroupVisibility]
    let minimums: [Int]
    let minimumN: Int
    let year: String

    private static let told: Set<Int> = [1, 5, 10, 20, 30, 50, 100]

    var lines: [String] {
        let schools = visibility.reduce(0) { $0 + $1.schools }, students = visibility.reduce(0) { $0 + $1.students }
        if schools == 0 { return ["\(year): no group has a student in any metric's denominator."] }
        let rows = minimums.indices.filter { Self.told.contains(minimums[$0]) || minimums[$0] == minimumN }.map { place in
            let seen = visibility.reduce(0) { $0 + $1.schoolsSeen[place] }, counted = visibility.reduce(0) { $0 + $1.studentsSeen[place] }
            let mark = minimums[place] == minimumN ? "  the minimum of this run" : ""
            return "\(aligned("\(minimums[place])", 9))\(aligned(percent(seen, of: schools), 12))\(aligned(percent(counted, of: students), 12))\(mark)"
        }
        return ["\(year): groups' results that are seen, over all metrics, groups and schools", "  minimum     results    students"] + rows
    }

    private func percent(_ part: Int, of all: Int) -> String {
        let share = Rational(Int128(100 * part), over: Int128(all))
        return Rational.text(ofScaled: share.scaledAndRounded(decimals: 1), decimals: 1) + "%"
    }

    private func aligned(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(1, width - text.count)) + text }
}

// MARK: Texts

extension PipelineProblem {
    fileprivate static func noMeasures(of year: String, in run: String) -> PipelineProblem {
        inRun(run, "the run has no results of \(year)", "Name a run of a pipeline with a stage `disaggregate` of that year")
    }
}
