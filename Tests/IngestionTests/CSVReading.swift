import Glibc
import Parallel
import Synchronization

@testable import Ingestion

/// What a file gives, record by record, in the order of the file; lines are physical and 1-based.
struct Reading: Equatable {
    struct Row: Equatable {
        let line: Int
        let text: [UInt8]
        let fields: [Field]
    }
    struct Field: Equatable {
        let bytes: [UInt8]
        let isQuotedEmpty: Bool
    }
    struct Reject: Equatable {
        let line: Int
        let lines: Int
        let bytes: [UInt8]
        let fault: MalformedRecord.Fault
    }
    var rows: [Row] = []
    var rejects: [Reject] = []

    /// The fields as strings, row by row.
    var table: [[String]] { rows.map { $0.fields.map { String(decoding: $0.bytes, as: UTF8.self) } } }
}

extension CSVFile {
    /// Reads everything; all columns where none are named.
    func reading(columns: [Int]? = nil, threads: Int = 1, batchBytes: Int = 1 << 18) throws -> (Reading, CSVSummary) {
        let columns = columns ?? Array(header.indices)
        let batches = Mutex<[Int: Reading]>([:])
        let summary = try readBatches(columns: columns, workers: Workers(count: threads), batchBytes: batchBytes) {
            batch in
            var reading = Reading()
            for row in 0..<batch.rowCount {
                let fields = columns.indices.map {
                    Reading.Field(bytes: Array(batch.field(row, $0)), isQuotedEmpty: batch.isQuotedEmpty(row, $0))
                }
                reading.rows.append(.init(line: batch.line(of: row), text: Array(batch.text(of: row)), fields: fields))
            }
            reading.rejects = batch.malformed.map {
                .init(line: $0.line, lines: $0.lines, bytes: $0.bytes, fault: $0.fault)
            }
            let number = batch.number
            batches.withLock { $0[number] = reading }
        }
        var whole = Reading()
        batches.withLock { batches in
            for number in 0..<batches.count {
                let batch = batches[number]!
                whole.rows += batch.rows.map {
                    .init(line: summary.line(batch: number, line: $0.line), text: $0.text, fields: $0.fields)
                }
                whole.rejects += batch.rejects.map {
                    .init(
                        line: summary.line(batch: number, line: $0.line), lines: $0.lines, bytes: $0.bytes,
                        fault: $0.fault)
                }
            }
        }
        return (whole, summary)
    }
}

/// A file in a directory of its own, removed with the last reference.
final class TemporaryFile {
    let path: String
    private let directory: String

    init(_ bytes: some Collection<UInt8>) {
        var template = Array("/tmp/csv-XXXXXX".utf8CString)
        directory = String(cString: mkdtemp(&template))
        path = directory + "/file.csv"
        let file = fopen(path, "w")!
        fwrite(Array(bytes), 1, bytes.count, file)
        fclose(file)
    }

    convenience init(_ text: String) { self.init(Array(text.utf8)) }

    deinit {
        unlink(path)
        rmdir(directory)
    }

    func open(_ layout: CSVLayout = CSVLayout(), digest: Bool = false) throws -> CSVFile {
        try CSVFile(path: path, layout: layout, digest: digest)
    }
}
