package import Aggregation
package import Model
package import Parallel

/// Every school's score and places under one set of weights.
package struct WeightedScores: Sendable {
    private let matrix: ScoreMatrix
    /// By kind of school.
    private let weights: [ScoringWeights]
    /// Among all schools.
    package let standing: Standing
    /// Among the schools of the same level.
    package let levelStanding: Standing

    /// - Complexity: O(schools · (metrics + log schools)).
    fileprivate init(_ matrix: ScoreMatrix, _ weights: [ScoringWeights]) {
        let (order, isTied) = ScoreOrder(matrix, weights).order()
        self.matrix = matrix
        self.weights = weights
        standing = Standing(order: order, isTied: isTied, classes: matrix.oneClass, classCount: 1)
        levelStanding = Standing(order: order, isTied: isTied, classes: matrix.levelOf, classCount: matrix.levelCount)
    }

    /// A school's exact score; nil where it has none.
    ///
    /// - Complexity: O(metrics).
    package func score(_ school: Int) -> Rational? { matrix.score(school, weights[matrix.kindOf[school]]) }

    /// Whether a school is among the lowest-performing ones by a rule.
    package func isLowest(_ school: Int, by rule: LowestRule) -> Bool {
        (rule.among == .all ? standing : levelStanding).isAmongLowest(school, share: rule.share)
    }
}

/// Places among schools; ties share the smaller rank.
package struct Standing: Sendable {
    /// By school, from 1 for the highest score; 0 for a school without a score.
    package private(set) var ranks: [Int32]
    /// By school: how many schools of its class have a strictly lower score.
    package private(set) var lower: [Int32]
    private let classes: [Int]
    private let sizes: [Int32]

    /// How many schools of a school's class have a score.
    package func count(inClassOf school: Int) -> Int { Int(sizes[classes[school]]) }

    /// Whether fewer schools than a share of those with a score in its class have a strictly lower one.
    package func isAmongLowest(_ school: Int, share: Rational) -> Bool {
        ranks[school] > 0 && Rational(Int(lower[school])) < share * Rational(count(inClassOf: school))
    }

    /// - Parameters:
    ///   - order: the schools that have a score, the highest first.
    ///   - isTied: by place in `order` whether the school has the score of the one in front of it.
    init(order: [Int32], isTied: [Bool], classes: [Int], classCount: Int) {
        var ranks = [Int32](repeating: 0, count: classes.count), lower = ranks
        var sizes = [Int32](repeating: 0, count: classCount), seen = sizes
        for school in order { sizes[classes[Int(school)]] += 1 }
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, isTied[end] { end += 1 }
            for place in start..<end { ranks[Int(order[place])] = seen[classes[Int(order[place])]] + 1 }
            for place in start..<end { seen[classes[Int(order[place])]] += 1 }
            for place in start..<end {
                let school = Int(order[place]), own = classes[school]
                lower[school] = sizes[own] - seen[own]
            }
            start = end
        }
        self.ranks = ranks
        self.lower = lower
        self.classes = classes
        self.sizes = sizes
    }
}

/// The effective weights of a kind of school under one set of weights.
enum ScoringWeights: Sendable {
    case noScore
    case whole(KindWeights)
    /// By metric, too long for 128 bits over one denominator.
    case long([Rational])

    /// By metric, next to what earned shares in their unit count; nil where there is no score.
    func approximations(unit: Int) -> [Double]? {
        switch self {
        case .noScore: nil
        case .whole(let weights): weights.approximations
        case .long(let weights): weights.map { $0.approximation / Double(unit) }
        }
    }
}

extension ScoreMatrix {
    /// Every school's score and ranks under each of some sets of weights (school level → metric → weight).
    ///
    /// - Complexity: for each set O(schools · (metrics + log schools)), in parallel over the sets.
    package func scores(under weights: [[String: [String: Rational]]], workers: Workers) -> [WeightedScores] {
        workers.map(weights.count) { scores(under: weights[$0]) }
    }

    /// Every school's score and ranks under one set of weights: what `aggregate` gives, exactly.
    package func scores(under weights: [String: [String: Rational]]) -> WeightedScores {
        let whole = try? WholeWeights(weights, of: rule)
        return WeightedScores(self, kinds.indices.map { scoringWeights(of: $0, whole, weights) })
    }

    private func scoringWeights(
        of kind: Int, _ whole: WholeWeights?, _ weights: [String: [String: Rational]]
    ) -> ScoringWeights {
        if let whole, let wholeKind = wholeKinds[kind], let found = try? whole.effective(wholeKind, earnedUnit: unit).scoring { return found }
        return effectiveWeights(of: kinds[kind], under: weights).map { .long($0.effective) } ?? .noScore
    }

    fileprivate func score(_ school: Int, _ weights: ScoringWeights) -> Rational? {
        let start = school * metrics.count
        switch weights {
        case .noScore: return nil
        case .whole(let weights): return Rational(numerator(of: school, weights), over: weights.denominator)
        case .long(let weights):
            return metrics.indices.reduce(Rational.zero) { $0 + weights[$1] * Rational(Int128(earned[start + $1]), over: Int128(unit)) }
        }
    }

    fileprivate func numerator(of school: Int, _ weights: KindWeights) -> Int128 {
        let start = school * metrics.count
        return metrics.indices.reduce(0) { $0 &+ weights.coefficients[$1] &* Int128(earned[start + $1]) }
    }
}

extension KindWeights? {
    fileprivate var scoring: ScoringWeights { map { .whole($0) } ?? .noScore }
}

/// Puts schools in the order of their scores: binary numbers tell most of them apart, exact ones those that are nearly equal.
private struct ScoreOrder {
    private struct Entry {
        let score: Double
        let school: Int32
    }

    /// Roundings of a score, which is below 1000, stay far below this.
    private static let doubt = 1e-9

    private let matrix: ScoreMatrix
    private let weights: [ScoringWeights]
    private var entries: [Entry] = []

    init(_ matrix: ScoreMatrix, _ weights: [ScoringWeights]) {
        self.matrix = matrix
        self.weights = weights
        let near = weights.map { $0.approximations(unit: matrix.unit) }
        let length = matrix.metrics.count
        entries.reserveCapacity(matrix.schools.count)
        for school in matrix.schools.indices {
            guard let own = near[matrix.kindOf[school]] else { continue }
            var score = 0.0
            for metric in 0..<length { score += own[metric] * Double(matrix.earned[school * length + metric]) }
            entries.append(Entry(score: score, school: Int32(school)))
        }
        entries.sort { $0.score > $1.score }
    }

    /// The highest first, with who has the score of the one in front.
    func order() -> (schools: [Int32], isTied: [Bool]) {
        var schools = entries.map(\.school), isTied = [Bool](repeating: false, count: schools.count)
        var start = 0
        while start < schools.count {
            var end = start + 1
            while end < schools.count, entries[end - 1].score - entries[end].score <= Self.doubt { end += 1 }
            if end > start + 1 {
                schools[start..<end].sort { isHigher(Int($0), Int($1)) }
                for place in start + 1..<end { isTied[place] = !isHigher(Int(schools[place - 1]), Int(schools[place])) }
            }
            start = end
        }
        return (schools, isTied)
    }

    private func isHigher(_ first: Int, _ second: Int) -> Bool {
        let kind = matrix.kindOf[first], other = matrix.kindOf[second]
        if kind == other, case .whole(let weights) = weights[kind] {
            return matrix.numerator(of: first, weights) > matrix.numerator(of: second, weights)
        }
        return matrix.score(first, weights[kind])! > matrix.score(second, weights[other])!
    }
}
