internal import Growth
internal import Ingestion
internal import Parallel
internal import Synchronization

/// A file with the knots of prior grades' splines, so that they hold between years: `grade`, `knot1` … `knot4`, `boundary_lo`,
/// `boundary_hi`; other columns are left alone.
enum KnotsFile {
    private static let columns = ["grade", "knot1", "knot2", "knot3", "knot4", "boundary_lo", "boundary_hi"]

    /// - Returns: by grade its knots.
    static func read(_ path: String) throws(InputProblems) -> [String: SplineKnots] {
        func problem(_ text: String) -> InputProblems { InputProblems(path, ["\(path): \(text)"]) }
        let file: CSVFile
        do throws(CSVFault) { file = try CSVFile(path: path, digest: false) } catch { throw InputProblems(path, [error.description]) }
        let missing = columns.filter { !file.header.contains($0) }
        if !missing.isEmpty {
            throw problem(
                "the header lacks \(missing.map { "`\($0)`" }.joined(separator: ", ")). Give each grade four knots and two boundaries, in score points.")
        }
        let places = columns.map { file.header.firstIndex(of: $0)! }
        let rows = Mutex<[(grade: String, numbers: [Double?])]>([])
        let summary: CSVSummary
        do throws(CSVFault) {
            summary = try file.readBatches(columns: places, workers: Workers(count: 1)) { batch in
                for row in 0..<batch.rowCount {
                    let texts = columns.indices.map { String(decoding: batch.field(row, $0), as: UTF8.self) }
                    rows.withLock { $0.append((texts[0], texts.dropFirst().map(Double.init))) }
                }
            }
        } catch {
            throw InputProblems(path, [error.description])
        }
        if summary.malformed > 0 { throw problem("some rows have not as many fields as the header. Correct them.") }
        var knots: [String: SplineKnots] = [:]
        for (grade, numbers) in rows.withLock({ $0 }) {
            let values = numbers.compactMap { $0 }
            guard values.count == 6, zip(values[..<4], values[1..<4]).allSatisfy(<=), values[4] <= values[0], values[3] <= values[5] else {
                throw problem("grade `\(grade)` needs four ascending knots between two boundaries. Correct its row.")
            }
            if knots.updateValue(
                SplineKnots(interior: Array(values[..<4]), lowerBoundary: values[4], upperBoundary: values[5]), forKey: grade) != nil
            {
                throw problem("grade `\(grade)` has two rows. Keep one for each grade, of one subject.")
            }
        }
        return knots
    }
}
