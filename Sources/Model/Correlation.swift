/// How closely two figures of the same things go together, from -1 to 1.
package enum Correlation {
    /// Pearson's correlation: how close the points lie to a line.
    ///
    /// - Precondition: as many of the one as of the other.
    /// - Returns: nil for fewer than 3 points, for a figure without spread, and for figures that are no numbers.
    package static func pearson(_ x: [Double], _ y: [Double]) -> Double? {
        precondition(x.count == y.count, "one of the other for each of the one")
        guard x.count >= 3, hasSpread(x), hasSpread(y) else { return nil }
        let (xMean, yMean) = (mean(x), mean(y))
        var xSquares = 0.0, ySquares = 0.0, products = 0.0
        for place in x.indices {
            let (fromX, fromY) = (x[place] - xMean, y[place] - yMean)
            xSquares += fromX * fromX
            ySquares += fromY * fromY
            products += fromX * fromY
        }
        let spread = (xSquares * ySquares).squareRoot()
        return spread.isNormal && products.isFinite ? min(1, max(-1, products / spread)) : nil
    }

    /// Spearman's correlation: Pearson's of the ranks, so that only the order counts.
    ///
    /// Source: C. Spearman, "The proof and measurement of association between two things", American Journal of Psychology 15,
    /// 1904; equal figures share the mean of their ranks.
    ///
    /// - Precondition: as many of the one as of the other.
    /// - Returns: nil for fewer than 3 points, for a figure without spread, and for figures that are no numbers.
    package static func spearman(_ x: [Double], _ y: [Double]) -> Double? {
        precondition(x.count == y.count, "one of the other for each of the one")
        if !(x + y).allSatisfy(\.isFinite) { return nil }
        return pearson(midRanks(x), midRanks(y))
    }

    /// Ranks from 1; equal values share the mean of theirs.
    static func midRanks(_ values: [Double]) -> [Double] {
        let inOrder = values.indices.map { (value: values[$0], place: $0) }.sorted { $0.value < $1.value }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < inOrder.count {
            var end = start + 1
            while end < inOrder.count, inOrder[end].value == inOrder[start].value { end += 1 }
            for (_, place) in inOrder[start..<end] { ranks[place] = Double(start + 1 + end) / 2 }
            start = end
        }
        return ranks
    }

    private static func hasSpread(_ values: [Double]) -> Bool {
        values.allSatisfy(\.isFinite) && values.contains { $0 != values[0] }
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
