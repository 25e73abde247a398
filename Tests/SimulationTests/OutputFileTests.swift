import Foundation
import Parallel
import Testing

@testable import Simulation

@Suite struct OutputFileTests {
    let consortium = Consortium(Parameters(students: 200, seed: 1, years: [SchoolYear(start: 2014)]))
    let workers = Workers(count: 1)
    let directory = NSTemporaryDirectory() + "simulation-" + UUID().uuidString

    @Test func aDirectoryWithFilesIsRefusedUnlessOverwriting() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try consortium.write(to: directory, workers: workers)
        let error = #expect(throws: SimulationError.self) { try consortium.write(to: directory, workers: workers) }
        #expect(
            error?.description == """
                \(directory): the directory is not empty. Name another one, or add --force to overwrite the files of a \
                simulation in it.
                """)
        try consortium.write(to: directory, overwriting: true, workers: workers)
    }

    @Test func missingDirectoriesAboveAreCreated() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try consortium.write(to: directory + "/a/deep/one", workers: workers)
        #expect(FileManager.default.fileExists(atPath: directory + "/a/deep/one/schools.csv"))
    }

    @Test func aFileAboveIsNoDirectory() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try Data().write(to: URL(filePath: directory))
        let error = #expect(throws: SimulationError.self) {
            try consortium.write(to: directory + "/deep", workers: workers)
        }
        #expect(
            error?.description
                == "\(directory)/deep: could not be created: Not a directory. Name a directory, not a file.")
    }

    @Test func aFullDiskIsReportedWithTheFile() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: directory + "/schools.csv", withDestinationPath: "/dev/full")
        let error = #expect(throws: SimulationError.self) {
            try consortium.write(to: directory, overwriting: true, workers: workers)
        }
        #expect(
            error?.description == """
                \(directory)/schools.csv: could not be written: No space left on device. Free some space, or simulate \
                fewer students or years.
                """)
    }

    @Test func overwritingRemovesTheOtherKindOfSurveys() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try consortium.write(to: directory, workers: workers)
        var parameters = consortium.parameters
        parameters.surveys = .none
        try Consortium(parameters).write(to: directory, overwriting: true, workers: workers)
        let names = try FileManager.default.subpathsOfDirectory(atPath: directory)
        #expect(!names.contains { $0.hasSuffix("survey_results.csv") })
    }
}
