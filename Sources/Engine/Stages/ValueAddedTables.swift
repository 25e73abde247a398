internal import Growth
internal import Model
internal import Pipeline
internal import Tables

/// What value added tells of its work: the regressions, every school's growth step by step, and where every score went.
struct ValueAddedTables {
    let subjects: [ValueAddedStage.SubjectGrowth]
    let students: StudentRows
    let schools: [School]
    let year: String
    let minimumN: Int
    let groupMinimumN: Int
    let keys: StudentKeys

    /// The rows of all subjects and grades.
    private func rows<Row>(
        _ ofGrade: (_ of: GrowthGrade, _ cohort: StudentRows.Cohort, _ fit: ValueAdded?) -> [Row]
    ) -> [Row] {
        subjects.flatMap { subject -> [Row] in
            let name = students.scores.subjectName(of: subject.scores.subject)
            return zip(subject.cohorts, subject.fits).flatMap { cohort, fit in
                ofGrade(GrowthGrade(subject: name, grade: cohort.grade), cohort, fit)
            }
        }
    }

    var regressions: [GrowthRegression] {
        rows { of, cohort, fit in
            [
                GrowthRegression(
                    of: of, studentCount: cohort.rows.count, leftOutCount: cohort.excluded.count,
                    schoolCount: Set(cohort.cohort.schools).count,
                    fit: fit.map { fit in
                        GrowthRegression.Fit(
                            terms: cohort.terms.indices.map { place in
                                GrowthRegression.Term(
                                    name: cohort.terms[place], coefficient: fit.coefficients[place],
                                    standardError: fit.standardErrors[place], mean: fit.means[place])
                            }, averageCount: fit.averageCount, studentDeviation: fit.studentDeviation, schoolDeviation: fit.schoolDeviation)
                    })
            ]
        }
    }

    /// Of the schools whose grade counts.
    var effects: [GrowthEffect] {
        rows { of, _, fit in
            zip(schools, fit?.effects ?? []).compactMap { school, effect in
                guard let effect, effect.studentCount >= minimumN else { return nil }
                return GrowthEffect(
                    of: of, school: school, studentCount: effect.studentCount, meanScore: effect.meanScore,
                    predicted: effect.predicted, expected: effect.expected, estimate: effect.estimate,
                    standardError: effect.standardError, weight: effect.weight, growth: effect.shrunken,
                    uncertainty: effect.uncertainty, interval: effect.interval)
            }
        }
    }

    /// Of all students, and of groups from so many students.
    func results(_ growth: [(subject: UInt16, growth: SchoolGrowth)]) -> [SchoolGrowthResult] {
        let groups = [GroupDeclaration.everyone] + students.groups.map(\.key)
        return growth.flatMap { subject, growth in
            schools.indices.flatMap { school in
                zip(groups, growth.results).compactMap { group, bySchool -> SchoolGrowthResult? in
                    guard let own = bySchool[school], group == GroupDeclaration.everyone || own.studentCount >= groupMinimumN else { return nil }
                    return SchoolGrowthResult(
                        subject: students.scores.subjectName(of: subject), school: schools[school], group: group,
                        studentCount: own.studentCount, growth: own.growth, uncertainty: own.uncertainty, interval: own.interval)
                }
            }
        }
    }

    /// Classes of a quarter of a standard deviation, from -4 to 4; those beyond are in the outer ones.
    var residuals: [GrowthResiduals] {
        let start = -4.0, width = 0.25, count = 32
        return rows { of, _, fit in
            guard let fit else { return [] }
            var counts = [Int](repeating: 0, count: count)
            for residual in fit.residuals {
                let place = ((residual / fit.studentDeviation - start) / width).rounded(.down)
                counts[Int(min(max(place, 0), Double(count - 1)))] += 1
            }
            return [GrowthResiduals(of: of, start: start, width: width, counts: counts)]
        }
    }

    // MARK: Where scores went

    /// By row of a subject's scores of the year why it is left out; nil for those that count.
    private func fates(_ subject: ValueAddedStage.SubjectGrowth) -> [(row: Int, reason: StudentRows.Exclusion?)] {
        var known = [StudentRows.Exclusion?](repeating: .otherGrade, count: students.scores.rowCount)
        for (cohort, fit) in zip(subject.cohorts, subject.fits) {
            for row in cohort.rows { known[row] = fit == nil ? .notEstimable : nil }
            for (row, reason) in cohort.excluded { known[row] = reason }
        }
        return students.scores.rows(of: year).filter { students.scores.subject(of: $0) == subject.scores.subject }.map { row in
            switch subject.scores.standing(of: row) {
            case .contradicted: (row, .severalScores)
            case .missing: (row, .noScore)
            case .reliable(let own): (row, known[own])
            }
        }
    }

    var ledger: [GrowthLedgerLine] {
        let grades = students.scores.gradeWords.texts, reasons = StudentRows.Exclusion.allCases
        let order = grades.indices.sorted { (Int(grades[$0]) ?? 0, grades[$0]) < (Int(grades[$1]) ?? 0, grades[$1]) }
        return subjects.flatMap { subject -> [GrowthLedgerLine] in
            // By school, grade (the last: none) and reason (the first: counted).
            let width = reasons.count + 1, perSchool = (grades.count + 1) * width
            var counts = [Int](repeating: 0, count: schools.count * perSchool)
            for (row, reason) in fates(subject) {
                let school = Int(students.scores.school(of: row)) - 1, code = Int(students.scores.gradeCode(of: row))
                if school < 0 { continue }
                let grade = code == 0 ? grades.count : code - 1
                counts[school * perSchool + grade * width + (reason.map { $0.rawValue + 1 } ?? 0)] += 1
            }
            let name = students.scores.subjectName(of: subject.scores.subject)
            return schools.indices.flatMap { school in
                (order + [grades.count]).flatMap { grade in
                    (0..<width).compactMap { reason in
                        let count = counts[school * perSchool + grade * width + reason]
                        if count == 0 { return nil }
                        return GrowthLedgerLine(
                            of: GrowthGrade(subject: name, grade: grade < grades.count ? grades[grade] : ""), school: schools[school],
                            reason: reason == 0 ? nil : reasons[reason - 1].text, count: count)
                    }
                }
            }
        }
    }

    // MARK: Students

    /// Every student's prediction, grade by grade in the order of identifiers.
    var predictions: [GrowthPrediction] {
        rows { of, cohort, fit in
            func prediction(_ row: Int, _ prediction: GrowthPrediction.Prediction?, _ reason: StudentRows.Exclusion?) -> GrowthPrediction {
                let school = Int(students.scores.school(of: row)) - 1
                return GrowthPrediction(
                    of: of, studentID: keys.text(of: students.scores.student(of: row)), schoolID: school < 0 ? "" : schools[school].id,
                    score: students.scores.score(of: row), prediction: prediction, reason: reason?.text)
            }
            let columns = cohort.cohort.priors + cohort.cohort.characteristics
            var own = cohort.excluded.map { prediction($0.row, nil, $0.reason) }
            for (student, row) in cohort.rows.enumerated() {
                guard let fit, let effect = fit.effects[cohort.cohort.schools[student]] else {
                    own.append(prediction(row, nil, .notEstimable))
                    continue
                }
                let values = columns.map { $0[student] }
                own.append(
                    prediction(
                        row,
                        .init(
                            expected: effect.expected, values: values, parts: zip(values, fit.coefficients).map { $0 * $1 },
                            terms: cohort.terms), nil))
            }
            return own.sorted { ($0.schoolID, $0.studentID) < ($1.schoolID, $1.studentID) }
        }
    }
}
