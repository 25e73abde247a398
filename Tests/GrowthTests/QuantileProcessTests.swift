import Parallel
import Testing

@testable import Growth

/// The quantile regressions against slow and obvious ones.
@Suite struct QuantileProcessTests {
    private let quantiles = PercentileRule.quantiles

    private func process(_ cohort: SampleCohort, threads: Int = 1) -> QuantileProcess {
        QuantileProcess.fits([cohort.design], quantiles: quantiles, workers: Workers(count: threads))[0]
    }

    private func objective(_ residuals: [Double], _ quantile: Double) -> Double {
        residuals.reduce(0) { $0 + ($1 > 0 ? quantile * $1 : (quantile - 1) * $1) }
    }

    private func fit(_ row: [Double], _ coefficients: [Double]) -> Double {
        var sum = 0.0
        for column in row.indices { sum += row[column] * coefficients[column] }
        return sum
    }

    /// Some plane through as many students as there are columns is optimal: of a small cohort all can be tried.
    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `Of a small cohort no plane through eight students is better`(seed: UInt64) {
        let cohort = SampleCohort(students: 12, priors: 1, step: 0.001, seed: seed), fitted = process(cohort), rows = cohort.rows
        var least = [Double](repeating: .infinity, count: quantiles.count)
        for chosen in combinations(of: 8, among: 12) {
            guard let plane = solved(chosen.map { rows[$0] }, chosen.map { cohort.current[$0] }) else { continue }
            let rest = rows.indices.map { cohort.current[$0] - fit(rows[$0], plane) }
            for (place, quantile) in quantiles.enumerated() { least[place] = min(least[place], objective(rest, quantile)) }
        }
        for (place, quantile) in quantiles.enumerated() {
            #expect(abs(fitted.objectives[place] - least[place]) <= 1e-9 * least[place], "\(quantile)")
        }
    }

    private func combinations(of size: Int, among count: Int) -> [[Int]] {
        if size == 0 { return [[]] }
        if size > count { return [] }
        return combinations(of: size, among: count - 1) + combinations(of: size - 1, among: count - 1).map { $0 + [count - 1] }
    }

    /// A plane is optimal where weights within the bounds, of the students on it, balance those of all others: its dual.
    @Test(arguments: [(400, 1), (400, 2), (600, 3), (500, 4), (700, 5)])
    func `Every fit has its dual`(students: Int, priors: Int) throws {
        let cohort = SampleCohort(students: students, priors: priors, step: 0.001, seed: UInt64(students + priors))
        let fitted = process(cohort), rows = cohort.rows
        #expect(fitted.uncertified == [] && fitted.slow == [])
        #expect(fitted.design.independentColumns.count == 1 + 7 * priors)
        for place in stride(from: 0, to: 100, by: 9) {
            let quantile = quantiles[place]
            let rest = rows.indices.map { cohort.current[$0] - fit(rows[$0], fitted.coefficients[place]) }
            #expect(abs(objective(rest, quantile) - fitted.objectives[place]) < 1e-9 * fitted.objectives[place])
            let onPlane = rest.indices.filter { abs(rest[$0]) < 1e-7 }
            try #require(onPlane.count == 1 + 7 * priors)
            var balance = [Double](repeating: 0, count: onPlane.count)
            for student in rest.indices where abs(rest[student]) >= 1e-7 {
                for (column, value) in rows[student].enumerated() {
                    balance[column] -= value * (rest[student] > 0 ? quantile : quantile - 1)
                }
            }
            let weights = try #require(
                solved(balance.indices.map { column in onPlane.map { rows[$0][column] } }, balance))
            #expect(weights.allSatisfy { $0 > quantile - 1 - 1e-7 && $0 < quantile + 1e-7 }, "\(quantile)")
        }
    }

    @Test(arguments: [1.0, 5, 20, 60])
    func `Counts are those of a plain comparison, however many students share a score`(step: Double) {
        let cohort = SampleCohort(students: 500, priors: 2, step: step, seed: UInt64(step))
        let fitted = process(cohort), rows = cohort.rows
        #expect(fitted.uncertified == [])
        for student in stride(from: 0, to: 500, by: 7) {
            let count = fitted.coefficients.count { coefficients in
                (fit(rows[student], coefficients) * 1e5).rounded() / 1e5 < cohort.current[student]
            }
            #expect(Int(fitted.counts[student]) == count)
        }
    }

    @Test func `Neither threads nor the order of students change a bit`() {
        let cohort = SampleCohort(students: 900, priors: 2, step: 1, seed: 8), fitted = process(cohort)
        for threads in [2, 7] { #expect(process(cohort, threads: threads).coefficients == fitted.coefficients) }
        let (shuffled, order) = cohort.shuffled(seed: 9), again = process(shuffled)
        #expect(again.coefficients == fitted.coefficients)
        #expect(again.objectives == fitted.objectives)
        #expect(again.counts == order.map { fitted.counts[$0] })
    }

    @Test(arguments: [1, 1e-5])
    func `Very large scores are fitted as well`(scale: Double) {
        var cohort = SampleCohort(students: 300, priors: 2, step: 1, seed: 41)
        let usual = process(cohort)
        cohort.current = cohort.current.map { $0 / scale }
        let scaled = process(cohort)
        #expect(scaled.uncertified == [] && scaled.slow == [])
        #expect(zip(scaled.objectives, usual.objectives).allSatisfy { abs($0 - $1 / scale) <= 1e-9 * $0 })
        #expect(scaled.counts == usual.counts)
    }

    @Test(arguments: [(1.0, 1), (1, 2), (40, 2)])
    func `The slow way comes to the same fit`(step: Double, priors: Int) {
        let cohort = SampleCohort(students: 150, priors: priors, step: step, seed: 31)
        let design = cohort.design
        for quantile in [0.005, 0.255, 0.5, 0.805, 0.995] {
            var fast = QuantileChain(design), slow = QuantileChain(design)
            #expect(fast.fit(quantile) && !fast.wasSlow)
            #expect(slow.fit(quantile, isSlow: true) && slow.wasSlow)
            let objective = fast.objective(quantile)
            #expect(abs(slow.objective(quantile) - objective) <= 1e-9 * objective)
        }
    }

    @Test func `Columns that others make up are left out, and the fit is the same`() {
        var cohort = SampleCohort(students: 300, priors: 1, step: 1, seed: 3)
        let alone = process(cohort)
        cohort.priors.append(cohort.priors[0])
        let doubled = process(cohort)
        #expect(doubled.design.independentColumns.count == 8)
        #expect(doubled.counts == alone.counts)
        #expect(zip(doubled.objectives, alone.objectives).allSatisfy { abs($0 - $1) < 1e-9 * $1 })
    }

    /// A test's floor or ceiling: so many scores are equal that a plane through them goes through far more students than columns. The
    /// percentiles of such a cohort (1,000 students, half of them at the floor, two prior scores) were compared with `rq(br)`: all equal.
    @Test(arguments: [0.2, 0.5, 0.8, 0.95, 1], [1, 2])
    func `With many students at the floor every fit is certified, in any order of students`(share: Double, priors: Int) {
        var cohort = SampleCohort(students: 500, priors: priors, step: 1, seed: 17)
        let floor = cohort.current.sorted()[Int(share * 499)]
        cohort.current = cohort.current.map { max($0, floor) }
        let own = process(cohort)
        #expect(own.uncertified.isEmpty && own.slow.isEmpty)
        // Nobody at the floor is above a plane that lies on it.
        for (student, score) in cohort.current.enumerated() where score == floor && share == 1 { #expect(own.counts[student] == 0) }
        let (shuffled, order) = cohort.shuffled(seed: 3)
        #expect(process(shuffled).counts == order.map { own.counts[$0] })
        let up = SampleCohort(students: 500, priors: priors, step: 1, seed: 18), ceiling = up.current.sorted()[Int((1 - share) * 499)]
        var high = up
        high.current = up.current.map { min($0, ceiling) }
        #expect(process(high).uncertified.isEmpty)
    }
}
