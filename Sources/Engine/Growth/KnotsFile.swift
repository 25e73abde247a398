internal import Growth
internal import Ingestion

/// A file with the knots of prior grades' splines, so that they hold between years: `grade`, `knot1` … `knot4`, `boundary_lo`,
/// `boundary_hi`; other columns are left alone.
enum KnotsFile {
    private static let columns = ["knot1", "knot2", "knot3", "knot4", "boundary_lo", "boundary_hi"]

    /// - Returns: by grade its knots.
    static func read(_ path: String) throws(InputProblems) -> [String: SplineKnots] {
        var knots: [String: SplineKnots] = [:]
        let rows = try GradeNumbersFile.rows(
            path, names: columns, need: "Give each grade four knots and two boundaries, in score points.")
        for (grade, numbers) in rows {
            let values = numbers.compactMap { $0 }
            let own = values.count == 6 ? SplineKnots(interior: Array(values[..<4]), lowerBoundary: values[4], upperBoundary: values[5]) : nil
            guard let own, own.isOrdered else {
                throw InputProblems(
                    path, ["\(path): grade `\(grade)` needs four ascending knots between two boundaries. Correct its row."])
            }
            knots[grade] = own
        }
        return knots
    }
}
