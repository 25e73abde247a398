import Model
import Reports
import TestSupport

/// Diagnostics of a small consortium as the stages of growth would hand them over, the same in every run.
struct GrowthSample {
    private var random: SeededNumbers
    private let schools: [School]

    init(schoolCount: Int = 24, seed: UInt64 = 7) {
        random = SeededNumbers(seed: seed)
        schools = (1...schoolCount).map { number in
            School(
                id: "1964733600\(1_000 + number)", districtID: "1964733", name: "School \(number)",
                districtName: "Los Robles Unified", level: "elementary")
        }
    }

    /// Every list filled, for two subjects and the grades given.
    static func content(schoolCount: Int = 24, grades: [String] = ["4", "5"]) -> GrowthPageContent {
        var sample = GrowthSample(schoolCount: schoolCount)
        var content = GrowthPageContent(title: "School Quality Improvement Index", year: "2016-17", rules: rules)
        for of in ["ela", "math"].flatMap({ subject in grades.map { GrowthGrade(subject: subject, grade: $0) } }) {
            content.percentileFit += sample.fit(of)
            content.percentileExtremes += sample.extremes(of)
            content.percentileCohorts += sample.cohorts(of)
            content.regressions.append(sample.regression(of))
            content.residuals.append(sample.residuals(of))
            content.effects += sample.effects(of)
        }
        content.comparisons = sample.comparisons()
        return content
    }

    static let rules = [
        ReportWords.Rule(
            subject: "Growth percentiles", part: "", basis: .stated, sentence: "Percentiles come from 100 quantile regressions.",
            source: "Betebenner 2011"),
        ReportWords.Rule(
            subject: "Value added", part: "shrinkage", basis: .inferred, sentence: "Effects are shrunken by their reliability.",
            source: "CORE growth model slides, October 2016"),
        ReportWords.Rule(
            subject: "Value added", part: "minimum", basis: .assumed, sentence: "A school needs 11 students.", source: "none"),
    ]

    /// Nearly normal: the sum of twelve.
    private mutating func normal() -> Double {
        (0..<12).reduce(-6) { sum, _ in sum + Double(random.whole(0...1_000_000)) / 1_000_000 }
    }

    private mutating func fit(_ of: GrowthGrade) -> [PercentileFit] {
        (1...10).map { tenth in
            let lowest = Double(2_100 + 55 * tenth)
            return PercentileFit(
                of: of, tenth: tenth, lowestPrior: lowest, highestPrior: lowest + 54,
                counts: (0..<10).map { band in
                    let departure = tenth == 1 && band == 0 ? 22.0 : tenth == 10 && band == 9 ? -30 : 0
                    return max(0, Int(48 + 6 * normal() + departure))
                })
        }
    }

    private mutating func extremes(_ of: GrowthGrade) -> [PercentileExtreme] {
        PercentileExtreme.End.allCases.map { end in
            let isLow = end == .lowestPrior || end == .lowestScore
            return PercentileExtreme(
                of: of, end: end, score: isLow ? 2_114 : 2_663, studentCount: random.whole(8...60), lowest: random.whole(1...9),
                median: Double(random.whole(60...140)) / 2, highest: random.whole(90...99))
        }
    }

    private mutating func cohorts(_ of: GrowthGrade) -> [PercentileCohort] {
        let isFirst = of.subject == "ela" && of.grade == "4"
        return (1...3).map { priors in
            PercentileCohort(
                of: of, priorScores: priors, studentCount: 5_400 / priors + random.whole(0...99),
                fit: priors == 3 && isFirst
                    ? nil
                    : PercentileCohort.Fit(
                        columnCount: 1 + 7 * priors, slowCount: random.whole(0...7),
                        uncertifiedCount: priors == 2 && isFirst ? 3 : 0))
        }
    }

    private mutating func regression(_ of: GrowthGrade) -> GrowthRegression {
        let terms: [(String, Double, Double, Double)] = [
            ("prior score, same subject", 0.6913, 0.0071, 2_431.5), ("prior score, other subject", 0.2204, 0.0068, 2_418.25),
            ("Latino", -4.31, 1.12, 0.5214), ("African American", -9.84, 1.73, 0.1049),
            ("English learners", -11.27, 1.41, 0.2406), ("Students with disabilities", -14.6, 1.9, 0.1302),
            ("Socio-economically disadvantaged students", -6.05, 1.18, 0.7121), ("Foster youth", -2.4, 4.9, 0.0098),
        ]
        return GrowthRegression(
            of: of, studentCount: 5_120 + random.whole(0...400), leftOutCount: random.whole(40...200), schoolCount: schools.count,
            fit: GrowthRegression.Fit(
                terms: terms.map { name, coefficient, error, mean in
                    GrowthRegression.Term(
                        name: name, coefficient: coefficient + normal() * error, standardError: error, mean: mean)
                },
                averageCount: 2, studentDeviation: 52.25 + normal(), schoolDeviation: 0.142 + 0.01 * normal()))
    }

    private mutating func residuals(_ of: GrowthGrade) -> GrowthResiduals {
        var counts = [Int](repeating: 0, count: 32)
        for _ in 0..<5_000 { counts[min(31, max(0, Int((normal() + 4) / 0.25)))] += 1 }
        return GrowthResiduals(of: of, start: -4, width: 0.25, counts: counts)
    }

    private mutating func effects(_ of: GrowthGrade) -> [GrowthEffect] {
        schools.map { school in
            let count = random.whole(11...140), error = 1 / Double(count).squareRoot()
            let estimate = 0.14 * normal() + error * normal(), weight = 0.0196 / (0.0196 + error * error)
            let (growth, uncertainty) = (weight * estimate, 0.14 * (1 - weight).squareRoot())
            let mean = 2_440 + 30 * normal(), expected = 2 * normal()
            return GrowthEffect(
                of: of, school: school, studentCount: count, meanScore: mean, predicted: mean - expected - 52 * estimate,
                expected: expected, estimate: estimate, standardError: error, weight: weight, growth: growth,
                uncertainty: uncertainty, interval: growth - 1.96 * uncertainty...growth + 1.96 * uncertainty)
        }
    }

    private mutating func comparisons() -> [SchoolComparison] {
        let points = schools.map { (school: $0, growth: 50 + 9 * normal(), status: 48 + 17 * normal()) }
        return [
            SchoolComparison(
                title: "Growth and status, ELA", xTitle: "Percent proficient", yTitle: "Growth percentile",
                points: points.map { .init(school: $0.school, x: $0.status, y: $0.growth) }),
            SchoolComparison(
                title: "Two growth models, ELA", xTitle: "Growth percentile", yTitle: "Value added",
                points: points.map { .init(school: $0.school, x: $0.growth, y: ($0.growth - 50) / 60 + 0.02 * normal()) }),
        ]
    }
}
