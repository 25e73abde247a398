/// Rows of a design that are independent of each other, and columns that are.
///
/// Source: G. H. Golub and C. F. Van Loan, Matrix Computations (4th ed. 2013), 3.4.8 (elimination with complete pivoting).
struct IndependentRows {
    private(set) var cells: [Int] = []
    private(set) var columns: [Int] = []

    /// Smaller than this, what is left of a row of numbers up to 1 is rounding.
    private static let dependence = 1e-10

    /// None.
    init() {}

    /// Looks at all rows only where a few do not tell that every column is independent.
    init(_ layout: SplineLayout) {
        self.init(layout, among: Self.sample(layout))
        if columns.count < min(layout.columnCount, layout.cells.count) {
            self.init(layout, among: Array(0..<layout.cells.count))
        }
    }

    private init(_ layout: SplineLayout, among sampled: [Int]) {
        let width = layout.columnCount
        var rows = sampled.flatMap { layout.row($0)[..<width] }
        var isFree = [Bool](repeating: true, count: sampled.count)
        rows.withUnsafeMutableBufferPointer { rows in
            for _ in 0..<width {
                var best = (size: Self.dependence, row: -1, column: -1)
                for row in sampled.indices where isFree[row] {
                    for column in 0..<width where abs(rows[row * width + column]) > best.size {
                        best = (abs(rows[row * width + column]), row, column)
                    }
                }
                if best.row < 0 { break }
                isFree[best.row] = false
                cells.append(sampled[best.row])
                columns.append(best.column)
                let pivotRow = best.row * width, pivot = rows[pivotRow + best.column]
                for row in sampled.indices where isFree[row] {
                    let factor = rows[row * width + best.column] / pivot
                    if factor == 0 { continue }
                    for column in 0..<width { rows[row * width + column] -= factor * rows[pivotRow + column] }
                    rows[row * width + best.column] = 0
                }
            }
        }
        columns.sort()
    }

    /// A cell for each prior score.
    private static func sample(_ layout: SplineLayout) -> [Int] {
        var isSampled = [Bool](repeating: false, count: layout.cells.count)
        var isMet = [Bool](repeating: false, count: layout.values.count)
        for (place, number) in layout.numbers.enumerated() where !isMet[Int(number)] {
            isMet[Int(number)] = true
            isSampled[place / layout.priorCount] = true
        }
        return isSampled.indices.filter { isSampled[$0] }
    }
}
