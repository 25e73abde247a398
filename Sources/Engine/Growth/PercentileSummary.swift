internal import Disaggregation
internal import Growth
internal import Model
internal import Reports

/// Percentiles by school, or by whatever else a column says: number, median, mean and how doubtful these are.
///
/// Source: the R package SGP 2.2, `summarizeSGP`; the standard error of a median is 1.253 times that of a mean (M. G. Kendall
/// and A. Stuart, The Advanced Theory of Statistics, vol. 1, 10.10, for a normal distribution).
enum PercentileSummary {
    static func text(_ growth: GrowthPercentiles, by groups: [String], named column: String) -> [UInt8] {
        var byGroup: [String: [Int64]] = [:]
        for (student, outcome) in growth.outcomes.enumerated() where !groups[student].isEmpty {
            if case .percentile(let percentile, _) = outcome { byGroup[groups[student], default: []].append(Int64(percentile)) }
        }
        var text = RowText()
        for name in [column, "n", "median_sgp", "mean_sgp", "sd_sgp", "mean_se", "median_se"] { text.add(name) }
        text.endRow()
        for (group, percentiles) in byGroup.sorted(by: { $0.key < $1.key }) {
            let count = percentiles.count, total = Int(percentiles.reduce(0, +))
            text.add(group)
            text.add(count)
            text.add(Statistic.median.of(percentiles), decimals: 1)
            text.add(Statistic.mean.of(percentiles), decimals: 2)
            let squares = count * Int(percentiles.reduce(0) { $0 + $1 * $1 }) - total * total
            let deviation = count < 2 ? nil : (Double(squares) / Double(count * (count - 1))).squareRoot()
            let error = deviation.map { $0 / Double(count).squareRoot() }
            for value in [deviation, error, error.map { 1.253 * $0 }] {
                text.add(value, decimals: 2)
            }
            text.endRow()
        }
        return text.bytes
    }
}
