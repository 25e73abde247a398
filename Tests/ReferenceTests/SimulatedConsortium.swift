import Parallel
import Simulation
import TestSupport

/// A small consortium of the project's own simulation, written to a directory of its own.
struct SimulatedConsortium {
    private let directory: TemporaryDirectory
    var data: String { directory.path + "/data" }

    static let years = ["2014-15", "2015-16", "2016-17"]
    /// The year before has scores to see growth from.
    private static let all = ["2013-14"] + years

    init(students: Int, schools: Int? = nil, seed: UInt64) throws {
        directory = try TemporaryDirectory()
        let years = Self.all.map { SchoolYear($0)! }
        try Consortium(Parameters(students: students, schools: schools, seed: seed, years: years))
            .write(to: data, workers: Workers(count: 2))
    }
}
