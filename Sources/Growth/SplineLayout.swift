/// Which columns the prior scores of a cohort's cells have values in.
struct SplineLayout {
    let cells: ScoreCells
    let columnCount: Int
    let width: Int
    let priorCount: Int
    /// By cell the number of each prior's score, one cell after the other.
    private(set) var numbers: [Int32]
    private(set) var firstColumns: [Int32] = []
    private(set) var values: [SIMD4<Double>] = []
    private(set) var intervals: [(numbers: Range<Int>, column: Int)] = []

    init(_ cells: ScoreCells, knots: [SplineKnots]) {
        self.cells = cells
        priorCount = knots.count
        numbers = [Int32](repeating: 0, count: cells.count * knots.count)
        var column = 1
        for (prior, knots) in knots.enumerated() {
            let basis = SplineBasis(knots), offset = Int32(values.count)
            for score in cells.priorScores[prior] {
                var row = basis.row(at: score)
                if row.first < 0 { row.values[0] = 0 }
                let first = column + row.first
                if intervals.last?.column == first, intervals.last!.numbers.lowerBound >= Int(offset) {
                    let last = intervals.removeLast()
                    intervals.append((last.numbers.lowerBound..<values.count + 1, first))
                } else {
                    intervals.append((values.count..<values.count + 1, first))
                }
                firstColumns.append(Int32(first))
                values.append(row.values)
            }
            for cell in 0..<cells.count { numbers[cell * priorCount + prior] = cells.priorNumbers[prior][cell] + offset }
            column += basis.columnCount
        }
        columnCount = column
        // Four numbers can be read from every column on, and vectors are summed eight numbers at a time.
        width = (column + 3 + 7) / 8 * 8
    }

    /// Takes the values out of columns, so that their coefficients never matter.
    mutating func leaveOut(_ columns: Set<Int>) {
        if columns.isEmpty { return }
        for number in values.indices {
            for place in 0..<4 where columns.contains(Int(firstColumns[number]) + place) { values[number][place] = 0 }
        }
    }

    /// The columns of a cell.
    func row(_ cell: Int) -> [Double] {
        var row = [Double](repeating: 0, count: width)
        row[0] = 1
        for number in numbers[cell * priorCount..<(cell + 1) * priorCount].lazy.map(Int.init) {
            let first = Int(firstColumns[number])
            for place in 0..<4 where values[number][place] != 0 { row[first + place] += values[number][place] }
        }
        return row
    }

    // MARK: Sums

    func sums(_ times: (_ cell: Int) -> Int) -> [Double] {
        Self.sums(cells.count, priorCount, numbers, firstColumns, values, width: width, times)
    }

    /// By column the sum over cells, each taken a number of times: counted for each prior score first.
    static func sums(
        _ cellCount: Int, _ priorCount: Int, _ numbers: [Int32], _ firstColumns: [Int32], _ values: [SIMD4<Double>], width: Int,
        _ times: (_ cell: Int) -> Int
    ) -> [Double] {
        var byNumber = [Int](repeating: 0, count: values.count), all = 0
        byNumber.withUnsafeMutableBufferPointer { byNumber in
            numbers.withUnsafeBufferPointer { numbers in
                for cell in 0..<cellCount {
                    let count = times(cell)
                    all += count
                    for prior in 0..<priorCount { byNumber[Int(numbers[cell &* priorCount &+ prior])] &+= count }
                }
            }
        }
        var sums = [Double](repeating: 0, count: width)
        for number in values.indices where byNumber[number] != 0 {
            for place in 0..<4 { sums[Int(firstColumns[number]) + place] += Double(byNumber[number]) * values[number][place] }
        }
        sums[0] = Double(all)
        return sums
    }

    /// By column and column the sum of products over all students.
    func sumsOfProducts() -> [Double] {
        var sums = [Double](repeating: 0, count: width * width)
        sums.withUnsafeMutableBufferPointer { sums in
            for cell in 0..<cells.count {
                let students = Double(cells.students(of: cell))
                sums[0] += students
                let own = numbers[cell * priorCount..<(cell + 1) * priorCount]
                for (place, number) in own.enumerated() {
                    let row = Int(firstColumns[Int(number)]), factors = students * values[Int(number)]
                    for other in own.dropFirst(place).lazy.map(Int.init) {
                        let column = Int(firstColumns[other])
                        for place in 0..<4 {
                            let line = UnsafeMutableRawPointer(sums.baseAddress! + (row + place) * width + column)
                            line.storeBytes(
                                of: line.loadUnaligned(as: SIMD4<Double>.self) + factors[place] * values[other],
                                as: SIMD4<Double>.self)
                        }
                    }
                    for place in 0..<4 { sums[row + place] += factors[place] }
                }
            }
            for row in 0..<width { for column in 0..<row { sums[row * width + column] = sums[column * width + row] } }
        }
        return sums
    }
}
