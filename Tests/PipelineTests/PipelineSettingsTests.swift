import Pipeline
import TestSupport
import Testing

/// What of a pipeline file decides what is computed.
@Suite struct PipelineSettingsTests {
    private func settings(_ pipeline: SmallPipeline) throws -> [String: String] {
        let file = PipelineFile(path: "small.yml", text: pipeline.text)
        return file.settings(of: try file.pipeline().stages.filter { ![.calibrate, .report].contains($0.kind) })
    }

    /// The paths of the settings that a change of the file changes.
    private func changed(_ pipeline: SmallPipeline) throws -> [String] {
        let own = try settings(SmallPipeline()), other = try settings(pipeline)
        return Set(own.keys).union(other.keys).filter { own[$0] != other[$0] }.sorted()
    }

    @Test func `Titles, sentences, provenance, comments, the year and what is published decide nothing`() throws {
        let small = SmallPipeline()
        #expect(try changed(small.replacing("title: Small index", with: "title: Large # index", after: "format: 1")) == [])
        #expect(try changed(small.replacing("rule: At or below 90%.", with: "rule: At 90% or below.")) == [])
        #expect(try changed(small.replacing("basis: {met: stated, counted: assumed}", with: "basis: assumed")) == [])
        #expect(try changed(small.replacing("year: 2016-17", with: "year: 2015-16")) == [])
        #expect(try changed(small.replacing(
            "publish: [scores, points, results, cut_points, ledger, population, school_reports]", with: "publish: [scores]")) == [])
    }

    @Test func `Weights of metrics and domains, and the stages left out, are no settings`() throws {
        let small = SmallPipeline()
        #expect(try changed(small.replacing(
            "elementary: {absence: 50, suspension: 50}", with: "elementary: {absence: 60, suspension: 40}")) == [])
        #expect(try changed(small.replacing("with: {levels: 10, minimum_schools: 2}", with: "with: {levels: 10, minimum_schools: 3}")) == [])
    }

    @Test func `A condition, a group, the minimum n and a member of a list each have their path`() throws {
        let small = SmallPipeline()
        #expect(try changed(small.replacing("met: removals.count >= 1", with: "met: removals.count >= 2")) == ["metrics.suspension.met"])
        #expect(try changed(small.replacing("value: 20", with: "value: 30")) == ["stages.disaggregate.with.minimum_n.value"])
        #expect(try changed(small.replacing("ties: [more_students, listed_first]", with: "ties: [listed_first]")) == ["groups.lowest.ties"])
        #expect(try changed(small.replacing(
            "- {when: days_enrolled >= 31, otherwise: enrolled less than 31 days}",
            with: "- {when: days_enrolled >= 32, otherwise: enrolled less than 31 days}")) == ["metrics.absence.counted.1.when"])
        let settings = try settings(small)
        #expect(settings["groups"] == "all, white, latino, lowest" && settings["indices.small.shares.groups"] == "[lowest]")
    }
}
