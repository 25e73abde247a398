internal import Aggregation

/// A pipeline read once, for any number of scenarios that change the weights of its indices and nothing else.
///
/// Such a scenario needs neither the rest of the file nor any data to be read again.
package struct WeightScenarios: Sendable {
    private let file: PipelineFile
    private let pipeline: Pipeline
    private let root: Node
    private let names: DeclaredNames

    /// - Parameter pipeline: what was read of the file.
    package init?(_ file: PipelineFile, _ pipeline: Pipeline) {
        let problems = ProblemList(file.layers)
        guard let root = file.changedRoot(problems), let reader = MappingReader(root, subject: "the pipeline file", problems: problems)
        else { return nil }
        self.file = file
        self.pipeline = pipeline
        self.root = root
        names = DeclaredNames(reader)
    }

    /// The indices as a scenario has them; nil where it changes more than weights, or is not of this pipeline.
    ///
    /// - Throws: all problems of the weights at once.
    package func indices(of scenario: PipelineFile) throws(PipelineProblems) -> [IndexDeclaration]? {
        let own = file.layers.count
        guard scenario.layers.count > own, zip(scenario.layers, file.layers).allSatisfy({ $0.path == $1.path && $0.text == $1.text })
        else { return nil }
        let problems = ProblemList(scenario.layers)
        var root = self.root
        for layer in own..<scenario.layers.count {
            guard let node = scenario.root(layer, problems) else { break }
            let read = ScenarioReading(problems: problems).read(node)
            guard let changes = read.changes else { break }
            if !Self.changesWeightsAlone(changes) { return nil }
            root = ScenarioChanges(title: read.header.title, problems: problems).applied(changes, to: root)
        }
        if problems.isEmpty, let reader = MappingReader(root, subject: "the pipeline file", problems: problems) {
            let indices = IndicesReading(levels: pipeline.levels, groups: pipeline.groups, names: names, problems: problems).read(reader)
            CrossChecks(indices, of: pipeline, file: reader, problems: problems).checkWeights()
            if problems.isEmpty { return indices }
        }
        throw PipelineProblems(problems.sorted)
    }

    /// Whether every change is below `indices.….weights`.
    private static func changesWeightsAlone(_ changes: Node) -> Bool {
        func leadsToWeights(_ path: [Substring], _ value: Node) -> Bool {
            if path.count >= 3 { return path[0] == "indices" && path[2] == "weights" }
            guard let members = value.mapping else { return false }
            return members.written.allSatisfy { leadsToWeights(path + ($0.key.string ?? "").split(separator: "."), $0.value) }
        }
        return leadsToWeights([], changes)
    }
}
