/// How evenly percentiles are spread, whatever students scored before: where the model fits, a tenth of them in every cell.
///
/// Source: D. W. Betebenner (2009), p. 46; the bands are those of the R package SGP's goodness-of-fit table: 1 to 9, 10 to 19 and
/// so on to 90 to 99.
package struct GoodnessOfFit: Sendable {
    /// Students whose most recent prior scores are neighbours, about a tenth of all.
    package struct Row: Sendable, Equatable {
        package let lowestPrior: Double
        package let highestPrior: Double
        /// Students by band of their percentile.
        package let counts: [Int]

        package var studentCount: Int { counts.reduce(0, +) }
    }

    /// From the lowest prior scores up; equal scores are in one row, so that there can be fewer than ten.
    package let rows: [Row]

    package init(_ growth: GrowthPercentiles, of histories: ScoreHistories) {
        let priors = histories.scores[histories.yearCount - 2]
        let students = growth.outcomes.indices.compactMap { student -> (prior: Double, percentile: Int)? in
            guard case .percentile(let percentile, _) = growth.outcomes[student] else { return nil }
            return (priors[student], percentile)
        }.sorted { $0.prior < $1.prior }
        var rows: [Row] = [], start = 0
        for decile in 1...10 where start < students.count {
            var end = max(start, students.count * decile / 10)
            // Students with the same prior score stay together.
            while end < students.count, end > 0, students[end].prior == students[end - 1].prior { end += 1 }
            if end == start { continue }
            var counts = [Int](repeating: 0, count: 10)
            for student in students[start..<end] { counts[student.percentile / 10] += 1 }
            rows.append(Row(lowestPrior: students[start].prior, highestPrior: students[end - 1].prior, counts: counts))
            start = end
        }
        self.rows = rows
    }
}
