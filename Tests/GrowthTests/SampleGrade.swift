import TestSupport

@testable import Growth

/// A made-up grade: schools differ in their students' prior scores and characteristics, and, apart from that, in their effect.
struct SampleGrade {
    var cohort: ValueAddedCohort
    /// By school the true effect, in score points.
    var effects: [Double]
    /// By school the mean of the true prior scores.
    var meanPriors: [Double]
    /// By school the share of poor students.
    var poorShares: [Double] {
        var poor = [Double](repeating: 0, count: cohort.schoolCount), all = poor
        for (student, school) in cohort.schools.enumerated() {
            poor[school] += cohort.characteristics[0][student]
            all[school] += 1
        }
        return zip(poor, all).map { $0 / $1 }
    }
    static let coefficients = [0.6, 0.25, -8.0]

    init(seed: UInt64, schools count: Int = 150, error: Double = 25, effectDeviation: Double = 6) {
        var numbers = SeededNumbers(seed: seed)
        func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &numbers) } }
        var scores: [Double] = [], priors: [[Double]] = [[], []], poor: [Double] = [], schools: [Int] = []
        effects = []
        meanPriors = []
        for school in 0..<count {
            let level = 25 * normal(), effect = effectDeviation * normal(), size = Int.random(in: 15...120, using: &numbers)
            effects.append(effect)
            var sum = 0.0
            for _ in 0..<size {
                let ability = normal(), isPoor = normal() * 20 > level ? 1.0 : 0.0
                let own = 500 + level + 40 * ability, other = 480 + level + 30 * ability + 25 * normal()
                scores.append(100 + 0.6 * own + 0.25 * other - 8 * isPoor + effect + 28 * normal())
                priors[0].append(own + error * normal())
                priors[1].append(other + error * normal())
                poor.append(isPoor)
                schools.append(school)
                sum += own
            }
            meanPriors.append(sum / Double(size))
        }
        let errors = [[Double]](repeating: [Double](repeating: error, count: scores.count), count: 2)
        cohort = ValueAddedCohort(
            scores: scores, priors: priors, standardErrors: errors, characteristics: [poor], schools: schools, schoolCount: count)
    }
}

/// Pearson's correlation.
func correlation(_ one: [Double], _ other: [Double]) -> Double {
    let count = Double(one.count), means = (one.reduce(0, +) / count, other.reduce(0, +) / count)
    var (products, first, second) = (0.0, 0.0, 0.0)
    for place in one.indices {
        products += (one[place] - means.0) * (other[place] - means.1)
        first += (one[place] - means.0) * (one[place] - means.0)
        second += (other[place] - means.1) * (other[place] - means.1)
    }
    return products / (first * second).squareRoot()
}

extension ValueAddedCohort {
    var withoutCharacteristics: ValueAddedCohort {
        ValueAddedCohort(
            scores: scores, priors: priors, standardErrors: standardErrors, characteristics: [], schools: schools, schoolCount: schoolCount)
    }
}
