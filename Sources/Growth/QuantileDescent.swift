/// Goes from plane to neighbouring plane, each better than the one before, until none is.
///
/// Source: I. Barrodale and F. D. K. Roberts, An Improved Algorithm for Discrete l1 Linear Approximation (SIAM Journal on
/// Numerical Analysis 10, 1973): along an edge all scores are passed at once at which the objective still falls.
struct QuantileDescent {
    let vertex: QuantileVertex
    var active: ActiveCells
    private var slopes: [Double]
    private var direction: [Double]
    private var crossings: [ActiveCells.Crossing] = []
    /// How far the search along an edge looks at first: about as far as the last ones went.
    private var reach: Double

    /// An edge along which the objective falls more slowly than this, per student and score point, is level.
    static let levelness = 1e-10
    private static let stepsBetweenFactoring = 64
    private static let farthestReach = 1e7
    /// A descent of more steps, per slot, goes in a circle.
    private static let mostSteps = 2_000
    /// Steps without moving, per slot, after which the plane goes through too many scores for the fast way.
    private static let mostStandstills = 10

    init(_ vertex: QuantileVertex) {
        self.vertex = vertex
        active = ActiveCells(vertex.design)
        slopes = [Double](repeating: 0, count: vertex.basis.count)
        direction = [Double](repeating: 0, count: vertex.width)
        reach = vertex.design.cells.magnitude
    }

    enum End {
        /// No neighbouring plane is better, as far as the active cells tell.
        case minimum
        /// The active cells do not bound the plane: more are needed.
        case unbounded
        /// Rounding has led astray.
        case lost
    }

    /// - Parameter isCautious: whether to compute everything anew at every step, and to take the first edge that leads down.
    mutating func descend(to quantile: Double, isCautious: Bool = false) -> End {
        active.load(vertex)
        var sinceFactoring = 0, standstills = 0
        for _ in 0..<Self.mostSteps * slopes.count {
            guard let edge = steepestEdge(quantile, isFirst: isCautious || standstills > 3 * slopes.count) else { return .minimum }
            guard let step = follow(edge) else { return .unbounded }
            standstills = step > 0 ? 0 : standstills + 1
            if !isCautious && standstills > Self.mostStandstills * slopes.count { return .lost }
            sinceFactoring += 1
            if isCautious || sinceFactoring == Self.stepsBetweenFactoring {
                sinceFactoring = 0
                vertex.refactor()
                if !vertex.isRegular { return .lost }
                active.load(vertex)
            }
        }
        return .lost
    }

    private struct Edge {
        let slot: Int
        let isRising: Bool
        /// The objective's slope along the edge, per score point at the slot; below 0.
        let slope: Double
    }

    /// The edge along which the objective falls most, or the first one along which it falls; nil where there is none.
    ///
    /// Source: for the first one, R. G. Bland, New Finite Pivoting Rules for the Simplex Method (Mathematics of Operations
    /// Research 2, 1977).
    private mutating func steepestEdge(_ quantile: Double, isFirst: Bool) -> Edge? {
        vertex.slopes(quantile, into: &slopes)
        let level = Self.levelness * Double(vertex.design.cells.studentCount)
        var best: Edge?, bestRate = 0.0
        for slot in slopes.indices {
            let rising = slopes[slot] + vertex.weight(ofSlot: slot), falling = -slopes[slot]
            let slope = min(rising, falling)
            if slope >= -level { continue }
            let rate = slope * slope / vertex.edgeLengths[slot]
            if rate <= bestRate { continue }
            (best, bestRate) = (Edge(slot: slot, isRising: rising < falling, slope: slope), rate)
            if isFirst { break }
        }
        return best
    }

    /// Moves along an edge to its lowest point; returns how far, or nil where the active cells do not bound it.
    private mutating func follow(_ edge: Edge) -> Double? {
        let leaving = vertex.basis[edge.slot]
        let along = vertex.edge(edge.slot)
        for column in direction.indices { direction[column] = edge.isRising ? along[column] : -along[column] }
        vertex.release(edge.slot, rising: edge.isRising)
        active.settle(cell: leaving.cell, vertex)
        guard let end = lowestPoint(edge.slope) else {
            vertex.restore(edge.slot)
            active.settle(cell: leaving.cell, vertex)
            return nil
        }
        let entering = crossings[end], step = max(0, entering.step)
        reach = 0.5 * reach + max(step, 1e-9)
        for crossing in crossings[..<end] {
            let cell = Int(active.cells[crossing.active]), place = Int(vertex.places[cell])
            let passed = active.rises[crossing.active] > 0 ? max(place, crossing.place) : min(place, crossing.place - 1)
            if passed != place { vertex.divide(cell, at: passed) }
        }
        active.advance(by: step)
        let cell = Int(active.cells[entering.active])
        active.fits[entering.active] = vertex.design.cells.scores[entering.place]
        vertex.replace(edge.slot, with: (cell, entering.place), by: step, along: direction)
        for crossing in crossings[...end] { active.settle(crossing.active, vertex) }
        return step
    }

    /// The number, among the crossings in order, of the one at which the objective stops falling.
    private mutating func lowestPoint(_ slope: Double) -> Int? {
        var within = reach
        while true {
            active.crossings(along: direction, within: within, vertex, into: &crossings)
            if crossings.reduce(slope, { $0 + $1.gain }) >= 0 { break }
            within *= 4
            if within > Self.farthestReach * vertex.design.cells.magnitude { return nil }
        }
        return lowest(of: slope)
    }

    /// Puts the crossings in order as far as needed: those before the lowest point, it, and the others.
    ///
    /// Source: C. A. R. Hoare, Algorithm 65: Find (Communications of the ACM 4, 1961), with weights.
    private mutating func lowest(of slope: Double) -> Int {
        var slope = slope, low = 0, high = crossings.count - 1
        while low < high {
            let pivot = crossings[(low + high) / 2]
            var left = low, right = high
            while left <= right {
                while crossings[left].isBefore(pivot) { left += 1 }
                while pivot.isBefore(crossings[right]) { right -= 1 }
                if left <= right {
                    crossings.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            // Now low...right is not behind left...high.
            let gain = crossings[low..<left].reduce(0) { $0 + $1.gain }
            if left <= high, slope + gain < 0 { slope += gain; low = left } else { high = max(low, left - 1) }
            if high - low == 1 {
                if crossings[high].isBefore(crossings[low]) { crossings.swapAt(low, high) }
                if slope + crossings[low].gain < 0 { low = high } else { high = low }
            }
        }
        return low
    }
}
