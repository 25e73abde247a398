package import Parallel
internal import Synchronization

/// A CSV file, its header read: UTF-8 with or without a byte order mark, plain or compressed with gzip.
///
/// libcsv in strict mode is the authority on what the bytes mean. A line ends at LF, CRLF or a lone CR; blank lines
/// are no records; blanks around unquoted fields do not belong to them.
package final class CSVFile {
    package let path: String
    /// The names of the columns, in the order of the file.
    package let header: [String]
    /// The header row as it stands in the file, without its line end: the first line of a rejects file.
    package let headerText: [UInt8]

    private let layout: CSVLayout
    private let source: TextSource
    /// Physical lines up to and with the header.
    private let headerLines: Int
    private var isRead = false

    /// Opens a file and reads its header.
    ///
    /// - Parameter digest: whether the summary is to give the SHA-256 of the file as it is stored.
    package init(path: String, layout: CSVLayout = CSVLayout(), digest: Bool) throws(CSVFault) {
        let source = try TextSource(path: path, digest: digest)
        let header = try HeaderReader(source, layout).read()
        self.path = path
        self.layout = layout
        self.source = source
        self.header = header.names
        headerText = header.text
        headerLines = header.lines
    }

    /// Reads all records, and calls `body` once per batch: on all threads at the same time, batches in no stated order.
    ///
    /// Only the fields of `columns` are kept, in the order asked. Batches are the same for any number of threads.
    /// Memory: some five times `batchBytes` per thread. A file is read once; before a fault is thrown, `body` has
    /// seen the batches in front of it.
    /// - Parameter columns: positions in the header, 0-based.
    /// - Parameter batchBytes: how much text a batch holds, apart from records longer than that.
    package func readBatches(
        columns: [Int], workers: Workers, batchBytes: Int = 1 << 18,
        _ body: @Sendable (borrowing RecordBatch) -> Void
    ) throws(CSVFault) -> CSVSummary {
        precondition(!isRead, "a CSV file is read once")
        precondition(columns.allSatisfy(header.indices.contains), "a column asked for stands in the header")
        precondition(batchBytes > 0, "a batch holds at least one byte")
        isRead = true
        let reader = BlockReader(source, layout, blockSize: batchBytes)
        let counts = Mutex<[Int: CSVSummary.Batch]>([:])
        workers.onEachThread { thread in
            let block = Block(
                capacity: min(batchBytes, layout.recordLimit), fieldsPerRecord: header.count, columns: columns.count)
            let splitter = RecordSplitter(block, layout, columns: columns, fieldsPerRecord: header.count)
            while reader.next(into: block) {
                let batch = splitter.split(thread: thread)
                body(batch)
                let count = CSVSummary.Batch(
                    rows: batch.rowCount, malformed: batch.malformed.count, lines: splitter.lines)
                counts.withLock { $0[block.number] = count }
            }
        }
        try reader.finish()
        return summary(of: counts.withLock { counts in (0..<counts.count).map { counts[$0]! } })
    }

    private func summary(of batches: [CSVSummary.Batch]) -> CSVSummary {
        var linesBefore = headerLines
        let starts = batches.map { batch in
            defer { linesBefore += batch.lines }
            return linesBefore
        }
        return CSVSummary(
            rows: batches.reduce(0) { $0 + $1.rows }, malformed: batches.reduce(0) { $0 + $1.malformed },
            batches: batches.count, linesBefore: starts, bytes: source.file.bytesRead,
            sha256: source.file.finishDigest())
    }
}

/// What a file held, once it is read.
package struct CSVSummary: Sendable, Equatable {
    package let rows: Int
    package let malformed: Int
    package let batches: Int
    /// For each batch, the physical lines of the file before it.
    package let linesBefore: [Int]
    /// The size of the file as it is stored.
    package let bytes: Int
    /// The SHA-256 of the file as it is stored, in hexadecimal digits; nil if it was not asked for.
    package let sha256: String?

    /// The physical line of the file, 1-based, for a line of a batch, 0-based.
    package func line(batch: Int, line: Int) -> Int { linesBefore[batch] + line + 1 }

    struct Batch {
        let rows: Int
        let malformed: Int
        let lines: Int
    }
}
