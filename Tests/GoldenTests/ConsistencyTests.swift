import Aggregation
import Foundation
import Ingestion
import Model
import Pipeline
import TestSupport
import Testing

/// What must hold between the pipelines that ship, their golden cases and the program.
@Suite struct ConsistencyTests {
    @Test(
        "Every metric and group of a shipped pipeline has a rule, a source and a basis",
        arguments: try ShippedPipelines.paths())
    func provenance(path: String) throws {
        let pipeline = try ShippedPipelines.pipeline(path)
        let all = pipeline.metrics.map { ($0.key, $0.provenance) } + pipeline.groups.map { ($0.key, $0.provenance) }
        #expect(!pipeline.metrics.isEmpty)
        for (key, provenance) in all {
            #expect(!provenance.rule.isEmpty, "\(key) of \(path) has no rule")
            #expect(!provenance.source.isEmpty, "\(key) of \(path) has no source")
            #expect(!provenance.basis.isEmpty, "\(key) of \(path) has no basis")
        }
    }

    @Test("Every metric of the index, and the one that extends it, has a file of golden cases about it")
    func everyMetricHasCases() throws {
        let catalog = try GoldenCatalog.all.get()
        let core = Set(try ShippedPipelines.pipeline(ShippedPipelines.core).metrics.map(\.key))
        for path in [ShippedPipelines.core, ShippedPipelines.extended] {
            let own = Set(try ShippedPipelines.pipeline(path).metrics.map(\.key))
            for metric in path == ShippedPipelines.core ? own : own.subtracting(core) {
                let cases = catalog.cases.filter { goldenCase in
                    goldenCase.run.pipeline == path && goldenCase.place.file == "fixtures/golden/\(metric).yaml"
                        && goldenCase.schools.contains { $0.expectations.contains { $0.content.metric == metric } }
                }
                #expect(cases.count >= 5, "\(metric) has \(cases.count) golden cases in fixtures/golden/\(metric).yaml")
            }
        }
    }

    @Test("Every golden case has a sentence of its own within its file")
    func sentencesDiffer() throws {
        for (file, cases) in Dictionary(grouping: try GoldenCatalog.all.get().cases, by: \.place.file) {
            #expect(Set(cases.map(\.sentence)).count == cases.count, "two cases of \(file) have the same sentence")
        }
    }

    @Test("No metric of a shipped pipeline is named in the program")
    func noMetricInSwift() throws {
        let keys = try ShippedPipelines.metricKeys()
        // Schemas are data, the simulation invents data for named metrics, and documentation explains by example.
        let isData = { (path: String) in ["/Simulation/", "/Schemas/", ".docc/"].contains { path.contains($0) } }
        let paths = try RepositoryFile.paths(under: "Sources", ending: [".swift", ".mustache", ".json"]).filter { !isData($0) }
        #expect(paths.count > 100)
        for path in paths {
            let lines = try RepositoryFile.text(path).split(separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in lines.enumerated() {
                let words = Set(line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
                for key in words.intersection(keys).sorted() {
                    Issue.record(
                        "the metric `\(key)` is named in the program",
                        sourceLocation: GoldenPlace(file: path, line: number + 1).sourceLocation)
                }
            }
        }
    }

    @Test("The example that extends the index computes the rest of it, with growth computed elsewhere, as the index does")
    func exampleExtendsOnly() throws {
        let core = try ShippedPipelines.pipeline(ShippedPipelines.givenGrowth)
        let extended = try ShippedPipelines.pipeline(ShippedPipelines.extended)
        for metric in core.metrics { #expect(extended.metric(metric.key)?.inWords == metric.inWords) }
        #expect(extended.groups.map(\.inWords) == core.groups.map(\.inWords))
        #expect(extended.metrics.count == core.metrics.count + 1)
        for source in core.sources where source.kind != "cut_points" {
            let own = try #require(extended.source(source.name))
            #expect(own.files == source.files)
            #expect(own.kind == source.kind)
            #expect(own.joins.sorted { $0.name < $1.name } == source.joins.sorted { $0.name < $1.name })
        }
        let year = try #require(core.year)
        let rule = try #require(core.indices.first?.rule(year: year))
        let own = try #require(extended.indices.first?.rule(year: year))
        #expect(own.weights["elementary"] == rule.weights["elementary"])
        #expect(own.weights["middle"] == rule.weights["middle"])
        #expect(extended.indices.first?.shares == core.indices.first?.shares)
    }
}

extension GoldenExpectation.Content {
    /// The metric that an expectation is about; nil where it is about the score.
    var metric: String? {
        switch self {
        case .result(let metric, _, _), .lowest(let metric, _), .excluded(let metric, _), .points(let metric, _, _): metric
        case .score: nil
        }
    }
}
