internal import Model

/// Results of one group of a school on metrics over the same students, whose standard normal numbers are made to go together as
/// students' outcomes do.
///
/// A student who is proficient in one subject often is in the other; so the errors of shares over the same students have the
/// correlation of their outcomes. It is told from all students within their schools and taken to be that of every school and group.
struct CorrelatedRows: Sendable {
    /// In the order of the metrics.
    private let rows: [Int]
    /// The lower triangle whose product with its transpose are the correlations, at `row * rows.count + column`.
    private let factor: [Double]

    /// - Parameter places: the rows' metrics by their places in the block.
    init(_ rows: [Int], factor: [Double]) {
        self.rows = rows
        self.factor = factor
    }

    /// Mixes independent numbers; the last row first, so that each is made of those that are not mixed yet.
    func mix(count: Int, width: Int, _ memory: UnsafeMutablePointer<Double>) {
        for row in rows.indices.reversed() {
            let own = memory + rows[row] * width, scale = factor[row * rows.count + row]
            for place in 0..<count { own[place] *= scale }
            for column in 0..<row {
                let other = memory + rows[column] * width, share = factor[row * rows.count + column]
                if share == 0 { continue }
                for place in 0..<count { own[place] += share * other[place] }
            }
        }
    }

    /// The rows of all groups of a school, as far as several metrics of a block have a result.
    static func of(school: Int, _ index: UncertainIndex, _ drawn: DrawnResults, _ factors: CorrelationFactors) -> [CorrelatedRows] {
        factors.blocks.indices.flatMap { number -> [CorrelatedRows] in
            let block = factors.blocks[number]
            return index.neededGroups.compactMap { group in
                let present = block.metrics.indices.compactMap { place -> (place: Int, row: Int)? in
                    drawn.row(school: school, metric: block.metrics[place], group: group).map { (place, $0) }
                }.filter { drawn.results[$0.row].spread.error > 0 }
                if present.count < 2 { return nil }
                return CorrelatedRows(present.map(\.row), factor: factors.factor(of: present.map(\.place), block: number))
            }
        }
    }
}

/// The triangles for every set of metrics of a block.
struct CorrelationFactors: Sendable {
    let blocks: [OutcomeCorrelations.Block]
    /// By block and set of metrics, a bit for each.
    private let factors: [[[Double]]]

    /// - Parameter isSampled: whether a metric's shares vary with its students.
    init(_ correlations: OutcomeCorrelations, isSampled: (_ metric: Int) -> Bool) {
        blocks = correlations.blocks.filter { $0.metrics.count(where: isSampled) > 1 }
        factors = blocks.map { block in
            (0..<1 << block.metrics.count).map { set in
                Self.factor(block, block.metrics.indices.filter { set >> $0 & 1 == 1 })
            }
        }
    }

    func factor(of places: [Int], block: Int) -> [Double] { factors[block][places.reduce(0) { $0 | 1 << $1 }] }

    /// Cholesky's triangle; a metric that others determine has nothing of its own.
    ///
    /// Source: G. H. Golub and C. F. Van Loan, Matrix Computations (4th ed. 2013), algorithm 4.2.1.
    private static func factor(_ block: OutcomeCorrelations.Block, _ places: [Int]) -> [Double] {
        let count = places.count
        var factor = [Double](repeating: 0, count: count * count)
        for row in 0..<count {
            for column in 0...row {
                var rest = block.correlation(places[row], places[column])
                for before in 0..<column { rest -= factor[row * count + before] * factor[column * count + before] }
                let pivot = factor[column * count + column]
                factor[row * count + column] = row == column ? max(0, rest).squareRoot() : pivot > 1e-6 ? rest / pivot : 0
            }
        }
        return factor
    }
}
