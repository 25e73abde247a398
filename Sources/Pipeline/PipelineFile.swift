internal import Foundation
internal import Yams

/// The text of a pipeline file and where it is, since its sources can stand beside it; and of the scenarios that change it.
package struct PipelineFile: Sendable {
    /// One of the files.
    package struct Layer: Sendable {
        package let path: String
        package let text: String

        package init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    /// The pipeline's own file, then the scenarios, each changing what those before it make.
    package let layers: [Layer]

    package init(path: String, text: String) { self.init(layers: [Layer(path: path, text: text)]) }

    /// - Parameter layers: the pipeline's own file, then the scenarios.
    package init(layers: [Layer]) { self.layers = layers }

    /// - Parameters:
    ///   - path: a pipeline file, or a scenario, whose baseline is read as well.
    ///   - changes: further changes, written `path=value`.
    /// - Throws: one problem at 1:1 where a file can't be read.
    ///   - baseline: a pipeline that was read before; where it is the one below, it is not read again.
    package init(path: String, changes: [String] = [], baseline: PipelineFile? = nil) throws(PipelineProblems) {
        let files = try Self.layers(path, above: [], known: baseline)
        layers = try files + changes.map { change throws(PipelineProblems) in try Self.layer(of: change) }
    }

    /// The file that was asked for.
    package var path: String { layers.last { !$0.isOption }!.path }

    /// The directory of the pipeline's own file.
    package var directory: String { Self.directory(of: layers[0].path) }

    private static func directory(of path: String) -> String {
        let directory = (path as NSString).deletingLastPathComponent
        return directory.isEmpty ? "." : directory
    }

    /// The name of the file that a place is in, without the directories above it.
    package func name(at place: Place) -> String { name(ofLayer: place.layer) }

    /// The name of a layer's file.
    package func name(ofLayer layer: Int) -> String { (layers[layer].path as NSString).lastPathComponent }

    /// A problem at a place.
    package func problem(at place: Place, _ problem: String, _ remedy: String) -> PipelineProblem {
        PipelineProblem(
            file: layers[place.layer].path, line: layers[place.layer].isOption ? 0 : place.line, column: place.column, problem: problem,
            remedy: remedy)
    }

    /// What the last scenario says of itself; nil where there is none.
    package var scenario: ScenarioHeader? {
        guard layers.count > 1, let layer = layers.last(where: { !$0.isOption }), let root = try? Yams.compose(yaml: layer.text),
            ScenarioReading.isScenario(root)
        else { return nil }
        return ScenarioReading(problems: ProblemList([layer])).read(root).header
    }

    // MARK: Reading files

    /// A file with those that it stands on, the pipeline's own first.
    ///
    /// - Parameter above: the scenarios that led to it.
    private static func layers(_ path: String, above: [String], known: PipelineFile? = nil) throws(PipelineProblems) -> [Layer] {
        if let known, known.layers.count == 1, standardized(known.path) == standardized(path) { return known.layers }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw PipelineProblems([
                PipelineProblem(
                    file: path, line: 1, column: 1, problem: "the pipeline file can't be read",
                    remedy: "Check the path and its permissions")
            ])
        }
        guard let text = String(validating: data, as: UTF8.self) else { throw PipelineProblems([.notUTF8(path, Array(data))]) }
        let layer = Layer(path: path, text: text), problems = ProblemList([layer])
        // What is wrong with the file as YAML is said when it is read as a whole.
        guard let root = try? Yams.compose(yaml: text), ScenarioReading.isScenario(root) else { return [layer] }
        guard let baseline = ScenarioReading(problems: problems).read(root).baseline, problems.isEmpty else {
            throw PipelineProblems(problems.sorted)
        }
        let below = baseline.hasPrefix("/") ? baseline : directory(of: path) + "/" + baseline
        if (above + [path]).contains(where: { standardized($0) == standardized(below) }) {
            problems.add(.start, "the scenario stands on itself", "Name the pipeline file that it changes under `baseline`")
            throw PipelineProblems(problems.sorted)
        }
        return try layers(below, above: above + [path], known: known) + [layer]
    }

    private static func standardized(_ path: String) -> String { (path as NSString).standardizingPath }

    /// `path=value` as a scenario of its own.
    private static func layer(of change: String) throws(PipelineProblems) -> Layer {
        let name = "--set \(change)"
        guard let equals = change.firstIndex(of: "="), equals != change.startIndex else {
            throw PipelineProblems([
                PipelineProblem(
                    file: name, line: 0, column: 0, problem: "a change needs a path and a value",
                    remedy: "Write it so: stages.disaggregate.with.minimum_n.value=30")
            ])
        }
        let path = change[..<equals].replacing("\"", with: "\\\""), value = change[change.index(after: equals)...]
        return Layer(path: name, text: "{scenario: 1, title: option, baseline: option, changes: {\"\(path)\": \(value)}}")
    }

    // MARK: Reading the pipeline

    /// Reads and checks the whole file, changes included.
    ///
    /// - Throws: all problems of the file at once.
    package func pipeline() throws(PipelineProblems) -> Pipeline {
        let problems = ProblemList(layers)
        guard let root = changedRoot(problems), problems.isEmpty,
            let reader = MappingReader(root, subject: "the pipeline file", problems: problems)
        else { throw PipelineProblems(problems.sorted) }
        let pipeline = PipelineReading(file: reader, problems: problems).read()
        if !problems.isEmpty { throw PipelineProblems(problems.sorted) }
        return pipeline
    }

    /// The pipeline's tree with the changes of all scenarios.
    func changedRoot(_ problems: ProblemList) -> Node? {
        guard var root = root(0, problems) else { return nil }
        for layer in layers.indices.dropFirst() {
            guard let scenario = self.root(layer, problems) else { continue }
            if let changes = ScenarioReading(problems: problems).read(scenario).changes {
                root = ScenarioChanges(problems: problems).applied(changes, to: root)
            }
        }
        return root
    }

    /// One layer's own tree.
    func root(_ layer: Int, _ problems: ProblemList) -> Node? {
        let text = layers[layer].text, start = Place(layer: layer, line: 1, column: 1)
        do {
            let before = String(decoding: [UInt8](repeating: UInt8(ascii: "\n"), count: layer * Place.linesPerLayer), as: UTF8.self)
            if let node = try Yams.compose(yaml: before + text), !node.isNull { return node }
            problems.add(start, "the pipeline file is empty", "Start from one of the pipelines that ship with the tool")
        } catch let error as YamlError {
            problems.add(error, in: text, layer: layer)
        } catch {
            problems.add(start, "this is not YAML: \(error)")
        }
        return nil
    }
}

extension PipelineFile.Layer {
    /// Whether it is a change given on the command line.
    package var isOption: Bool { path.hasPrefix("--set ") }
}

// MARK: Texts

extension PipelineProblem {
    /// The first line that is not UTF-8.
    fileprivate static func notUTF8(_ path: String, _ bytes: [UInt8]) -> PipelineProblem {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
        return PipelineProblem(
            file: path, line: line + 1, column: 1, problem: "this line is not UTF-8", remedy: "Save the file as UTF-8")
    }
}

extension ProblemList {
    /// What the YAML parser says, and where it stopped.
    fileprivate func add(_ error: YamlError, in text: String, layer: Int) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            let place = Place(parsedLine: mark.line, column: mark.column)
            if FileText(text).hasTab(at: place) {
                add(place, "there is a tab here, and YAML indents with blanks only", "Put blanks in its place")
            } else {
                add(place, "this is not YAML: \(problem)", "Check indentation, colons and quotes here and just above")
            }
        case .duplicatedKeysInMapping(let duplicates, let context):
            let start = Place(parsedLine: context.mark.line, column: context.mark.column)
            for key in duplicates {
                let place = FileText(text).places(ofKey: key, from: start)
                let first = place.first.map { "; the first is on line \($0.line)" } ?? ""
                add(place.dropFirst().first ?? start, "the key `\(key)` stands here for the second time\(first)", "Keep one of them")
            }
        case .reader:
            let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            let line = lines.firstIndex { $0.unicodeScalars.contains(where: \.isRefusedByYAML) } ?? 0
            add(Place(layer: layer, line: line + 1, column: 1), "this line has a character that YAML does not allow", "Save the file as plain text in UTF-8")
        default: add(Place(layer: layer, line: 1, column: 1), "this is not YAML: \(error)")
        }
    }
}

extension Unicode.Scalar {
    /// Control characters, apart from the tab.
    fileprivate var isRefusedByYAML: Bool { properties.generalCategory == .control && self != "\t" && self != "\u{85}" }
}
