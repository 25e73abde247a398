internal import Parallel

/// The columns of a quantile regression on prior scores: 1, and each prior's spline basis.
///
/// A column that others make up is left out: its coefficient stays 0, and the fitted values are the same.
struct SplineDesign: Sendable {
    private(set) var cells: ScoreCells
    /// 1 + 7 for each prior.
    let columnCount: Int
    /// Vectors over the columns have this many numbers, the last ones 0: as many as are summed at a time fit in.
    let width: Int
    let priorCount: Int
    /// By cell the number, among all priors', of each prior's score, one cell after the other.
    let numbers: [Int32]
    /// The four basis values of each prior score, by its number.
    let values: [SIMD4<Double>]
    /// Prior scores in one interval between knots: their numbers and the column of their first value.
    let intervals: [(numbers: Range<Int>, column: Int)]
    /// By column the sum over all students.
    let totals: [Double]
    /// By column and column the sum of products over all students, `width` apart.
    let products: [Double]
    /// The cells whose rows are independent of each other, as many as columns are.
    let independentCells: [Int]
    /// The columns that are independent of each other.
    let independentColumns: [Int]

    /// The design of a regression to be fitted.
    ///
    /// - Parameter knots: by prior its knots.
    init(_ cells: ScoreCells, knots: [SplineKnots]) {
        var layout = SplineLayout(cells, knots: knots)
        let independent = IndependentRows(layout)
        layout.leaveOut(Set(0..<layout.columnCount).subtracting(independent.columns))
        self.init(layout, independent)
    }

    /// The design of a regression that was fitted to other students: all columns count, whatever these students' are.
    init(_ cells: ScoreCells, knotsOfBaseline knots: [SplineKnots]) {
        self.init(SplineLayout(cells, knots: knots), IndependentRows())
    }

    private init(_ layout: SplineLayout, _ independent: IndependentRows) {
        let cells = layout.cells
        self.cells = cells
        (columnCount, width, priorCount) = (layout.columnCount, layout.width, layout.priorCount)
        (numbers, values, intervals) = (layout.numbers, layout.values, layout.intervals)
        (independentCells, independentColumns) = (independent.cells, independent.columns)
        totals = layout.sums { cells.students(of: $0) }
        products = layout.sumsOfProducts()
        firstColumns = layout.firstColumns
    }

    /// The same with scores a little apart.
    func apart() -> SplineDesign {
        var design = self
        design.cells = cells.apart()
        return design
    }

    private let firstColumns: [Int32]

    /// The columns of a cell, `width` of them.
    func row(_ cell: Int) -> [Double] {
        var row = [Double](repeating: 0, count: width)
        row.withUnsafeMutableBufferPointer { add(cell, times: 1, to: $0.baseAddress!) }
        return row
    }

    /// Adds a multiple of a cell's columns to a vector of them.
    @inline(__always)
    func add(_ cell: Int, times factor: Double, to vector: UnsafeMutablePointer<Double>) {
        vector[0] += factor
        for prior in 0..<priorCount {
            let number = Int(numbers[cell &* priorCount &+ prior])
            let four = UnsafeMutableRawPointer(vector + Int(firstColumns[number]))
            four.storeBytes(of: four.loadUnaligned(as: SIMD4<Double>.self) + factor * values[number], as: SIMD4<Double>.self)
        }
    }

    /// By column the sum over cells, each taken a number of times.
    func sums(_ times: (_ cell: Int) -> Int) -> [Double] {
        SplineLayout.sums(cells.count, priorCount, numbers, firstColumns, values, width: width, times)
    }
}
