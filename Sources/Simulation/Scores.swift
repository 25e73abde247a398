internal import Randomness

/// The tested subjects.
enum Subject: Int, CaseIterable, CSVField {
    case ela, math

    func write(to rows: inout RowBuffer) { rows.put(self == .ela ? "ela" : "math") }
}

/// The scale of a subject in a grade: the lowest scores of levels 2, 3 and 4 (Smarter Balanced, from 2014–15), and the spread.
struct ScoreScale {
    let cuts: (basic: Int, met: Int, exceeded: Int)
    /// Points for one SD of students.
    let spread: Double

    /// Scores end here at both sides.
    static let range = 2180...2840

    func level(of score: Int) -> Int { score < cuts.basic ? 1 : score < cuts.met ? 2 : score < cuts.exceeded ? 3 : 4 }

    /// - Parameter grade: any; the scale of the nearest tested grade below holds, grade 3's below grade 3.
    static func of(_ subject: Subject, in grade: Grade) -> ScoreScale {
        let row = grade.ordinal >= 11 ? 6 : min(max(grade.ordinal, 3), 8) - 3
        return subject == .ela ? ela[row] : math[row]
    }

    private static let ela = [
        ScoreScale(cuts: (2367, 2432, 2490), spread: 88), ScoreScale(cuts: (2416, 2473, 2533), spread: 92),
        ScoreScale(cuts: (2442, 2502, 2582), spread: 95), ScoreScale(cuts: (2457, 2531, 2618), spread: 96),
        ScoreScale(cuts: (2479, 2552, 2649), spread: 99), ScoreScale(cuts: (2487, 2567, 2668), spread: 101),
        ScoreScale(cuts: (2493, 2583, 2682), spread: 108),
    ]

    private static let math = [
        ScoreScale(cuts: (2381, 2436, 2501), spread: 81), ScoreScale(cuts: (2411, 2485, 2549), spread: 84),
        ScoreScale(cuts: (2455, 2528, 2579), spread: 90), ScoreScale(cuts: (2473, 2552, 2610), spread: 100),
        ScoreScale(cuts: (2484, 2567, 2635), spread: 105), ScoreScale(cuts: (2504, 2586, 2653), spread: 112),
        ScoreScale(cuts: (2543, 2628, 2718), spread: 114),
    ]
}

/// What the years have added to a student's standing: chance in SD, schools in points.
struct GrowthState {
    var common = 0.0
    var ela = 0.0
    var math = 0.0
    var elaFromSchools = 0.0
    var mathFromSchools = 0.0
}

extension ZoneYears {
    /// Draws a year's growth: what a student keeps of earlier years, the school's part and chance.
    func advanceGrowth(of student: inout Student, in year: SchoolYear) {
        let scores = parameters.population.scores
        var stream = RandomStream(seed: parameters.seed, .growth, student.number, year)
        let school = effects[student.school, year]
        student.growth.common = scores.driftKept * student.growth.common + scores.drift * stream.normal()
        student.growth.ela = scores.driftKept * student.growth.ela + scores.subjectDrift * stream.normal()
        student.growth.math = scores.driftKept * student.growth.math + scores.subjectDrift * stream.normal()
        student.growth.elaFromSchools = scores.growthKept * student.growth.elaFromSchools + school.elaGrowth
        student.growth.mathFromSchools = scores.growthKept * student.growth.mathFromSchools + school.mathGrowth
    }

    /// A student's true standing in a subject: SD above the cut of level 3.
    func standing(
        of student: Student, in subject: Subject, year: SchoolYear, grade: Grade, learner: Bool, homeless: Bool
    ) -> Double {
        let scores = parameters.population.scores
        let trend = parameters.population.trend
        let isELA = subject == .ela
        var standing = isELA ? scores.elaStanding : scores.mathStanding
        standing += trend.scores[grade.band] * trend.years(to: year)
        standing += student.ability + student.growth.common + scores.advantage * student.advantage
        standing += isELA ? student.elaAptitude + student.growth.ela : student.mathAptitude + student.growth.math
        standing += (isELA ? scores.elaByRace : scores.mathByRace)[student.race]
        if student.isDisadvantaged { standing += scores.disadvantaged }
        if student.isFoster { standing += scores.foster }
        if student.hasDisability(in: grade) { standing += scores.disability }
        if learner { standing += isELA ? scores.elaLearner : scores.mathLearner }
        if homeless { standing += scores.homeless }
        let fromSchools = isELA ? student.growth.elaFromSchools : student.growth.mathFromSchools
        return standing + fromSchools / ScoreScale.of(subject, in: grade).spread
    }

    /// Appends the rows of both subjects for a student tested this spring, and counts the valid scores.
    mutating func writeAssessments(_ student: Student, _ now: StudentYear) {
        guard now.grade.isTested, now.isThereInSpring else { return }
        let scores = parameters.population.scores
        var stream = RandomStream(seed: parameters.seed, .scores, student.number, now.year)
        if now.hasDisability && student.conduct < PortableMath.normalQuantile(scores.alternate) { return }
        for subject in Subject.allCases {
            let scale = ScoreScale.of(subject, in: now.grade)
            let standing = subject == .ela ? now.elaStanding : now.mathStanding
            let error = scores.standardError + scores.standardErrorAtExtremes * standing * standing
            let observed = Double(scale.cuts.met) + scale.spread * standing + error * stream.normal()
            let score = min(max(Int(observed.rounded()), ScoreScale.range.lowerBound), ScoreScale.range.upperBound)
            let fate = stream.uniform()
            if fate < scores.absent { continue }
            let isValid = fate >= scores.absent + scores.invalid
            rows.assessments.append(
                student.id, now.schoolID, now.year, subject, now.grade, isValid ? score : nil,
                isValid ? Int(error.rounded()) : nil, isValid ? scale.level(of: score) : nil)
            if isValid && now.grade.ordinal > 3 { tallies.countScore(of: now, subject) }
        }
    }
}
