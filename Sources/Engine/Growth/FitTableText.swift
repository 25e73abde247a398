internal import Growth
internal import Model
internal import Reports

/// The goodness of fit as a table: a row for each tenth of the prior scores, with the percent of its students in each band.
enum FitTableText {
    static func bytes(_ fit: GoodnessOfFit) -> [UInt8] {
        var text = RowText()
        for name in ["prior_from", "prior_to", "n", "sgp_1_9"] + (1...9).map({ "sgp_\(10 * $0)_\(10 * $0 + 9)" }) { text.add(name) }
        text.endRow()
        for row in fit.rows {
            text.add(plain: row.lowestPrior)
            text.add(plain: row.highestPrior)
            text.add(row.studentCount)
            for count in row.counts { text.add(Rational(Int128(100 * count), over: Int128(row.studentCount)), decimals: 1) }
            text.endRow()
        }
        return text.bytes
    }
}
