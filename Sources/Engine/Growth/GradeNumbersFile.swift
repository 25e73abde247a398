internal import Ingestion
internal import Parallel
internal import Synchronization

/// A file with a row for each grade: the column `grade`, and columns of numbers; other columns are left alone.
enum GradeNumbersFile {
    /// - Parameters:
    ///   - names: the columns of numbers.
    ///   - need: what the header has to give each grade, as a sentence.
    /// - Returns: by row the grade and its numbers, nil for what is no number.
    static func rows(
        _ path: String, names: [String], need: String
    ) throws(InputProblems) -> [(grade: String, numbers: [Double?])] {
        let file: CSVFile
        do throws(CSVFault) { file = try CSVFile(path: path, digest: false) } catch {
            throw InputProblems(path, [error.description])
        }
        let columns = ["grade"] + names
        let missing = columns.filter { !file.header.contains($0) }
        if !missing.isEmpty {
            throw InputProblems(
                path, ["\(path): the header lacks \(missing.map { "`\($0)`" }.joined(separator: ", ")). \(need)"])
        }
        let rows = Mutex<[(grade: String, numbers: [Double?])]>([])
        let summary: CSVSummary
        do throws(CSVFault) {
            let places = columns.map { file.header.firstIndex(of: $0)! }
            summary = try file.readBatches(columns: places, workers: Workers(count: 1)) { batch in
                for row in 0..<batch.rowCount {
                    let texts = columns.indices.map { String(decoding: batch.field(row, $0), as: UTF8.self) }
                    rows.withLock { $0.append((texts[0], texts.dropFirst().map(ScoreText.number))) }
                }
            }
        } catch {
            throw InputProblems(path, [error.description])
        }
        if summary.malformed > 0 {
            throw InputProblems(path, ["\(path): some rows have not as many fields as the header. Correct them."])
        }
        let all = rows.withLock { $0 }
        var grades: Set<String> = []
        for (grade, _) in all where !grades.insert(grade).inserted {
            throw InputProblems(path, ["\(path): grade `\(grade)` has two rows. Keep one for each grade, of one subject."])
        }
        return all
    }
}
