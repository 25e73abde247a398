internal import Randomness

/// How a student's years in high school end.
enum HighSchoolEnding {
    /// In the given number of years, 4 to 6.
    case graduated(years: Int)
    /// Leaves after the given grade, or still enrolled after grade 12 and gone a year later.
    case dropout(after: Grade)
    case stillEnrolledThenDropout
    case otherCompleter
    case transferredOut

    /// Years of grade 12 beyond the first that the student is enrolled.
    var furtherYears: Int {
        switch self {
        case .graduated(let years): years - 4
        case .stillEnrolledThenDropout: 1
        case .dropout, .otherCompleter, .transferredOut: 0
        }
    }

    /// The outcome as the cohort of so many years reports it.
    func outcome(afterYears years: Int) -> StaticString {
        switch self {
        case .graduated(let needed): years >= needed ? "graduated" : "still_enrolled"
        case .dropout: "dropout"
        case .stillEnrolledThenDropout: years == 4 ? "still_enrolled" : "dropout"
        case .otherCompleter: "other_completer"
        case .transferredOut: "transferred_out"
        }
    }
}

extension ZoneYears {
    /// Draws the ending of a student who stays through high school.
    ///
    /// - Parameter year: the year the student started grade 9, or came later.
    func ending(of student: Student, in year: SchoolYear, grade: Grade) -> HighSchoolEnding {
        let graduation = parameters.population.graduation
        let trend = parameters.population.trend
        var stream = RandomStream(seed: parameters.seed, .graduation, student.number)
        let standing = standing(
            of: student, in: .ela, year: trend.baseline, grade: grade, learner: student.english.status == .learner,
            homeless: student.isEverHomeless)
        let expected = SchoolYear(start: year.start + 12 - grade.ordinal)
        let logOdds =
            graduation.fourYears + graduation.standing * standing + graduation.absence * student.absence
            + effects[student.school, year].graduation + trend.graduation * trend.years(to: expected)
        let inFour = PortableMath.logistic(logOdds)
        let inFive = inFour + graduation.fifthYear * (1 - inFour)
        let inSix = inFive + graduation.sixthYear * (1 - inFive)
        let point = stream.uniform()
        if point < inFour { return .graduated(years: 4) }
        if point < inFive { return .graduated(years: 5) }
        if point < inSix { return .graduated(years: 6) }
        let rest = stream.uniform()
        if rest < graduation.otherCompleter { return .otherCompleter }
        if rest < graduation.otherCompleter + graduation.stillEnrolled { return .stillEnrolledThenDropout }
        return .dropout(after: Grade(ordinal: max(grade.ordinal, stream.integer(9...12))))
    }

    /// Appends the rows of the four-, five- and six-year cohorts, with the student's row of a year without enrollment.
    ///
    /// - Parameters:
    ///   - expected: the year the class reaches grade 12 in.
    ///   - lastYear: the student's last year with an enrollment.
    mutating func writeGraduation(
        _ student: Student, expected: SchoolYear, ending: HighSchoolEnding, lastYear: SchoolYear
    ) {
        for cohortYears in 4...6 {
            let year = SchoolYear(start: expected.start + cohortYears - 4)
            guard isWritten(year) else { continue }
            if year > lastYear {
                let isHomeless = Circumstances(of: student, in: year, parameters).isHomeless
                writeStudent(
                    student, year, english: student.english.status, disability: student.disabilityFrom != nil, isHomeless)
            }
            rows.graduationCohorts.append(
                student.id, schoolID(student.school), year, cohortYears, ending.outcome(afterYears: cohortYears))
        }
    }
}
