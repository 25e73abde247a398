import Foundation
import TestSupport
import Testing

/// Equal inputs give equal bytes, however many threads work on them and however the files are written.
@Suite struct EqualBytesTests {
    /// A hostile consortium as one run with one thread publishes it, pages and all.
    private struct Baseline {
        static let year = "2016-17"
        let consortium: HostileConsortium
        let directory: TemporaryDirectory
        let files: [String: Data]

        init(seed: UInt64) throws {
            consortium = HostileConsortium(seed: seed)
            directory = try TemporaryDirectory()
            try consortium.write(to: directory)
            files = try Self.files(consortium, directory, threads: 1)
        }

        static func files(
            _ consortium: HostileConsortium, _ directory: TemporaryDirectory, threads: Int
        ) throws -> [String: Data] {
            try EngineRun(
                data: directory.path + "/data", year: year, threads: threads, cutPoints: consortium.cutPoints,
                changes: EngineRun.withoutLimit
            ).files
        }
    }

    @Test func `Two and seven threads publish the bytes of one`() throws {
        let baseline = try Baseline(seed: 101)
        #expect(baseline.files.keys.filter { $0.hasSuffix(".html") }.count == 36)
        for threads in [2, 7] {
            let files = try Baseline.files(baseline.consortium, baseline.directory, threads: threads)
            #expect(try PublishedFiles.differences(baseline.files, files) == [])
        }
    }

    @Test func `A simulated consortium gives equal bytes for every number of threads`() throws {
        let simulated = try SimulatedConsortium(students: 1_500, seed: 21)
        func files(_ threads: Int) throws -> [String: Data] {
            try EngineRun(data: simulated.data, year: "2016-17", growth: .computed, threads: threads, changes: []).files
        }
        let one = try files(1)
        for threads in [2, 7] { #expect(try PublishedFiles.differences(one, files(threads)) == []) }
        // Neither do growth and its page depend on the order of students and scores.
        var random = SeededNumbers(seed: 5)
        for path in try FileManager.default.subpathsOfDirectory(atPath: simulated.data) where path.hasSuffix("s.csv") {
            let file = URL(filePath: simulated.data + "/" + path)
            let document = CSVDocument(String(decoding: try Data(contentsOf: file), as: UTF8.self))
            try Data(document.shuffled(&random).text().utf8).write(to: file)
        }
        let shuffled = PublishedFiles.ofResults(try files(2))
        #expect(try PublishedFiles.differences(PublishedFiles.ofResults(one), shuffled) == [])
        #expect(shuffled.keys.contains("growth_page.html") && shuffled.keys.contains("growth_effects.csv"))
    }

    @Test func `Tables and pages do not depend on how the files are written`() throws {
        let baseline = try Baseline(seed: 102)
        let expected = PublishedFiles.ofResults(baseline.files)
        #expect(expected.keys.contains("results.csv") && expected.keys.contains("datapackage.json"))
        var random = SeededNumbers(seed: 1)
        let variants: [(name: String, change: (CSVDocument) -> String)] = [
            ("shuffled rows", { $0.shuffled(&random).text() }),
            ("shuffled columns", { $0.reordered(&random).text() }),
            ("CRLF and a byte order mark", { $0.text(.init(lineEnd: "\r\n", hasMark: true)) }),
            ("quotes everywhere and no final line end", { $0.text(.init(quotesAll: true, endsWithLineEnd: false)) }),
            ("reversed rows", { CSVDocument(columns: $0.columns, rows: $0.rows.reversed()).text() }),
            ("all of it", { document in
                document.shuffled(&random).reordered(&random).text(.init(lineEnd: "\r\n", hasMark: true, quotesAll: true))
            }),
        ]
        for variant in variants {
            let directory = try TemporaryDirectory()
            try baseline.consortium.write(to: directory, variant.change)
            let files = try Baseline.files(baseline.consortium, directory, threads: 2)
            #expect(try PublishedFiles.differences(expected, PublishedFiles.ofResults(files)) == [], "\(variant.name)")
        }
    }

    /// Rejected rows and findings may stand in another order and on other lines, but they are the same ones.
    @Test func `Shuffled rows are rejected for the same reasons`() throws {
        let baseline = try Baseline(seed: 104)
        var random = SeededNumbers(seed: 3)
        let directory = try TemporaryDirectory()
        try baseline.consortium.write(to: directory) { $0.shuffled(&random).text() }
        let files = try Baseline.files(baseline.consortium, directory, threads: 2)
        let rejects = baseline.files.keys.filter { $0.hasPrefix("rejects/") }
        #expect(rejects.count > 5)
        #expect(rejects.sorted() == files.keys.filter { $0.hasPrefix("rejects/") }.sorted())
        for name in rejects { #expect(Self.sorted(baseline.files[name]!) == Self.sorted(files[name]!), "\(name)") }
        #expect(Self.withoutLines(baseline.files["findings.csv"]!) == Self.withoutLines(files["findings.csv"]!))
    }

    private static func sorted(_ file: Data) -> [String] {
        CSVDocument(String(decoding: file, as: UTF8.self)).rows.map { $0.joined(separator: "|") }.sorted()
    }

    private static func withoutLines(_ findings: Data) -> [String] {
        CSVDocument(String(decoding: findings, as: UTF8.self)).dictionaries.map { row in
            row.filter { $0.key != "line" }.sorted { $0.key < $1.key }.map(\.value).joined(separator: "|")
        }.sorted()
    }

    @Test func `Cut points in another order give the same levels`() throws {
        let baseline = try Baseline(seed: 103)
        var random = SeededNumbers(seed: 2)
        let files = try EngineRun(
            data: baseline.directory.path + "/data", year: Baseline.year, cutPoints: baseline.consortium.cutPoints.shuffled(&random),
            changes: EngineRun.withoutLimit
        ).files
        #expect(try PublishedFiles.differences(PublishedFiles.ofResults(baseline.files), PublishedFiles.ofResults(files)) == [])
    }
}
