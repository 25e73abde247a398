internal import Ingestion
internal import Model

/// What stages count: the rows of sources, and the schools that they are counted at.
protocol CountedData {
    /// The schools as a year's rows describe them.
    func schools(of year: String) -> [School]

    /// A source's rows with the code of each row's school, 1 … schools; 0 for a row that does not count in the year.
    func rows(of source: String, in year: String) throws(InputProblems) -> (rows: JoinedRows, schools: [UInt16])

    /// Per school why it is held back; nil where it is not.
    var reasonsHeldBack: [String?] { get }
}

extension Inputs: CountedData {
    func rows(of source: String, in year: String) throws(InputProblems) -> (rows: JoinedRows, schools: [UInt16]) {
        let rows = try rows(of: source)
        return (rows, rows.schools(year: year, isOneYear: isOneYear(source)))
    }
}
