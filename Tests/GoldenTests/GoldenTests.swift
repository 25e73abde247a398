import Foundation
import Testing

/// The rules of the pipelines that ship, case by case, as `fixtures/golden` has them.
@Suite struct GoldenTests {
    @Test("The rule holds", arguments: try GoldenCatalog.all.get().cases)
    func holds(_ goldenCase: GoldenCase) async throws {
        let results = try await GoldenRuns.shared.results(for: goldenCase.run, in: GoldenCatalog.all.get())
        for (place, words) in results.differences(from: goldenCase) {
            Issue.record("\(goldenCase.sentence) – \(words)", sourceLocation: place.sourceLocation)
        }
    }
}

extension GoldenPlace {
    /// The place as a test report prints it: in the golden file, not in the code that read it.
    var sourceLocation: SourceLocation {
        SourceLocation(fileID: file, filePath: file, line: line, column: 1)
    }
}
