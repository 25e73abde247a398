/// The least-squares plane of a design: where the search for the first quantile begins.
enum LeastSquares {
    /// By cell the fitted value.
    static func fits(of design: SplineDesign) -> [Double] {
        let columns = design.independentColumns, cells = design.cells
        var moments = [Double](repeating: 0, count: design.width)
        moments.withUnsafeMutableBufferPointer { moments in
            for cell in 0..<cells.count {
                design.add(cell, times: cells.sums[Int(cells.bottoms[cell + 1]) - 1], to: moments.baseAddress!)
            }
        }
        var products = SquareMatrix(size: columns.count)
        for (row, first) in columns.enumerated() {
            for (column, second) in columns.enumerated() { products[row, column] = design.products[first * design.width + second] }
        }
        var coefficients = [Double](repeating: 0, count: design.width)
        if let inverse = products.inverse() {
            for (row, first) in columns.enumerated() {
                for (column, second) in columns.enumerated() { coefficients[first] += inverse[row, column] * moments[second] }
            }
        } else {
            // Any plane will do to begin with.
            coefficients[0] = moments[0] / Double(max(1, cells.studentCount))
        }
        var table = FitTable(design), fits = [Double](repeating: 0, count: cells.count)
        table.load(coefficients)
        table.write(design.numbers, count: cells.count, into: &fits)
        return fits
    }
}
