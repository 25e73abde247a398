internal import Conditions
internal import Foundation
internal import Ingestion
internal import Model
internal import Yams

/// The text of a pipeline file and where it is, since its sources can stand beside it.
package struct PipelineFile: Sendable {
    package let path: String
    package let text: String

    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// - Throws: one problem at 1:1 where the file can't be read.
    package init(path: String) throws(PipelineProblems) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw PipelineProblems([
                PipelineProblem(
                    file: path, line: 1, column: 1, problem: "the pipeline file can't be read",
                    remedy: "Check the path and its permissions")
            ])
        }
        self.init(path: path, text: String(decoding: data, as: UTF8.self))
    }

    /// The directory it is in.
    package var directory: String {
        let directory = (path as NSString).deletingLastPathComponent
        return directory.isEmpty ? "." : directory
    }

    /// Reads and checks the whole file.
    ///
    /// - Throws: all problems of the file at once.
    package func pipeline() throws(PipelineProblems) -> Pipeline {
        let problems = ProblemList(file: path)
        guard let root = root(problems), let reader = MappingReader(root, subject: "the pipeline file", problems: problems)
        else { throw PipelineProblems(problems.sorted) }
        let pipeline = PipelineReading(problems: problems).read(reader)
        if !problems.isEmpty { throw PipelineProblems(problems.sorted) }
        return pipeline
    }

    private func root(_ problems: ProblemList) -> Node? {
        do {
            if let node = try Yams.compose(yaml: text) { return node }
            problems.add(.start, "the pipeline file is empty", "Start from one of the pipelines that ship with the tool")
        } catch let error as YamlError {
            let (place, words) = error.placeAndWords
            problems.add(place, "this is not YAML: \(words)", "Check indentation, colons and quotes around here")
        } catch {
            problems.add(.start, "this is not YAML: \(error)")
        }
        return nil
    }
}

/// Reads the sections of a pipeline file in the order in which they depend on each other.
private struct PipelineReading {
    static let format = 1
    let problems: ProblemList

    func read(_ file: MappingReader) -> Pipeline {
        if file.required("format", "Write format: \(Self.format)") != nil { _ = file.whole("format", in: Self.format...Self.format) }
        let title = file.requiredText("title", "Name the index") ?? ""
        let year = file.text("year")
        let (levels, levelsProvenance) = readLevels(file)
        var sourcesReading = SourcesReading(problems: problems)
        let sources = sourcesReading.read(file)
        let scopes = Scopes(sources: sources, problems: problems)
        scopes.checkJoins(places: sourcesReading.places)
        let groupsReading = GroupsReading(problems: problems)
        let groups = groupsReading.read(file)
        let metrics = MetricsReading(sources: sources, levels: levels, groups: groups, scopes: scopes, problems: problems).read(file)
        let indices = IndicesReading(levels: levels, groups: groups, metrics: metrics, problems: problems).read(file)
        let stages = Composition(sources: sources, problems: problems).ordered(
            StagesReading(
                sources: sources, groups: groups, metrics: metrics, indices: indices, scopes: scopes, problems: problems
            ).read(file))
        let bound = groupsReading.bound(
            groups, to: countedSources(sources, groups: groups, metrics: metrics, stages: stages), scopes: scopes)
        let quality = readQuality(file)
        let published = readPublished(file, stages: stages)
        file.finish()
        return Pipeline(
            title: title, year: year, levels: levels, levelsProvenance: levelsProvenance, sources: sources, quality: quality,
            groups: bound, metrics: metrics, indices: indices, stages: stages, published: published)
    }

    private func readLevels(_ file: MappingReader) -> ([SchoolLevel], Provenance) {
        guard let reader = file.mapping("school_levels") else {
            _ = file.required("school_levels", "Declare the school levels with their grades")
            return ([], Provenance(rule: "", source: "", basis: []))
        }
        let provenance = reader.provenance()
        let levels = reader.entries("levels", of: "school level").map { key, level in
            let title = level.requiredText("title", "Name the level as reports are to print it") ?? key
            let grades = (level.texts("grades") ?? []).flatMap(Self.grades)
            level.finish()
            return SchoolLevel(key: key, title: title, grades: grades)
        }
        if levels.isEmpty { problems.add(reader.place, "there is no school level", "Declare at least one under `levels`") }
        reader.finish()
        return (levels, provenance)
    }

    /// `1..5` is 1, 2, 3, 4, 5; anything else is itself.
    private static func grades(_ text: String) -> [String] {
        let ends = text.split(separator: "..").compactMap { Int($0) }
        return ends.count == 2 && text.contains("..") && ends[0] <= ends[1] ? (ends[0]...ends[1]).map(String.init) : [text]
    }

    private func readQuality(_ file: MappingReader) -> QualityRule {
        guard let reader = file.mapping("data_quality") else { return QualityRule(warningUpTo: 0, holdBackAbove: 10_000) }
        let warning = share(reader, "warning_up_to") ?? 0
        let holdBack = share(reader, "hold_back_above") ?? 10_000
        reader.finish()
        return QualityRule(warningUpTo: warning, holdBackAbove: holdBack)
    }

    /// A percentage as parts in a million.
    private func share(_ reader: MappingReader, _ key: String) -> Int? {
        guard let text = reader.text(key) else { return nil }
        if text.hasSuffix("%"), let value = Rational(text.dropLast()), value >= .zero, value <= Rational(100) {
            return Int((value * Rational(10_000)).scaledAndRounded(decimals: 0))
        }
        problems.add(reader.place(of: key), "`\(key)` of \(reader.subject) is `\(text)`", "Write a percentage, such as 0.5%")
        return nil
    }

    private func readPublished(_ file: MappingReader, stages: [StageDeclaration]) -> [String] {
        let made = stages.flatMap { stage in stage.kind.makes.compactMap { stage.makes[$0.name] } }
        guard let published = file.texts("publish") else { return made }
        for table in published where !made.contains(table) {
            let suggestion = nearest(to: table, among: made).map { "Did you mean `\($0)`? " } ?? ""
            problems.add(file.place(of: "publish"), "`publish` names table `\(table)`, which no stage makes", "\(suggestion)The stages make \(made.joined(separator: ", "))")
        }
        return published
    }

    /// The sources whose rows are counted by group, each with the groups asked of it (nil for all).
    private func countedSources(
        _ sources: [SourceRule], groups: [GroupDeclaration], metrics: [MetricDeclaration], stages: [StageDeclaration]
    ) -> [(source: SourceRule, groups: Set<String>?)] {
        sources.compactMap { source in
            let counting = metrics.filter { metric in
                if case .records = metric.rule { metric.source == source.name } else { false }
            }
            let isPopulation = stages.contains { $0.kind == .population && $0.reads["rows"] == source.name }
            if counting.isEmpty && !isPopulation { return nil }
            if isPopulation || counting.contains(where: { $0.groups == nil }) { return (source, nil) }
            return (source, Set(counting.flatMap { $0.groups ?? [] }))
        }
    }
}

extension YamlError {
    /// Where the parser stopped, and what it says.
    fileprivate var placeAndWords: (Place, String) {
        switch self {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            (Place(line: mark.line, column: mark.column), problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            (Place(line: context.mark.line, column: context.mark.column), "the key \(duplicates.map { "`\($0)`" }.joined(separator: ", ")) stands twice")
        default: (.start, "\(self)")
        }
    }
}
