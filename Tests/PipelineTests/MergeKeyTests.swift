import Testing

@testable import Pipeline

/// Anchors and merge keys: one set of keys taken over into others.
@Suite struct MergeKeyTests {
    private func reader(_ text: String) throws -> (MappingReader, ProblemList) {
        let layer = PipelineFile.Layer(path: "pipeline.yml", text: text, number: 0), problems = ProblemList([layer])
        let root = try layer.tree.get()
        let file = try #require(MappingReader(root, subject: "the file", problems: problems))
        return (try #require(file.mapping("b", subject: "b")), problems)
    }

    private static let anchor = "a: &a {title: First, rule: One.}\n"

    @Test func `A merged key is read like one of the mapping's own`() throws {
        let (b, problems) = try reader(Self.anchor + "b: {<<: *a}")
        #expect([b.text("title"), b.text("rule")] == ["First", "One."])
        b.finish()
        #expect(problems.isEmpty)
    }

    @Test func `A key of the mapping itself goes before one merged into it, wherever it stands`() throws {
        for text in ["b: {<<: *a, title: Second}", "b: {title: Second, <<: *a}"] {
            let (b, _) = try reader(Self.anchor + text)
            #expect([b.text("title"), b.text("rule")] == ["Second", "One."])
        }
    }

    @Test func `Of several merged sets of keys the first goes before the others`() throws {
        let (b, _) = try reader(Self.anchor + "c: &c {title: Third, basis: stated}\nb: {<<: [*c, *a]}")
        #expect([b.text("title"), b.text("rule"), b.text("basis")] == ["Third", "One.", "stated"])
    }

    @Test func `Merged sets of keys can have merged keys themselves`() throws {
        let (b, _) = try reader(Self.anchor + "c: &c {<<: *a, basis: stated}\nb: {<<: *c}")
        #expect([b.text("title"), b.text("basis")] == ["First", "stated"])
    }

    @Test(.timeLimit(.minutes(1))) func `Sets of keys merged many times over are read once`() throws {
        let levels = (1...30).map { "  - &l\($0) {<<: [\(Array(repeating: "*l\($0 - 1)", count: 9).joined(separator: ", "))]}\n" }
        let (b, _) = try reader("c:\n  - &l0 {title: First}\n" + levels.joined() + "b: {<<: *l30}")
        #expect(b.text("title") == "First")
    }

    @Test func `A merged value has the place where it is written`() throws {
        let (b, problems) = try reader(Self.anchor + "b: {<<: *a}")
        _ = b.whole("title", in: 1...2)
        #expect(
            problems.sorted.map(\.description)
                == ["pipeline.yml:1:15: `title` of b is `First`. It must be a whole number from 1 to 2."])
    }

    @Test func `An unknown merged key is reported where it is written`() throws {
        let (b, problems) = try reader(Self.anchor + "b: {<<: *a}")
        _ = b.text("title")
        b.finish()
        #expect(problems.sorted.map(\.description) == ["pipeline.yml:1:22: `rule` is not a key of b. It takes title."])
    }
}
