package import Model
package import Parallel

/// Every school's score and places under one set of weights.
package struct WeightedScores: Sendable {
    /// Numerators of the scores over `denominators[kindOf[school]]`.
    private let numerators: [Int128]
    private let denominators: [Int128?]
    private let kindOf: [Int]
    /// The scores of kinds whose numbers are too long for 128 bits.
    private let long: [Int: Rational]
    /// Among all schools.
    package let standing: Standing
    /// Among the schools of the same level.
    package let levelStanding: Standing

    /// A school's exact score; nil where it has none.
    package func score(_ school: Int) -> Rational? {
        if let denominator = denominators[kindOf[school]] { return Rational(numerators[school], over: denominator) }
        return long[school]
    }
}

/// Places among schools; ties share the smaller rank.
package struct Standing: Sendable, Equatable {
    /// By school, from 1 for the highest score; 0 for a school without a score.
    package private(set) var ranks: [Int32]
    /// By school: how many schools of its class have a strictly lower score.
    package private(set) var lower: [Int32]
    /// By school: how many schools of its class have a score.
    package private(set) var of: [Int32]

    /// Whether fewer schools than a share of the class have a strictly lower score.
    package func isAmongLowest(_ school: Int, share: Rational) -> Bool {
        ranks[school] > 0 && Rational(Int(lower[school])) < share * Rational(Int(of[school]))
    }

    /// - Parameters:
    ///   - order: the schools that have a score, the highest first.
    ///   - isTied: by place in `order` whether the school has the score of the one in front of it.
    init(order: [Int32], isTied: [Bool], classes: [Int], classCount: Int) {
        ranks = [Int32](repeating: 0, count: classes.count)
        lower = ranks
        of = ranks
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
                of[school] = sizes[own]
                lower[school] = sizes[own] - seen[own]
            }
            start = end
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

    /// Every school's score and ranks under one set of weights: exactly what `aggregate` gives.
    package func scores(under weights: [String: [String: Rational]]) -> WeightedScores {
        let known = effectiveWeights(weights)
        var numerators = [Int128](repeating: 0, count: schools.count)
        var approximations = [Double](repeating: 0, count: schools.count)
        var long: [Int: Rational] = [:], scored: [Int32] = []
        for school in schools.indices {
            switch known[kindOf[school]] {
            case .noScore: continue
            case .whole(let kind): (numerators[school], approximations[school]) = dotProduct(school, kind)
            case .long:
                guard let score = longScore(school, weights) else { continue }
                long[school] = score
                approximations[school] = score.approximation
            }
            scored.append(Int32(school))
        }
        return WeightedScores(
            self, numerators: numerators, denominators: known.map(\.denominator), long: long,
            approximations: approximations, scored: scored)
    }

    /// The effective weights of each kind of school.
    private enum EffectiveWeights {
        case noScore
        case whole(KindWeights)
        /// Too long for 128 bits.
        case long

        var denominator: Int128? {
            if case .whole(let weights) = self { weights.denominator } else { nil }
        }
    }

    private func effectiveWeights(_ weights: [String: [String: Rational]]) -> [EffectiveWeights] {
        do throws(NumberTooLong) {
            let whole = try WholeWeights(weights, of: rule)
            return kinds.map { kind in
                do throws(NumberTooLong) {
                    return try whole.effective(kind, earnedUnit: unit).map { .whole($0) } ?? .noScore
                } catch {
                    return .long
                }
            }
        } catch {
            return kinds.map { _ in .long }
        }
    }

    private func dotProduct(_ school: Int, _ kind: KindWeights) -> (Int128, Double) {
        var exact: Int128 = 0, approximation = 0.0
        let start = school * metrics.count
        for metric in metrics.indices {
            exact &+= kind.coefficients[metric] &* Int128(earned[start + metric])
            approximation += kind.approximations[metric] * Double(earned[start + metric])
        }
        return (exact, approximation)
    }

    /// The score by fractions of any length; nil where the school has none.
    private func longScore(_ school: Int, _ weights: [String: [String: Rational]]) -> Rational? {
        guard let effective = effectiveWeights(of: kinds[kindOf[school]], under: weights)?.effective else { return nil }
        return metrics.indices.reduce(Rational.zero) { sum, metric in
            sum + effective[metric] * (earnedShare(school: school, metric: metric) ?? .zero)
        }
    }
}

extension WeightedScores {
    /// Roundings of a score's approximation, which is below 1000, stay far below this; nearer scores are compared exactly.
    private static let doubt = 1e-9

    fileprivate init(
        _ matrix: ScoreMatrix, numerators: [Int128], denominators: [Int128?], long: [Int: Rational], approximations: [Double],
        scored: [Int32]
    ) {
        let kindOf = matrix.kindOf
        func exact(_ school: Int) -> Rational {
            denominators[kindOf[school]].map { Rational(numerators[school], over: $0) } ?? long[school]!
        }
        func isHigher(_ first: Int, _ second: Int) -> Bool {
            let distance = approximations[first] - approximations[second]
            if abs(distance) > Self.doubt { return distance > 0 }
            if kindOf[first] == kindOf[second], denominators[kindOf[first]] != nil { return numerators[first] > numerators[second] }
            return exact(first) > exact(second)
        }
        let order = scored.sorted { isHigher(Int($0), Int($1)) }
        let isTied = order.indices.map { $0 > 0 && !isHigher(Int(order[$0 - 1]), Int(order[$0])) }
        self.numerators = numerators
        self.denominators = denominators
        self.kindOf = kindOf
        self.long = long
        standing = Standing(order: order, isTied: isTied, classes: matrix.schools.map { _ in 0 }, classCount: 1)
        levelStanding = Standing(order: order, isTied: isTied, classes: matrix.levelOf, classCount: matrix.levelCount)
    }
}
