internal import Parallel

/// A plane through as many students' scores as there are columns, and what its slopes in all directions are made of.
///
/// Used by one thread at a time: others work on copies.
///
/// Source: R. Koenker and G. Bassett, Regression Quantiles (Econometrica 46, 1978), theorem 3.1: some such plane is optimal.
final class QuantileVertex: @unchecked Sendable {
    let design: SplineDesign
    /// By slot the cell and the place of the score that the plane goes through.
    private(set) var basis: [(cell: Int, place: Int)]
    /// By cell its slot, or -1.
    let slots: UnsafeMutablePointer<Int32>
    /// By cell the place that divides its scores into those below and above the plane; a slot's own score counts as above.
    let places: UnsafeMutablePointer<Int32>
    /// By column the plane's coefficient.
    let coefficients: UnsafeMutablePointer<Double>
    /// By slot how the coefficients change when the plane rises by one score point there and stays at all other slots.
    private let edges: UnsafeMutablePointer<Double>
    /// By column the sum over the students below the plane.
    private let below: UnsafeMutablePointer<Double>
    private let slopesByColumn: UnsafeMutablePointer<Double>
    /// By slot the square of how far its edge moves the students' fitted values, all taken together: what makes the slopes of
    /// edges comparable.
    private(set) var edgeLengths: [Double]
    /// Whether the slots' rows could be told apart when they were last looked at.
    private(set) var isRegular = true

    private var heights: [Double]
    private let scratch: UnsafeMutablePointer<Double>
    private var cells: ScoreCells { design.cells }
    var width: Int { design.width }

    /// The plane through the scores nearest to given fitted values.
    convenience init(_ design: SplineDesign, near fitted: [Double]) {
        let cells = design.cells
        self.init(design, basis: design.independentCells.map { cell in
            (cell, cells.scorePlaces(of: cell).min { abs(cells.scores[$0] - fitted[cell]) < abs(cells.scores[$1] - fitted[cell]) }!)
        })
        for cell in 0..<cells.count { places[cell] = cells.bottoms[cell] }
        for (slot, point) in basis.enumerated() {
            slots[point.cell] = Int32(slot)
            places[point.cell] = Int32(point.place - 1)
        }
        refactor()
    }

    /// A copy that goes its own way.
    convenience init(_ other: QuantileVertex) {
        self.init(other.design, basis: other.basis)
        slots.update(from: other.slots, count: cells.count)
        places.update(from: other.places, count: cells.count)
        coefficients.update(from: other.coefficients, count: width)
        below.update(from: other.below, count: width)
        edges.update(from: other.edges, count: basis.count * width)
        (edgeLengths, isRegular) = (other.edgeLengths, other.isRegular)
    }

    /// The plane through the same students of another design, of the same cells with other scores.
    convenience init(_ other: QuantileVertex, on design: SplineDesign) {
        self.init(design, basis: other.basis)
        slots.update(from: other.slots, count: cells.count)
        places.update(from: other.places, count: cells.count)
        refactor()
        recount()
    }

    private init(_ design: SplineDesign, basis: [(cell: Int, place: Int)]) {
        self.design = design
        self.basis = basis
        slots = .allocate(capacity: design.cells.count)
        places = .allocate(capacity: design.cells.count)
        slots.initialize(repeating: -1, count: design.cells.count)
        places.initialize(repeating: 0, count: design.cells.count)
        func vector(_ count: Int) -> UnsafeMutablePointer<Double> {
            let vector = UnsafeMutablePointer<Double>.allocate(capacity: count)
            vector.initialize(repeating: 0, count: count)
            return vector
        }
        coefficients = vector(design.width)
        below = vector(design.width)
        slopesByColumn = vector(design.width)
        scratch = vector(design.width)
        edges = vector(basis.count * design.width)
        edgeLengths = [Double](repeating: 1, count: basis.count)
        heights = edgeLengths
    }

    deinit {
        slots.deallocate()
        places.deallocate()
        for vector in [coefficients, below, slopesByColumn, scratch, edges] { vector.deallocate() }
    }

    /// The students at a slot's own score.
    @inline(__always)
    func weight(ofSlot slot: Int) -> Double { Double(cells.students(at: basis[slot].place)) }

    /// How the coefficients change along a slot's edge.
    func edge(_ slot: Int) -> UnsafePointer<Double> { UnsafePointer(edges + slot * width) }

    // MARK: Slopes

    /// For each slot by how much the objective grows, per score point, when the plane rises there and the slot's own score
    /// counts as above: it is a minimum where every one is between -(students at the score) and 0.
    ///
    /// Source: R. Koenker, Quantile Regression (2005), theorem 2.1.
    func slopes(_ quantile: Double, into slopes: inout [Double]) {
        for column in 0..<width { slopesByColumn[column] = below[column] - quantile * design.totals[column] }
        for slot in slopes.indices { slopes[slot] = ColumnVector.dot(edges + slot * width, slopesByColumn, width) }
    }

    /// Moves a cell's dividing place.
    @inline(__always)
    func divide(_ cell: Int, at place: Int) {
        let change = cells.below[place] - cells.below[Int(places[cell])]
        places[cell] = Int32(truncatingIfNeeded: place)
        if change != 0 { design.add(cell, times: Double(change), to: below) }
    }

    /// Counts the students below the plane anew.
    func recount() {
        for (column, sum) in design.sums({ Int(cells.below[Int(places[$0])]) }).enumerated() { below[column] = sum }
    }

    // MARK: Moving

    /// Gives up a slot's score: it counts as below when the plane rises.
    func release(_ slot: Int, rising: Bool) {
        let point = basis[slot]
        slots[point.cell] = -1
        if rising { divide(point.cell, at: point.place) }
    }

    /// Takes a released slot's score back.
    func restore(_ slot: Int) {
        let point = basis[slot]
        slots[point.cell] = Int32(slot)
        divide(point.cell, at: point.place - 1)
    }

    /// Puts another score into a released slot, where the plane comes to it by a step along a direction.
    func replace(_ slot: Int, with point: (cell: Int, place: Int), by step: Double, along direction: UnsafePointer<Double>) {
        basis[slot] = point
        slots[point.cell] = Int32(slot)
        divide(point.cell, at: point.place - 1)
        ColumnVector.subtract(-step, times: direction, from: coefficients, width)
        for column in 0..<width { scratch[column] = 0 }
        design.add(point.cell, times: 1, to: scratch)
        for other in basis.indices { heights[other] = ColumnVector.dot(scratch, edges + other * width, width) }
        let own = edges + slot * width, scale = 1 / heights[slot]
        for column in 0..<width { own[column] *= scale }
        multiplyByProducts(own, into: scratch)
        edgeLengths[slot] *= scale * scale
        for other in basis.indices where other != slot && heights[other] != 0 {
            let edge = edges + other * width, height = heights[other]
            edgeLengths[other] += height * (height * edgeLengths[slot] - 2 * ColumnVector.dot(scratch, edge, width))
            ColumnVector.subtract(height, times: own, from: edge, width)
        }
    }

    private func multiplyByProducts(_ vector: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
        design.products.withUnsafeBufferPointer { products in
            for column in 0..<design.columnCount {
                result[column] = ColumnVector.dot(products.baseAddress! + column * width, vector, width)
            }
        }
    }

    /// Computes edges and coefficients anew from the slots' scores.
    func refactor() {
        let columns = design.independentColumns
        var rows = SquareMatrix(size: basis.count)
        for (slot, point) in basis.enumerated() {
            let row = design.row(point.cell)
            for (place, column) in columns.enumerated() { rows[slot, place] = row[column] }
        }
        guard let inverse = rows.inverse() else {
            isRegular = false
            return
        }
        isRegular = true
        edges.update(repeating: 0, count: basis.count * width)
        coefficients.update(repeating: 0, count: width)
        for slot in basis.indices {
            let edge = edges + slot * width, score = cells.scores[basis[slot].place]
            for (place, column) in columns.enumerated() {
                edge[column] = inverse[place, slot]
                coefficients[column] += inverse[place, slot] * score
            }
            multiplyByProducts(edge, into: scratch)
            edgeLengths[slot] = ColumnVector.dot(edge, scratch, width)
        }
    }
}
