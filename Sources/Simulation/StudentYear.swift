/// A student in one school year: what all files of that year have in common.
struct StudentYear {
    let year: SchoolYear
    let grade: Grade
    /// The school at the end of the year, counted among the zone's.
    let school: Int
    let schoolID: SchoolID
    /// The school attended before it in the same year, if there was one.
    let earlierSchoolID: SchoolID?
    /// When the student came and left: instruction days from 0 to 180.
    let daysPresent: Range<Int>
    let english: EnglishProficiency
    let hasDisability: Bool
    let isHomeless: Bool
    let groups: Groups
    /// Standing before the year's measurement error, in SD above the cut of level 3.
    let elaStanding: Double
    let mathStanding: Double
    /// Log rate of absence beyond the student's lasting one.
    let absence: Double

    /// The mean of both subjects.
    var standing: Double { (elaStanding + mathStanding) / 2 }

    /// The spring tests and surveys are after about three quarters of the year.
    var isThereInSpring: Bool { daysPresent.upperBound > 140 }
}

extension ZoneYears {
    /// - Parameter grades: the student's first and last grade here.
    func studentYear(
        _ student: Student, _ year: SchoolYear, _ grade: Grade, _ path: Path, _ grades: ClosedRange<Grade>
    ) -> StudentYear {
        let circumstances = Circumstances(of: student, in: year, parameters)
        let english = student.english.reported(in: year)
        let isLearner = english == .learner
        let hasDisability = student.hasDisability(in: grade)
        let schoolID = schoolID(student.school)
        let earlier = earlierSchool(grade, path, isFirst: grade == grades.lowerBound)
        func standing(_ subject: Subject) -> Double {
            self.standing(
                of: student, in: subject, year: year, grade: grade, learner: isLearner, homeless: circumstances.isHomeless)
        }
        return StudentYear(
            year: year, grade: grade, school: student.school, schoolID: schoolID,
            earlierSchoolID: earlier == schoolID ? nil : earlier,
            daysPresent: daysPresent(grade, path, grades), english: english, hasDisability: hasDisability,
            isHomeless: circumstances.isHomeless,
            groups: Groups(
                student.race, learner: isLearner, disability: hasDisability, disadvantaged: student.isDisadvantaged),
            elaStanding: standing(.ela), mathStanding: standing(.math), absence: circumstances.absence)
    }

    private func earlierSchool(_ grade: Grade, _ path: Path, isFirst: Bool) -> SchoolID? {
        if isFirst { return path.firstElsewhere }
        return path.movesIn == grade ? schoolID(zone.school(of: path.place, in: grade.band)) : nil
    }

    private func daysPresent(_ grade: Grade, _ path: Path, _ grades: ClosedRange<Grade>) -> Range<Int> {
        let arrival = grade == grades.lowerBound ? path.arrival : 0
        let departure = grade == grades.upperBound ? path.departure : parameters.population.mobility.days
        return arrival..<departure
    }

    /// Appends a student's row of a year.
    mutating func writeStudent(
        _ student: Student, _ year: SchoolYear, english: EnglishProficiency, disability: Bool, _ isHomeless: Bool
    ) {
        rows.students.append(
            student.id, year, student.race, english, disability, student.isDisadvantaged, student.isFoster, isHomeless)
    }
}

/// What one year brings to a student.
struct Circumstances {
    let isHomeless: Bool
    /// Log rate of absence beyond the student's lasting one.
    let absence: Double

    init(of student: Student, in year: SchoolYear, _ parameters: Parameters) {
        let attendance = parameters.population.attendance
        var stream = RandomStream(seed: parameters.seed, .circumstances, student.number, year)
        let isWithoutHome = stream.chance(parameters.population.composition.homeless)
        isHomeless = student.isEverHomeless && isWithoutHome
        absence = attendance.yearly * stream.normal() + (isHomeless ? attendance.homeless : 0)
    }
}
