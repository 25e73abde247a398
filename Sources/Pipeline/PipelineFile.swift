internal import Foundation

/// The text of a pipeline file and where it is, since its sources can stand beside it; and of the scenarios that change it.
package struct PipelineFile: Sendable {
    /// One of the files.
    package struct Layer: Sendable {
        package let path: String
        package let text: String
        /// What the text says, with places in this layer.
        let tree: Result<Node, YAMLReading.Mistake>

        /// - Parameter number: how many files it stands on.
        init(path: String, text: String, number: Int) {
            self.path = path
            self.text = text
            tree = Result { () throws(YAMLReading.Mistake) in try YAMLReading(text: text, layer: number).read() }
        }
    }

    /// The pipeline's own file, then the scenarios, each changing what those before it make.
    package let layers: [Layer]

    package init(path: String, text: String) { self.init(texts: [(path, text)]) }

    /// - Parameter texts: the pipeline's own file, then the scenarios.
    package init(texts: [(path: String, text: String)]) {
        layers = texts.enumerated().map { Layer(path: $1.path, text: $1.text, number: $0) }
    }

    /// The pipeline without what changes it.
    package var baseline: PipelineFile { PipelineFile(path: layers[0].path, text: layers[0].text) }

    /// - Parameters:
    ///   - path: a pipeline file, or a scenario, whose baseline is read as well.
    ///   - changes: further changes, written `path=value`.
    ///   - baseline: a pipeline that was read before; where it is the one below, it is not read again.
    /// - Throws: one problem at 1:1 where a file can't be read.
    package init(path: String, changes: [String] = [], baseline: PipelineFile? = nil) throws(PipelineProblems) {
        var file = PipelineFile(layers: try Self.layers(path, above: [], known: baseline))
        for change in changes { file = try file.setting(change) }
        self = file
    }

    private init(layers: [Layer]) { self.layers = layers }

    /// The same with one more change, written `path=value`.
    package func setting(_ change: String) throws(PipelineProblems) -> PipelineFile {
        PipelineFile(layers: layers + [try Self.layer(of: change, number: layers.count)])
    }

    /// The same changed by another file's scenarios as well; those that are there already change it once.
    package func changed(by other: PipelineFile) -> PipelineFile {
        let known = Set(layers.map(\.text))
        return PipelineFile(texts: (layers + other.layers.filter { !known.contains($0.text) }).map { ($0.path, $0.text) })
    }

    /// The same, with files beside the pipeline where another file of the same pipeline has them.
    package func moved(besides other: PipelineFile?) -> PipelineFile {
        guard let other else { return self }
        return PipelineFile(texts: [(other.layers[0].path, layers[0].text)] + layers.dropFirst().map { ($0.path, $0.text) })
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
        guard layers.count > 1, let layer = layers.last(where: { !$0.isOption }), let root = try? layer.tree.get(),
            ScenarioReading.isScenario(root)
        else { return nil }
        return ScenarioReading(problems: ProblemList(layers)).read(root).header
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
        let layer = Layer(path: path, text: text, number: 0), problems = ProblemList([layer])
        // What is wrong with the file as YAML is said when it is read as a whole.
        guard let root = try? layer.tree.get(), ScenarioReading.isScenario(root) else { return [layer] }
        guard let baseline = ScenarioReading(problems: problems).read(root).baseline, problems.isEmpty else {
            throw PipelineProblems(problems.sorted)
        }
        let below = baseline.hasPrefix("/") ? baseline : directory(of: path) + "/" + baseline
        if (above + [path]).contains(where: { standardized($0) == standardized(below) }) {
            problems.add(.start, "the scenario stands on itself", "Name the pipeline file that it changes under `baseline`")
            throw PipelineProblems(problems.sorted)
        }
        let base = try layers(below, above: above + [path], known: known)
        return base + [Layer(path: path, text: text, number: base.count)]
    }

    private static func standardized(_ path: String) -> String { (path as NSString).standardizingPath }

    /// `path=value` as a scenario of its own.
    private static func layer(of change: String, number: Int) throws(PipelineProblems) -> Layer {
        let name = "--set \(change)"
        guard let equals = change.firstIndex(of: "="), equals != change.startIndex else {
            throw PipelineProblems([
                PipelineProblem(
                    file: name, line: 0, column: 0, problem: "a change needs a path and a value",
                    remedy: "Write it so: stages.disaggregate.with.minimum_n.value=30")
            ])
        }
        let path = change[..<equals].replacing("\"", with: "\\\""), value = change[change.index(after: equals)...]
        return Layer(path: name, text: "{scenario: 1, title: \"--set \(path)\", baseline: option, changes: {\"\(path)\": \(value)}}", number: number)
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
            let read = ScenarioReading(problems: problems).read(scenario)
            if let changes = read.changes {
                root = ScenarioChanges(title: read.header.title, problems: problems).applied(changes, to: root)
            }
        }
        return root
    }

    /// One layer's own tree.
    func root(_ layer: Int, _ problems: ProblemList) -> Node? {
        switch layers[layer].tree {
        case .success(let root): return root
        case .failure(let mistake):
            for entry in mistake.entries { problems.add(entry.place, entry.problem, entry.remedy) }
            return nil
        }
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
