import Parallel
import Testing

@testable import Growth

/// Growth targets by stored regressions.
@Suite struct GrowthTargetsTests {
    // MARK: Regressions made up

    private let knots = SplineKnots(interior: [430, 460, 500, 540], lowerBoundary: 300, upperBoundary: 700)

    /// The coefficients of a plane that is the most recent prior score and something added: those of a straight line are the
    /// means of three knots each.
    private func lineCoefficients(added: Double) -> [Double] {
        let all = [Double](repeating: 300, count: 4) + knots.interior + [Double](repeating: 700, count: 4)
        let means = (0..<8).map { (place: Int) -> Double in all[place + 1...place + 3].reduce(0, +) / 3 }
        return [means[0] + added] + means.dropFirst().map { $0 - means[0] }
    }

    private func stored(_ progression: [String], _ orders: [(order: Int, coefficients: (Int) -> [Double])]) -> StoredRegressions {
        StoredRegressions(
            progression: progression,
            orders: orders.map { order, coefficients in
                StoredRegressions.Order(
                    order: order, students: 1_000,
                    knots: progression.dropLast().reversed().prefix(order).map {
                        StoredRegressions.Knots(grade: $0, knots)
                    },
                    coefficients: (0..<100).map { quantile in
                        let own = coefficients(quantile)
                        return own + [Double](repeating: 0, count: 1 + 7 * order - own.count)
                    })
            })
    }

    /// Percentile p adds p - 50 score points a year.
    private func line(_ progression: [String]) -> StoredRegressions {
        stored(progression, [(1, { self.lineCoefficients(added: Double($0) - 49) })])
    }

    private func histories(_ rows: [(grades: [String], scores: [Double])]) -> ScoreHistories {
        let years = rows.first?.grades.indices ?? 0..<1
        return ScoreHistories(
            grades: years.map { year in rows.map { $0.grades[year] } },
            scores: years.map { year in rows.map { $0.scores[year] } })
    }

    private func targets(_ scores: [Double], cuts: [Double], obtainable: ClosedRange<Double>? = nil) -> [GrowthTargets.Student] {
        let grades = ["5", "6", "7", "8"]
        let rule = TargetRule(
            progression: ["5"], currentCut: cuts[0],
            ahead: (1..<cuts.count).map {
                .init(grade: grades[$0], cut: cuts[$0], regressions: line([grades[$0 - 1], grades[$0]]))
            }, obtainable: obtainable)
        let rows = histories(scores.map { (["5"], [$0]) })
        return GrowthTargets(rows, rule: rule, percentiles: [10, 50, 90], workers: Workers(count: 2)).outcomes
            .map { if case .targets(let student) = $0 { student } else { preconditionFailure() } }
    }

    // MARK: By hand

    /// 440 and p - 50 a year: 450 takes 60; 460 in two years 60; 455 in three years 55, 15 points in all.
    @Test func `Who is below the cut has the lowest percentile that reaches it in time`() {
        let student = targets([440], cuts: [445, 450, 460, 455])[0]
        #expect(student.status == .catchUp && student.order == 1)
        #expect(student.targets == [.percentile(60), .percentile(60), .percentile(55)])
        #expect(student.trajectories == [[400, 440, 480], [360, 440, 520], [320, 440, 560]])
    }

    /// 470 and p - 50 a year: 450 takes 30; 460 in two years 45, 5 points less each; 455 in three years 45.
    @Test func `Who is at or above the cut has the lowest percentile that stays there every year`() {
        let found = targets([470, 445], cuts: [445, 450, 460, 455])
        #expect(found.map(\.status) == [.keepUp, .keepUp])
        #expect(found[0].targets == [.percentile(30), .percentile(45), .percentile(45)])
        #expect(found[1].targets == [.percentile(55), .percentile(58), .percentile(58)])
    }

    @Test func `Percentile 99 may not be enough, in one year or in all`() {
        let found = targets([440, 460], cuts: [445, 500, 500, 620])
        #expect(found[0].targets == [.outOfReach, .percentile(80), .percentile(80)])
        #expect(found[1].targets == [.percentile(90), .percentile(90), .outOfReach])
    }

    @Test func `Predicted scores stay within the obtainable ones`() {
        let found = targets([440], cuts: [445, 450, 460, 455], obtainable: 420...455)[0]
        #expect(found.trajectories == [[420, 440, 455], [420, 440, 455], [420, 440, 455]])
        #expect(found.targets == [.percentile(60), .percentile(60), .percentile(55)])
        #expect(targets([440], cuts: [445, 456, 456, 456], obtainable: 420...455)[0].targets
            == [.outOfReach, .outOfReach, .outOfReach])
    }

    /// Quantile by quantile the planes descend here; sorted, the scores ascend.
    @Test func `Trajectories do not cross`() {
        let rule = TargetRule(
            progression: ["5"], currentCut: 445,
            ahead: [.init(grade: "6", cut: 450, regressions: stored(["5", "6"], [(1, { [500 - Double($0)] })]))])
        let found = GrowthTargets(
            histories([(["5"], [440])]), rule: rule, percentiles: Array(1...99), workers: Workers(count: 1)).outcomes
        let expected = GrowthTargets.Student(
            status: .catchUp, order: 1, targets: [.percentile(50)], trajectories: [(1...99).map { 400 + Double($0) }])
        #expect(found == [.targets(expected)])
    }

    // MARK: Orders

    /// The regression on two scores says 600 and more, the one on one score 500 and more.
    @Test func `Every year takes the regression on the most scores there are, predicted ones too`() {
        func regressions(_ progression: [String], _ orders: [Int]) -> StoredRegressions {
            stored(progression, orders.map { order in (order, { [400 + 100 * Double(order) + Double($0) / 100] }) })
        }
        func students(_ first: [Int], _ second: [Int]) -> [GrowthTargets.Outcome] {
            let rule = TargetRule(
                progression: ["4", "5"], currentCut: 445,
                ahead: [
                    .init(grade: "6", cut: 500, regressions: regressions(["4", "5", "6"], first)),
                    .init(grade: "7", cut: 500, regressions: regressions(["4", "5", "6", "7"], second)),
                ])
            let rows = histories([(["4", "5"], [430, 440]), (["", "5"], [.nan, 440]), (["5", "5"], [420, 440])])
            return GrowthTargets(rows, rule: rule, percentiles: [1], workers: Workers(count: 1)).outcomes
        }
        func found(_ order: Int?, _ targets: [GrowthTargets.Target], _ scores: [Double]) -> GrowthTargets.Outcome {
            .targets(.init(status: .catchUp, order: order, targets: targets, trajectories: scores.map { [$0] }))
        }
        let all = [GrowthTargets.Target](repeating: .percentile(1), count: 2)
        #expect(students([1, 2], [1, 2, 3]) == [found(2, all, [600, 700]), found(1, all, [500, 600]), found(1, all, [500, 600])])
        #expect(students([1, 2], [1]).first == found(2, all, [600, 500]))
        let none = [GrowthTargets.Target](repeating: .noRegression, count: 2)
        #expect(students([2], [1, 2]) == [found(2, all, [600, 600]), found(nil, none, []), found(nil, none, [])])
        let one = [GrowthTargets.Target.percentile(1), .percentile(1)]
        #expect(students([1], [3])[1] == found(1, one, [500]))
        #expect(students([], []).allSatisfy { $0 == found(nil, none, []) })
    }

    @Test func `What a year without a percentile means for those before it`() {
        let catchUp = GrowthTargets.Status.catchUp, keepUp = GrowthTargets.Status.keepUp
        #expect(GrowthTargets.target(catchUp, [.percentile(70), .outOfReach, .percentile(60)]) == .percentile(60))
        #expect(GrowthTargets.target(keepUp, [.percentile(70), .percentile(80), .percentile(60)]) == .percentile(80))
        #expect(GrowthTargets.target(keepUp, [.percentile(70), .outOfReach, .percentile(60)]) == .outOfReach)
        #expect(GrowthTargets.target(catchUp, [.outOfReach, .noRegression]) == .noRegression)
        #expect(GrowthTargets.target(keepUp, [.outOfReach, .noRegression]) == .outOfReach)
        #expect(GrowthTargets.target(keepUp, [.percentile(70), .noRegression]) == .noRegression)
        #expect(GrowthTargets.target(catchUp, [.outOfReach, .outOfReach]) == .outOfReach)
    }

    @Test func `Why a student has no targets`() {
        let rule = TargetRule(
            progression: ["4", "5"], currentCut: 445, ahead: [.init(grade: "6", cut: 450, regressions: line(["5", "6"]))])
        let rows = histories([(["4", "4"], [430, 440]), (["4", "5"], [430, .nan]), (["", ""], [.nan, .nan])])
        #expect(GrowthTargets(rows, rule: rule, workers: Workers(count: 1)).outcomes
            == [.absent(.otherGrade), .absent(.noScore), .absent(.otherGrade)])
        #expect(GrowthTargets(histories([]), rule: TargetRule(
            progression: ["5"], currentCut: 445, ahead: [.init(grade: "6", cut: 450, regressions: line(["5", "6"]))]),
            workers: Workers(count: 1)).outcomes == [])
    }

    @Test func `What keeps stored regressions from predicting a grade`() {
        let own = line(["3", "4", "5"])
        #expect(own.mistake(onPath: ["3", "4", "5"]) == nil)
        #expect(own.mistake(onPath: ["2", "3", "4", "5"]) == nil)
        #expect(own.mistake(onPath: ["4", "5"]) == nil)
        #expect(own.mistake(onPath: ["4", "6"]) == "it is of the progression 3,4,5, and students go through 4,6")
        #expect(own.mistake(onPath: ["2", "4", "5"]) == "it is of the progression 3,4,5, and students go through 2,4,5")
        let unordered = stored(["3", "4", "5"], [(1, { _ in [400] }), (1, { _ in [400] })])
        #expect(unordered.mistake(onPath: ["3", "4", "5"]) == "it is not whole")
        #expect(stored(["3", "4"], [(2, { _ in [400] })]).mistake(onPath: ["3", "4"]) == "it is not whole")
    }
}
