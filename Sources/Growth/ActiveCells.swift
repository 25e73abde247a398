/// The cells near the plane, which it may pass on its way to the next quantile; all others count as divided where they are.
///
/// Source: S. Portnoy and R. Koenker, The Gaussian Hare and the Laplacian Tortoise (Statistical Science 12, 1997), section 5
/// (preprocessing).
struct ActiveCells {
    private(set) var cells: [Int32] = []
    /// By active cell the numbers of its prior scores.
    private var numbers: [Int32] = []
    /// By active cell the plane's height.
    var fits: [Double] = []
    /// By active cell how fast the plane rises in the direction looked at.
    private(set) var rises: [Double] = []
    /// By active cell the scores next to the plane.
    private var beneath: [Double] = []
    private var above: [Double] = []
    /// By cell its position among the active ones, or -1.
    private var positions: [Int32]

    private let design: SplineDesign
    private var table: FitTable

    /// Smaller rises are rounding: the plane turns about such a cell.
    private static let stillness = 1e-9

    init(_ design: SplineDesign) {
        self.design = design
        positions = [Int32](repeating: -1, count: design.cells.count)
        table = FitTable(design)
    }

    mutating func removeAll() {
        for cell in cells { positions[Int(cell)] = -1 }
        cells.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
    }

    mutating func insert(_ cell: Int) {
        if positions[cell] >= 0 { return }
        positions[cell] = Int32(truncatingIfNeeded: cells.count)
        cells.append(Int32(truncatingIfNeeded: cell))
        for prior in 0..<design.priorCount { numbers.append(design.numbers[cell &* design.priorCount &+ prior]) }
    }

    /// Takes the plane as it is.
    mutating func load(_ vertex: QuantileVertex) {
        table.load(vertex.coefficients)
        let count = cells.count
        if fits.count < count {
            fits = [Double](repeating: 0, count: count)
            (rises, beneath, above) = (fits, fits, fits)
        }
        table.write(numbers, count: count, into: &fits)
        for active in 0..<count {
            settle(active, vertex)
            let slot = vertex.slots[Int(cells[active])]
            if slot >= 0 { fits[active] = design.cells.scores[vertex.basis[Int(slot)].place] }
        }
    }

    /// Takes note of the scores next to the plane.
    @inline(__always)
    mutating func settle(_ active: Int, _ vertex: QuantileVertex) {
        let cell = Int(cells[active])
        // A slot's own cell is not passed: the plane turns about it.
        let place = Int(vertex.places[cell]), isSlot = vertex.slots[cell] >= 0
        beneath[active] = isSlot ? -.infinity : design.cells.scores[place]
        above[active] = isSlot ? .infinity : design.cells.scores[place + 1]
    }

    /// Takes note of the scores next to the plane at a cell, where it is active.
    mutating func settle(cell: Int, _ vertex: QuantileVertex) {
        if positions[cell] >= 0 { settle(Int(positions[cell]), vertex) }
    }

    // MARK: A direction

    /// A score that the plane comes to: when, by how much the objective's slope grows there, and which it is.
    struct Crossing {
        let step: Double
        let gain: Double
        let active: Int
        let place: Int

        func isBefore(_ other: Crossing) -> Bool {
            (step, active, place) < (other.step, other.active, other.place)
        }
    }

    /// The scores that the plane comes to along a direction within a step, in no stated order.
    mutating func crossings(
        along direction: [Double], within step: Double, _ vertex: QuantileVertex, into crossings: inout [Crossing]
    ) {
        table.load(direction)
        crossings.removeAll(keepingCapacity: true)
        var met: [Int32] = []
        rises.withUnsafeMutableBufferPointer { rises in
            beneath.withUnsafeBufferPointer { beneath in
                above.withUnsafeBufferPointer { above in
                    fits.withUnsafeBufferPointer { fits in
                        table.forEach(numbers, count: cells.count) { active, rise in
                            rises[active] = rise
                            let reach = fits[active] + step * rise
                            if reach >= above[active] || reach <= beneath[active] { met.append(Int32(truncatingIfNeeded: active)) }
                        }
                    }
                }
            }
        }
        for active in met.lazy.map(Int.init) { addCrossings(of: active, within: step, vertex, into: &crossings) }
    }

    private func addCrossings(of active: Int, within step: Double, _ vertex: QuantileVertex, into crossings: inout [Crossing]) {
        let rise = rises[active], fit = fits[active]
        if abs(rise) < Self.stillness { return }
        let scores = design.cells.scores
        var place = Int(vertex.places[Int(cells[active])]) + (rise > 0 ? 1 : 0)
        while true {
            let when = (scores[place] - fit) / rise
            if !(when <= step) { return }
            crossings.append(
                Crossing(
                    step: when, gain: Double(design.cells.students(at: place)) * abs(rise), active: active, place: place))
            place += rise > 0 ? 1 : -1
        }
    }

    /// Moves the plane.
    mutating func advance(by step: Double) {
        fits.withUnsafeMutableBufferPointer { fits in
            rises.withUnsafeBufferPointer { rises in
                for active in 0..<cells.count { fits[active] += step * rises[active] }
            }
        }
    }
}
