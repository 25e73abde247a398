import Model
import TestSupport
import Testing

@testable import Engine

/// Results that others computed, without a student's row.
@Suite struct WideResultsTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        // Cut points take ten schools; in B the third of twelve has 720 in place of 620.
        let first = (0..<12).map { 600 + 10 * $0 }, second = first.map { $0 == 620 ? 720 : $0 }
        for (version, results) in [("a", first), ("b", second)] {
            let rows = results.enumerated().map { "\($0 + 101),E,School \($0 + 1),1,District,100,\($1),500,20\n" }
            try directory.write("\(version)/apipop.csv", "cds,stype,sname,dnum,dname,api.stu,api00,api99,ell\n" + rows.joined())
        }
    }

    private func comparison(isAveraged: Bool = false) throws -> RunComparison {
        func side(_ data: String) -> CompareRequest.Side {
            .init(path: RepositoryFile.path("pipelines/wide-results.yml"), data: directory(data), year: nil)
        }
        return try RunComparison(CompareRequest(first: side("a"), second: side("b"), isAveraged: isAveraged, threads: 2))
    }

    @Test func `Without students there is no roster: data and the year's own cut points are the causes`() throws {
        for isAveraged in [false, true] {
            let comparison = try comparison(isAveraged: isAveraged)
            #expect(comparison.differences.map(\.cause) == [.data, .cutPoints])
            for change in comparison.changes {
                let split = try #require(change.split)
                #expect(split.parts[.data]! + split.parts[.cutPoints]! == split.change && split.rounding == 0)
            }
        }
    }

    @Test func `Results and levels that differ are listed, and no others`() throws {
        let results = try comparison().results
        #expect(results.first { $0.school.id == "103" }.map { [$0.first?.value, $0.second?.value] } == [620, 720])
        #expect(results.allSatisfy { $0.metric == "performance" && $0.group == "all" && $0.first != $0.second })
    }
}
