internal import Ingestion
internal import Parallel
internal import Synchronization

/// A student's row of a wide file.
struct WideScoreRow: Sendable {
    /// The physical line, from 1.
    var line: Int
    let student: String
    let grades: [String]
    let scores: [Double]
    let errors: [Double]
    let others: [String]
}

/// Where in a wide file things stand: by year, the oldest first, the places of columns in the header.
struct WideScoreColumns: Sendable {
    let student: Int
    let grades: [Int]
    let scores: [Int]
    let errors: [Int]
    let others: [Int]

    private struct Batch: Sendable {
        var rows: [WideScoreRow] = []
        var problems: [(line: Int, text: String)] = []
    }

    /// The rows of a file, in its order, and what is wrong with them.
    func rows(of file: CSVFile, workers: Workers) throws(CSVFault) -> ([WideScoreRow], [(line: Int, text: String)]) {
        let batches = Mutex<[Int: Batch]>([:])
        let header = file.header
        let summary = try file.readBatches(columns: [student] + grades + scores + errors + others, workers: workers) { records in
            let done = batch(records, header: header), number = records.number
            batches.withLock { $0[number] = done }
        }
        var rows: [WideScoreRow] = [], problems: [(line: Int, text: String)] = []
        let all = batches.withLock { $0 }
        rows.reserveCapacity(summary.rows)
        for (number, batch) in all.sorted(by: { $0.key < $1.key }) {
            for var row in batch.rows {
                row.line = summary.line(batch: number, line: row.line)
                rows.append(row)
            }
            problems += batch.problems.map { (summary.line(batch: number, line: $0.line), $0.text) }
        }
        return (rows, problems)
    }

    private func batch(_ records: borrowing RecordBatch, header: [String]) -> Batch {
        var batch = Batch()
        for record in records.malformed {
            batch.problems.append((record.line, "\(record.fault.problem). \(record.fault.remedy)"))
        }
        let firstScore = 1 + grades.count, firstError = firstScore + scores.count, firstOther = firstError + errors.count
        for row in 0..<records.rowCount {
            let line = records.line(of: row)
            var texts: [String] = []
            for column in 0..<firstOther + others.count {
                texts.append(String(decoding: records.field(row, column), as: UTF8.self))
            }
            func number(_ text: String, _ column: Int, isRight: (Double) -> Bool, _ kind: String) -> Double {
                if Self.isAbsent(text) { return .nan }
                if let value = ScoreText.number(text), isRight(value) { return value }
                batch.problems.append((line, "`\(header[column])` is `\(text)`, not \(kind)\(ScoreText.isTooLarge(text) ? " below a billion" : ""). Correct it, or leave it empty"))
                return .nan
            }
            batch.rows.append(
                WideScoreRow(
                    line: line, student: texts[0], grades: texts[1..<firstScore].map { Self.isAbsent($0) ? "" : $0 },
                    scores: zip(texts[firstScore..<firstError], scores).map {
                        number($0, $1, isRight: { _ in true }, "a number")
                    },
                    errors: zip(texts[firstError..<firstOther], errors).map {
                        number($0, $1, isRight: Self.isStandardError, "a standard error, 0 or more")
                    }, others: Array(texts[firstOther...])))
        }
        return batch
    }

    private static func isAbsent(_ text: String) -> Bool { text.isEmpty || text == "NA" }

    private static func isStandardError(_ value: Double) -> Bool { value >= 0 }
}
