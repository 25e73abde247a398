import TestSupport

/// A consortium of everything that real files can hold and a simulation never makes.
///
/// Values missing in every optional column, groups of 19, 20 and 21 students, equal results, values on cut points, schools
/// without students, students of several schools, without demographics or with those of another district, repeated and
/// contradicting rows, days beyond a year, three years in one file.
struct HostileConsortium {
    static let years = ["2014-15", "2015-16", "2016-17"]
    static let districts = ["0112345", "D-2.x", "9"]

    /// By path below the data directory.
    private(set) var files: [String: CSVDocument] = [:]
    let cutPoints: CSVDocument

    init(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        cutPoints = HostileCutPoints.document(&random)
        let schools = HostileSchool.all(&random)
        var records = HostileRecords(schools: schools)
        for year in Self.years {
            for school in schools { records.addStudents(of: school, year: year, &random) }
            for school in schools { records.addSchoolResults(of: school, year: year, &random) }
        }
        records.addFlaws(&random)
        records.emptySomeFiles(&random)
        files = records.files.mapValues { $0.shuffled(&random) }
        files["schools.csv"] = HostileSchool.document(schools).shuffled(&random)
    }

    /// Writes all files.
    ///
    /// - Parameter change: what becomes of each file on the way.
    func write(to directory: TemporaryDirectory, _ change: (CSVDocument) -> String = { $0.text() }) throws {
        for (path, document) in files { try directory.write("data/\(path)", change(document)) }
    }
}
