/// A plane's height, or a direction's, at every prior score: a cell's is the sum over its priors.
struct FitTable {
    private let design: SplineDesign
    private var intercept = 0.0
    private var heights: [Double]

    init(_ design: SplineDesign) {
        self.design = design
        heights = [Double](repeating: 0, count: design.values.count)
    }

    /// - Parameter coefficients: by column, `SplineDesign.width` of them.
    mutating func load(_ coefficients: UnsafePointer<Double>) {
        intercept = coefficients[0]
        heights.withUnsafeMutableBufferPointer { heights in
            design.values.withUnsafeBufferPointer { values in
                for (numbers, column) in design.intervals {
                    let four = UnsafeRawPointer(coefficients + column).loadUnaligned(as: SIMD4<Double>.self)
                    for number in numbers { heights[number] = (four * values[number]).sum() }
                }
            }
        }
    }

    func height(ofCell cell: Int) -> Double {
        (0..<design.priorCount).reduce(intercept) { $0 + heights[Int(design.numbers[cell * design.priorCount + $1])] }
    }

    /// Writes the heights at `count` cells, whose prior scores' numbers stand one cell after the other.
    func write(_ numbers: [Int32], count: Int, into fits: inout [Double]) {
        fits.withUnsafeMutableBufferPointer { fits in forEach(numbers, count: count) { fits[$0] = $1 } }
    }

    /// Calls `body` with the height at each of `count` cells, whose prior scores' numbers stand one cell after the other.
    @inline(__always)
    func forEach(_ numbers: [Int32], count: Int, _ body: (_ place: Int, _ height: Double) -> Void) {
        heights.withUnsafeBufferPointer { heights in
            numbers.withUnsafeBufferPointer { numbers in
                switch design.priorCount {
                case 1:
                    for place in 0..<count { body(place, intercept + heights[Int(numbers[place])]) }
                case 2:
                    for place in 0..<count {
                        body(place, intercept + heights[Int(numbers[2 &* place])] + heights[Int(numbers[2 &* place &+ 1])])
                    }
                case let priorCount:
                    for place in 0..<count {
                        var height = intercept
                        for prior in 0..<priorCount { height += heights[Int(numbers[place &* priorCount &+ prior])] }
                        body(place, height)
                    }
                }
            }
        }
    }
}
