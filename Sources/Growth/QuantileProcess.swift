internal import Parallel

/// The quantile regressions of a cohort's current scores on its prior scores, at all quantiles asked for.
struct QuantileProcess: Sendable {
    let design: SplineDesign
    /// By quantile the columns' coefficients; 0 for a column that others make up.
    let coefficients: [[Double]]
    /// By quantile the weighted sum of absolute deviations that the fit makes least.
    let objectives: [Double]
    /// Quantiles whose fit the fast way could not certify: the slow one found and certified it.
    let slow: [Int]
    /// Quantiles whose fit is not certified.
    let uncertified: [Int]
    /// By student at how many quantiles the fitted value, rounded to five decimals, is below the current score.
    let counts: [UInt8]

    /// The regressions of several designs, in their order.
    ///
    /// - Parameter quantiles: ascending, above 0 and below 1.
    /// - Complexity: about O(cells * quantiles). Nothing depends on the number of threads.
    static func fits(_ designs: [SplineDesign], quantiles: [Double], workers: Workers) -> [QuantileProcess] {
        // From the middle down and up: the extremes are the hardest to begin with.
        let middle = quantiles.count / 2
        let starts = workers.map(designs.count) { number in
            var chain = QuantileChain(designs[number])
            _ = chain.fit(quantiles[middle])
            return chain
        }
        let halves = workers.map(2 * designs.count) { number in
            let order = number % 2 == 0 ? (0..<middle).reversed() : Array(middle..<quantiles.count)
            return Half(QuantileChain(starts[number / 2]), quantiles, order)
        }
        return designs.indices.map { QuantileProcess(designs[$0], quantiles, halves[2 * $0], halves[2 * $0 + 1]) }
    }

    private init(_ design: SplineDesign, _ quantiles: [Double], _ lower: Half, _ upper: Half) {
        self.design = design
        let fits = lower.fits.reversed() + upper.fits
        coefficients = fits.map(\.coefficients)
        objectives = fits.map(\.objective)
        slow = fits.indices.filter { fits[$0].isSlow }
        uncertified = fits.indices.filter { !fits[$0].isCertified }
        counts = Self.counts(design.cells, lower.firstAbove, upper.firstAbove)
    }

    /// The fit of stored regressions to other students than they were made from.
    ///
    /// - Parameter coefficients: by quantile those of all columns.
    init(_ design: SplineDesign, quantiles: [Double], stored coefficients: [[Double]]) {
        self.design = design
        self.coefficients = coefficients.map { $0 + [Double](repeating: 0, count: design.width - $0.count) }
        (objectives, slow, uncertified) = ([], [], [])
        let cells = design.cells
        var table = FitTable(design), firstAbove = [UInt8](repeating: 0, count: cells.scores.count)
        for coefficients in self.coefficients {
            table.load(coefficients)
            table.forEach(design.numbers, count: cells.count) { cell, fit in
                let rounded = FiveDecimals.rounded(fit)
                var place = Int(cells.bottoms[cell]) + 1
                while cells.scores[place] <= rounded { place += 1 }
                firstAbove[place] += 1
            }
        }
        counts = Self.counts(cells, firstAbove, [UInt8](repeating: 0, count: firstAbove.count))
    }

    private static func counts(_ cells: ScoreCells, _ one: [UInt8], _ other: [UInt8]) -> [UInt8] {
        var below = [UInt8](repeating: 0, count: cells.scores.count)
        for cell in 0..<cells.count {
            var sum: UInt8 = 0
            for place in Int(cells.bottoms[cell])..<Int(cells.bottoms[cell + 1]) {
                sum += one[place] + other[place]
                below[place] = sum
            }
        }
        return cells.places.map { below[Int($0)] }
    }

    private struct Fit: Sendable {
        let coefficients: [Double]
        let objective: Double
        let isCertified: Bool
        let isSlow: Bool
    }

    /// The quantiles on one side of the middle.
    private struct Half: Sendable {
        var fits: [Fit] = []
        /// By place at how many quantiles it is its cell's first score above the fitted value.
        var firstAbove: [UInt8]

        init(_ chain: QuantileChain, _ quantiles: [Double], _ order: [Int]) {
            var chain = chain
            let cells = chain.design.cells
            firstAbove = [UInt8](repeating: 0, count: cells.scores.count)
            for quantile in order {
                let isCertified = chain.fit(quantiles[quantile])
                fits.append(
                    Fit(
                        coefficients: (0..<chain.design.width).map { chain.vertex.coefficients[$0] },
                        objective: chain.objective(quantiles[quantile]), isCertified: isCertified, isSlow: chain.wasSlow))
                for cell in 0..<cells.count { firstAbove[Self.firstAbove(cell, chain)] += 1 }
            }
        }

        /// The place of a cell's first score above the fitted value, both at five decimals.
        private static func firstAbove(_ cell: Int, _ chain: QuantileChain) -> Int {
            let scores = chain.design.cells.scores, slot = Int(chain.vertex.slots[cell])
            // The plane goes through a slot's score, whatever is left of that in binary.
            let fit = slot < 0 ? chain.fits[cell] : scores[chain.vertex.basis[slot].place]
            var place = Int(chain.vertex.places[cell]) + 1
            if scores[place - 1] < fit - FiveDecimals.unit, scores[place] > fit + FiveDecimals.unit { return place }
            let rounded = FiveDecimals.rounded(fit)
            while scores[place - 1] > rounded { place -= 1 }
            while scores[place] <= rounded { place += 1 }
            return place
        }
    }
}
