/// Fits quantile after quantile, each begun where the one before ended, and certifies every fit with all students.
struct QuantileChain {
    let design: SplineDesign
    private var descent: QuantileDescent
    private var table: FitTable
    /// By cell the plane's height at the last quantile.
    private(set) var fits: [Double]
    /// By cell about how far the plane moves to the next quantile.
    private var moves: [Double]
    /// The same quantiles with scores a little apart, from where the way first stood still; empty until then.
    private var apart: [QuantileChain] = []
    /// Whether the last fit needed the slow way.
    private(set) var wasSlow = false

    var vertex: QuantileVertex { descent.vertex }

    /// A fitted value this near to a score, in score points, is it but for rounding.
    private var nearness: Double { 1e-7 * design.cells.magnitude }
    /// A slope this far beyond its bounds, per student, is within them but for rounding.
    private static let slack = 1e-9
    /// Cells nearer to the plane than this many of its usual moves are active.
    private static let movesAhead = 2.0
    private static let mostRounds = 100

    init(_ design: SplineDesign) {
        self.design = design
        table = FitTable(design)
        let start = LeastSquares.fits(of: design)
        descent = QuantileDescent(QuantileVertex(design, near: start))
        fits = start
        moves = [Double](repeating: .infinity, count: design.cells.count)
        takeStock()
    }

    /// A copy that goes its own way.
    init(_ other: QuantileChain) {
        self = other
        descent = QuantileDescent(QuantileVertex(other.vertex))
        apart = other.apart.map { QuantileChain($0) }
    }

    /// Moves on to a quantile.
    ///
    /// - Parameter isSlow: whether to go the slow way at once: from the beginning, with all cells at every step, everything
    ///   computed anew, and by a rule that can't go in circles.
    /// - Returns: whether the fit is certified: a minimum of the whole objective, by its subgradient over all students.
    mutating func fit(_ quantile: Double, isSlow: Bool = false) -> Bool {
        let before = fits
        wasSlow = false
        if isSlow || !(apart.isEmpty && descendFast(to: quantile) || fitApart(quantile)) {
            wasSlow = true
            let start = LeastSquares.fits(of: design)
            descent = QuantileDescent(QuantileVertex(design, near: start))
            takeStock()
            for cell in fits.indices { descent.active.insert(cell) }
            if !descend(to: quantile, isCautious: true) { return false }
        }
        foresee(from: before)
        return true
    }

    private mutating func descendFast(to quantile: Double) -> Bool {
        selectActive()
        return descend(to: quantile, isCautious: false)
    }

    /// Finds the plane with scores a little apart, and takes the one through the same students: it is certified like any other.
    private mutating func fitApart(_ quantile: Double) -> Bool {
        if apart.isEmpty { apart = [QuantileChain(design.apart())] }
        let before = apart[0].fits
        guard apart[0].descendFast(to: quantile) else {
            apart = []
            return false
        }
        apart[0].foresee(from: before)
        descent = QuantileDescent(QuantileVertex(apart[0].vertex, on: design))
        let strays = takeStock()
        if !vertex.isRegular { return false }
        return strays.isEmpty && isMinimum(quantile) || descendFast(to: quantile)
    }

    /// Descends until no cell lies on another side of the plane than it counted for.
    private mutating func descend(to quantile: Double, isCautious: Bool) -> Bool {
        for _ in 0..<Self.mostRounds {
            let end = descent.descend(to: quantile, isCautious: isCautious)
            if case .lost = end { return false }
            if case .unbounded = end { for cell in fits.indices { descent.active.insert(cell) } }
            let strays = takeStock()
            if !vertex.isRegular { return false }
            if case .minimum = end, strays.isEmpty, isMinimum(quantile) { return true }
            for cell in strays { descent.active.insert(cell) }
        }
        return false
    }

    /// Whether every slope at the plane is within its bounds.
    private func isMinimum(_ quantile: Double) -> Bool {
        var slopes = [Double](repeating: 0, count: vertex.basis.count)
        vertex.slopes(quantile, into: &slopes)
        let slack = Self.slack * Double(design.cells.studentCount)
        return slopes.indices.allSatisfy { slopes[$0] <= slack && slopes[$0] >= -vertex.weight(ofSlot: $0) - slack }
    }

    /// Computes everything anew from the slots' scores; returns the cells that were on another side of the plane.
    @discardableResult
    private mutating func takeStock() -> [Int] {
        vertex.refactor()
        table.load(vertex.coefficients)
        table.write(design.numbers, count: fits.count, into: &fits)
        var strays: [Int] = []
        let scores = design.cells.scores, nearness = nearness
        for cell in fits.indices {
            let fit = fits[cell], old = Int(vertex.places[cell]), slot = Int(vertex.slots[cell])
            var place = old
            if slot >= 0 {
                place = vertex.basis[slot].place - 1
            } else if fit < scores[old] - nearness || fit > scores[old + 1] + nearness {
                while scores[place + 1] < fit { place += 1 }
                while scores[place] > fit { place -= 1 }
            }
            if place == old { continue }
            vertex.divide(cell, at: place)
            strays.append(cell)
        }
        vertex.recount()
        return strays
    }

    // MARK: Active cells

    private mutating func selectActive() {
        let scores = design.cells.scores
        descent.active.removeAll()
        for cell in fits.indices {
            let place = Int(vertex.places[cell])
            let distance = min(fits[cell] - scores[place], scores[place + 1] - fits[cell])
            if distance <= Self.movesAhead * moves[cell] || vertex.slots[cell] >= 0 { descent.active.insert(cell) }
        }
    }

    /// Expects the plane to move on as it just did.
    private mutating func foresee(from before: [Double]) {
        var sum = 0.0
        for cell in fits.indices {
            moves[cell] = abs(fits[cell] - before[cell])
            sum += moves[cell]
        }
        let mean = sum / Double(max(1, fits.count))
        for cell in fits.indices { moves[cell] += mean }
    }

    // MARK: What a fit tells

    /// The objective: the students' distances from the plane, those above weighted by the quantile, those below by the rest.
    func objective(_ quantile: Double) -> Double {
        let cells = design.cells
        var above = 0.0, below = 0.0
        for cell in fits.indices {
            let place = Int(vertex.places[cell]), top = Int(cells.bottoms[cell + 1]) - 1
            below += fits[cell] * Double(cells.below[place]) - cells.sums[place]
            above += cells.sums[top] - cells.sums[place] - fits[cell] * Double(cells.below[top] - cells.below[place])
        }
        return quantile * above + (1 - quantile) * below
    }
}
