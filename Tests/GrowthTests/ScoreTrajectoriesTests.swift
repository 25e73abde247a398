import Parallel
import TestSupport
import Testing

@testable import Growth

/// Growth targets against a second implementation.
@Suite struct ScoreTrajectoriesTests {
    /// Three cohorts that regressions are fitted to, of students in grades 5, 6 and 7.
    private let regressions: [StoredRegressions] = [2, 3, 4].map { priors in
        let cohort = SampleCohort(students: 250, priors: priors, step: 1, seed: UInt64(90 + priors))
        let grades = (0...priors).map { "\(3 + $0)" }
        let growth = GrowthPercentiles(
            ScoreHistories(
                grades: grades.map { [String](repeating: $0, count: 250) }, scores: cohort.priors.reversed() + [cohort.current]),
            rule: PercentileRule(progression: grades), workers: Workers(count: 2))
        return StoredRegressions(growth, progression: grades)
    }

    /// Students in grade 4; some have no score in grade 3.
    private let students: ScoreHistories = {
        var numbers = SeededNumbers(seed: 95)
        let count = 60
        let scores = (0..<count).map { _ in (numbers.whole(380...620), numbers.whole(380...640), numbers.happens(1, in: 4)) }
        return ScoreHistories(
            grades: [[String](repeating: "3", count: count), [String](repeating: "4", count: count)],
            scores: [scores.map { $0.2 ? .nan : Double($0.0) }, scores.map { Double($0.1) }])
    }()

    private func rule(_ cuts: [Double], obtainable: ClosedRange<Double>? = nil) -> TargetRule {
        TargetRule(
            progression: ["3", "4"], currentCut: cuts[0],
            ahead: regressions.indices.map { .init(grade: "\(5 + $0)", cut: cuts[1 + $0], regressions: regressions[$0]) },
            obtainable: obtainable)
    }

    private func found(_ rule: TargetRule, threads: Int = 2) -> [GrowthTargets.Student] {
        GrowthTargets(students, rule: rule, percentiles: Array(1...99), workers: Workers(count: threads)).outcomes
            .map { if case .targets(let student) = $0 { student } else { preconditionFailure() } }
    }

    // MARK: A second implementation

    /// The B-spline of a number and degree by the recursion of Cox and de Boor. Beyond the boundaries the outermost intervals go
    /// on.
    private func spline(_ number: Int, _ degree: Int, _ knots: [Double], _ score: Double) -> Double {
        if degree == 0 {
            let inside = (3..<7).last { knots[$0] <= score } ?? 3
            let interval = score >= knots[7] ? 7 : inside
            return number == interval ? 1 : 0
        }
        func share(_ top: Double, _ width: Double, _ rest: Double) -> Double { width == 0 ? 0 : top / width * rest }
        return share(
            score - knots[number], knots[number + degree] - knots[number], spline(number, degree - 1, knots, score))
            + share(
                knots[number + degree + 1] - score, knots[number + degree + 1] - knots[number + 1],
                spline(number + 1, degree - 1, knots, score))
    }

    private func fitted(_ order: StoredRegressions.Order, _ quantile: Int, _ priors: [Double]) -> Double {
        var sum = order.coefficients[quantile][0]
        for (prior, own) in order.knots.enumerated() {
            let ends = own.boundaries.map { [Double](repeating: $0, count: 4) }, knots = ends[0] + own.interior + ends[1]
            for column in 1...7 {
                sum += order.coefficients[quantile][7 * prior + column] * spline(column, 3, knots, priors[prior])
            }
        }
        return sum
    }

    @Test func `Trajectories and targets are those that the recursion of Cox and de Boor gives, year by year`() {
        let cuts = [500.3, 520.3, 540.3, 515.3]
        let found = found(rule(cuts, obtainable: 400...610))
        var orders: Set<[Int]> = []
        for student in found.indices {
            var history = [students.scores[1][student]] + (students.scores[0][student].isNaN ? [] : [students.scores[0][student]])
            orders.insert([history.count, found[student].order!])
            let status = history[0] < cuts[0] ? GrowthTargets.Status.catchUp : .keepUp
            var ways = [[Double]](repeating: history, count: 100), targets: [Int?] = []
            for (year, regressions) in regressions.enumerated() {
                let order = regressions.orders.filter { $0.order <= history.count }.max { $0.order < $1.order }!
                let scores = (0..<100).map { min(max(fitted(order, $0, ways[$0]), 400), 610) }.sorted()
                for way in ways.indices { ways[way].insert((scores[way] * 1e5).rounded() / 1e5, at: 0) }
                history.append(0)
                for (percentile, score) in found[student].trajectories[year].enumerated() {
                    #expect(abs(score - ways[percentile][0]) < 3e-5)
                }
                targets.append((1...99).first { ways[$0 - 1][0] >= cuts[1 + year] })
            }
            let expected = targets.indices.map { year -> Int? in
                let own = targets[...year]
                if status == .catchUp { return own.compactMap { $0 }.min() }
                return own.contains(nil) ? nil : own.compactMap { $0 }.max()
            }
            #expect(found[student].status == status)
            #expect(found[student].targets == expected.map { $0.map { .percentile($0) } ?? .outOfReach })
        }
        #expect(orders == [[1, 1], [2, 2]])
    }

    // MARK: Properties

    @Test func `Longer to catch up never takes more, longer to keep up never less, and a higher cut never less`() {
        func number(_ target: GrowthTargets.Target) -> Int {
            if case .percentile(let percentile) = target { percentile } else { 100 }
        }
        let low = found(rule([505, 500, 510, 515])), high = found(rule([505, 510, 512, 530]))
        #expect(Set(low.map(\.status)).count == 2)
        for (lower, higher) in zip(low, high) {
            #expect(lower.status == higher.status && lower.trajectories == higher.trajectories)
            #expect(zip(lower.targets, higher.targets).allSatisfy { number($0) <= number($1) })
            for student in [lower, higher] {
                #expect(zip(student.targets, student.targets.dropFirst()).allSatisfy {
                    student.status == .catchUp ? number($0) >= number($1) : number($0) <= number($1)
                })
                for scores in student.trajectories { #expect(zip(scores, scores.dropFirst()).allSatisfy(<=)) }
            }
        }
        #expect(found(rule([505, 500, 510, 515]), threads: 1) == low)
    }

    /// A student's own next score at the target's percentile reaches the cut, and one percentile lower does not.
    @Test func `The target is the lowest percentile that reaches the cut`() {
        for student in found(rule([505, 500, 510, 515])) {
            guard case .percentile(let percentile) = student.targets[0] else { continue }
            #expect(student.trajectories[0][percentile - 1] >= 500)
            if percentile > 1 { #expect(student.trajectories[0][percentile - 2] < 500) }
        }
    }
}
