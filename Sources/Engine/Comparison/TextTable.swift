internal import Conditions
internal import Ingestion
internal import Parallel
internal import Synchronization

/// A whole CSV file as texts, its rows found by the columns that tell them apart.
struct TextTable {
    let path: String
    let columns: [String]
    /// In the order of the file.
    let rows: [[String]]
    /// By row the texts of its key columns.
    let keys: [[String]]
    /// Key → row.
    let places: [[String]: Int]

    /// - Throws: what is wrong with the file, every row with its line.
    init(_ path: String, keys names: [String], workers: Workers) throws(InputProblems) {
        let batches = Mutex<[Int: Batch]>([:]), summary: CSVSummary
        let columns: [String]
        do throws(CSVFault) {
            let file = try CSVFile(path: path, digest: false)
            columns = file.header
            let count = columns.count
            summary = try file.readBatches(columns: Array(columns.indices), workers: workers) { batch in
                let rows = (0..<batch.rowCount).map { row in
                    (0..<count).map { String(decoding: batch.field(row, $0), as: UTF8.self) }
                }
                let malformed = batch.malformed.map { ($0.line, $0.fault.problem, $0.fault.remedy) }
                let own = Batch(rows: rows, lines: (0..<batch.rowCount).map { batch.line(of: $0) }, malformed: malformed)
                batches.withLock { $0[batch.number] = own }
            }
        } catch {
            throw InputProblems(path, [error.description])
        }
        let ordered = batches.withLock { batches in (0..<summary.batches).map { batches[$0]! } }
        let malformed = ordered.enumerated().flatMap { number, batch in
            batch.malformed.map { "\(path):\(summary.line(batch: number, line: $0.line)): \($0.problem). \($0.remedy)." }
        }
        if !malformed.isEmpty { throw InputProblems(path, malformed) }
        let keyColumns = try names.map { name throws(InputProblems) in try Self.place(of: name, in: columns, path) }
        self.path = path
        self.columns = columns
        rows = ordered.flatMap(\.rows)
        keys = rows.map { row in keyColumns.map { row[$0] } }
        var places: [[String]: Int] = [:], repeats: [String] = []
        let lines = ordered.enumerated().flatMap { number, batch in batch.lines.map { summary.line(batch: number, line: $0) } }
        for (row, key) in keys.enumerated() {
            guard let first = places[key] else {
                places[key] = row
                continue
            }
            repeats.append(
                "\(path):\(lines[row]): line \(lines[first]) has the same \(names.joined(separator: ", ")). Name further columns with --keys.")
        }
        if !repeats.isEmpty { throw InputProblems(path, Array(repeats.prefix(Self.problemLimit))) }
        self.places = places
    }

    private struct Batch: Sendable {
        let rows: [[String]]
        let lines: [Int]
        let malformed: [(line: Int, problem: String, remedy: String)]
    }

    private static let problemLimit = 20

    /// A column's place.
    static func place(of name: String, in columns: [String], _ path: String) throws(InputProblems) -> Int {
        if let place = columns.firstIndex(of: name) { return place }
        let hint = nearest(to: name, among: columns).map { "Did you mean `\($0)`?" } ?? "Its columns are \(columns.joined(separator: ", "))."
        throw InputProblems(path, ["\(path): there is no column `\(name)`. \(hint)"])
    }
}
