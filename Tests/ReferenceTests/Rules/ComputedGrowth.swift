/// Section 2, growth: how far a school's students score above the prediction, computed slowly from the tests of several years as
/// growth.md, part B, says; and each school's rank by it among the schools of its level.
struct ComputedGrowth {
    /// Subject → school → group → result.
    private var results: [String: [String: [String: GroupResult]]] = [:]
    private let levelOf: [String: String]

    /// Grade → prior grade, years back.
    private static let progressions = ["4": ("3", 1), "5": ("4", 1), "6": ("5", 1), "7": ("6", 1), "8": ("7", 1), "11": ("8", 3)]
    private static let leastStudents = 5

    init(_ input: InputRows) {
        levelOf = Dictionary(uniqueKeysWithValues: input.schools.map { ($0["school_id"]!, $0["school_level"]!) })
        let tests = Dictionary(grouping: input.testsOfAllYears) { [$0["student_id"]!, $0["year"]!, $0["subject"]!] }
        for subject in ["ela", "math"] {
            let grades = Self.progressions.sorted { $0.key < $1.key }.compactMap { grade, before -> (GrowthModel, [GrowthStudent])? in
                let students = Self.students(input, tests, subject: subject, grade: grade, before: before)
                return GrowthModel(students).map { ($0, students) }
            }
            results[subject] = Self.averages(grades)
        }
    }

    // MARK: Students

    /// The students of a grade with a score at one school, scores and their errors in both subjects of the prior grade, and every
    /// characteristic known.
    private static func students(
        _ input: InputRows, _ tests: [[String]: [Row]], subject: String, grade: String, before: (grade: String, years: Int)
    ) -> [GrowthStudent] {
        func score(_ student: String, _ year: String, _ subject: String) -> Row? {
            let scored = (tests[[student, year, subject]] ?? []).filter { $0["scale_score"] != "" }
            // Different scores contradict each other; none is relied on.
            return Set(scored.map { [$0["scale_score"]!, $0["grade"]!] }).count == 1 ? scored[0] : nil
        }
        func schools(_ student: String) -> Set<String> {
            Set((tests[[student, input.year, subject]] ?? []).filter { $0["scale_score"] != "" }.map { $0["school_id"]! })
        }
        let priorYear = Self.year(before.years, before: input.year)
        return Set(tests.keys.map { $0[0] }).sorted().compactMap { id in
            guard let own = score(id, input.year, subject), own["grade"] == grade, schools(id).count == 1 else { return nil }
            let priors = [subject, subject == "ela" ? "math" : "ela"].compactMap { score(id, priorYear, $0) }
            guard priors.count == 2, priors.allSatisfy({ $0["grade"] == before.grade && $0["standard_error"] != "" }),
                let student = input.student[id]
            else { return nil }
            let flags = ["disadvantaged", "disability", "english_proficiency", "homeless", "foster"].map { student[$0]! }
            if flags.contains("") { return nil }
            return GrowthStudent(
                school: own["school_id"]!, score: Double(own["scale_score"]!)!,
                values: priors.map { Double($0["scale_score"]!)! } + flags.map { $0 == "EL" || StudentGroups.isYes($0) ? 1 : 0 },
                errors: priors.map { Double($0["standard_error"]!)! }, groups: StudentGroups.groups(of: student))
        }
    }

    /// `2013-14` for one year before `2014-15`.
    private static func year(_ count: Int, before year: String) -> String {
        let start = Int(year.prefix(4))! - count
        return "\(start)-\(start % 100 + 1)"
    }

    // MARK: Schools

    /// Grades averaged by students; a group drawn towards its school.
    private static func averages(_ grades: [(model: GrowthModel, students: [GrowthStudent])]) -> [String: [String: GroupResult]] {
        /// Students, sum of residuals, sum of shrunken effects.
        var sums: [String: [String: (n: Double, rest: Double, shrunken: Double)]] = [:]
        // Schools' true effects spread alike in all grades.
        let weight = grades.reduce(0) { $0 + $1.model.excess.weight }
        let trueVariance = weight > 1e-9 ? max(0, grades.reduce(0) { $0 + $1.model.excess.sum } / weight) : 0
        /// School → of its grades' effects the error variances, and the variances of true effects around the shrunken ones, each times
        /// the square of students.
        var errors: [String: Double] = [:], spreads: [String: Double] = [:]
        for (model, students) in grades {
            for (name, school) in model.schools where school.n >= Double(leastStudents) {
                let share = trueVariance / (trueVariance + school.error)
                errors[name, default: 0] += school.n * school.n * school.error
                spreads[name, default: 0] += school.n * school.n * share * school.error
            }
            for (student, rest) in zip(students, model.residuals) {
                let school = model.schools[student.school]!
                if school.n < Double(leastStudents) { continue }
                let shrunken = trueVariance / (trueVariance + school.error) * school.estimate
                for group in student.groups {
                    let old = sums[student.school]?[group] ?? (0, 0, 0)
                    sums[student.school, default: [:]][group] = (old.n + 1, old.rest + rest, old.shrunken + shrunken)
                }
            }
        }
        var results: [String: [String: GroupResult]] = [:]
        for group in StudentGroups.all {
            let pairs = sums.compactMap { school, own in own[group].map { (school: school, group: $0, all: own["all"]!) } }
            let partial = pairs.filter { $0.group.n < $0.all.n }
            // Differences from the school, growth of schools, and how the two go together; weighted by the group's students.
            var weight = 0.0, differences = 0.0, growths = 0.0, both = 0.0
            for pair in partial {
                let difference = pair.group.rest / pair.group.n - pair.all.rest / pair.all.n, mean = pair.all.rest / pair.all.n
                weight += pair.group.n
                differences += pair.group.n * difference * difference - (1 - pair.group.n / pair.all.n)
                growths += pair.group.n * (mean * mean - errors[pair.school]! / (pair.all.n * pair.all.n))
                both += pair.group.n * difference * mean
            }
            var variance = weight == 0 ? 0 : max(0, differences / weight), slope = 0.0
            if partial.count >= 10, growths > 0, variance > 0 {
                slope = min(1, max(-1, both / growths))
                variance = max(0, variance - slope * slope * growths / weight)
            }
            for pair in pairs {
                let own = pair.all.shrunken / pair.all.n, spread = spreads[pair.school]! / (pair.all.n * pair.all.n)
                let difference = pair.group.rest / pair.group.n - pair.all.rest / pair.all.n
                let error = (1 - pair.group.n / pair.all.n) / pair.group.n
                let total = slope * slope * spread + variance + error
                let gain = total > 0 ? ((1 + slope) * slope * spread + variance) / total : 0
                let growth = pair.group.n == pair.all.n ? own : (1 + slope) * own + gain * (difference - slope * own)
                // To a billionth, as growth is handed on.
                let value = Fraction(Int128((growth * 1e9).rounded()), 1_000_000_000)
                results[pair.school, default: [:]][group] = GroupResult(n: Int(pair.group.n), value: value)
            }
        }
        return results
    }

    // MARK: Results

    func valueAdded(_ subject: String, school: String, group: String) -> GroupResult {
        results[subject]![school]?[group] ?? GroupResult(n: 0, value: nil)
    }

    /// The percent of the level's schools with a worse result, those with an equal one counted half.
    func rank(_ subject: String, school: String, group: String) -> GroupResult {
        let own = valueAdded(subject, school: school, group: group)
        guard let value = own.value else { return own }
        let others = results[subject]!.keys.filter { levelOf[$0] == levelOf[school] }
            .compactMap { valueAdded(subject, school: $0, group: group).value }
        let halves = 2 * others.count { $0 < value } + others.count { $0 == value }
        return GroupResult(n: own.n, value: Fraction(Int128(50 * halves), Int128(others.count)))
    }
}

/// What the model needs to know of a student.
struct GrowthStudent {
    let school: String
    let score: Double
    /// Prior scores, then characteristics.
    let values: [Double]
    /// Of the prior scores.
    let errors: [Double]
    let groups: Set<String>
}
