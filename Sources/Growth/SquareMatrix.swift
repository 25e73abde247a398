/// A small dense square matrix, inverted in one fixed order of operations: the same bits on every machine.
struct SquareMatrix {
    let size: Int
    /// Row by row.
    var values: [Double]

    init(size: Int) {
        self.size = size
        values = [Double](repeating: 0, count: size * size)
    }

    subscript(row: Int, column: Int) -> Double {
        get { values[row * size + column] }
        set { values[row * size + column] = newValue }
    }

    /// The inverse; nil where the matrix is singular to working precision.
    ///
    /// Source: G. H. Golub and C. F. Van Loan, Matrix Computations (4th ed. 2013), 3.4.4 (elimination with partial pivoting),
    /// carried on to the reduced form.
    /// - Complexity: O(size^3).
    func inverse() -> SquareMatrix? {
        var work = values
        var result = SquareMatrix(size: size)
        for row in 0..<size { result[row, row] = 1 }
        let isRegular = work.withUnsafeMutableBufferPointer { work in
            result.values.withUnsafeMutableBufferPointer { result in
                for step in 0..<size {
                    var pivot = step
                    for row in step..<size where abs(work[row * size + step]) > abs(work[pivot * size + step]) { pivot = row }
                    let scale = work[pivot * size + step]
                    if abs(scale) < 1e-13 { return false }
                    for column in 0..<size {
                        let (upper, lower) = (step * size + column, pivot * size + column)
                        if pivot != step {
                            work.swapAt(upper, lower)
                            result.swapAt(upper, lower)
                        }
                        work[upper] /= scale
                        result[upper] /= scale
                    }
                    for row in 0..<size where row != step {
                        let factor = work[row * size + step]
                        if factor == 0 { continue }
                        for column in 0..<size {
                            work[row * size + column] -= factor * work[step * size + column]
                            result[row * size + column] -= factor * result[step * size + column]
                        }
                    }
                }
                return true
            }
        }
        return isRegular ? result : nil
    }
}

extension SquareMatrix {
    func times(_ other: SquareMatrix) -> SquareMatrix {
        var product = SquareMatrix(size: size)
        for row in 0..<size {
            for column in 0..<size {
                product[row, column] = (0..<size).reduce(0) { $0 + self[row, $1] * other[$1, column] }
            }
        }
        return product
    }

    /// Whether a symmetric matrix is positive definite: its Cholesky factor exists.
    ///
    /// Source: G. H. Golub and C. F. Van Loan, Matrix Computations (4th ed. 2013), 4.2.5.
    var isPositiveDefinite: Bool {
        var factor = self
        for row in 0..<size {
            for column in 0...row {
                var rest = self[row, column]
                for place in 0..<column { rest -= factor[row, place] * factor[column, place] }
                if row != column {
                    factor[row, column] = rest / factor[column, column]
                } else if rest > 1e-10 * abs(self[row, row]) {
                    factor[row, row] = rest.squareRoot()
                } else {
                    return false
                }
            }
        }
        return true
    }
}
