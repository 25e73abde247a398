/// The fitted values of a regression at all its quantiles.
struct FittedScores {
    private let design: SplineDesign
    private let tables: [FitTable]

    init(_ process: QuantileProcess) {
        design = process.design
        tables = process.coefficients.map { coefficients in
            var table = FitTable(process.design)
            table.load(coefficients)
            return table
        }
    }

    /// A cell's fitted values, ascending, to five decimals: where planes cross, each takes the other's place.
    ///
    /// Source: V. Chernozhukov, I. Fernandez-Val and A. Galichon, Quantile and Probability Curves without Crossing
    /// (Econometrica 78, 2010).
    func sorted(ofCell cell: Int) -> [Double] {
        tables.map { FiveDecimals.rounded($0.height(ofCell: cell)) }.sorted()
    }
}
