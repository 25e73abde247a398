extension ZoneYears {
    /// Appends the grade points and the final marks of an 8th grader.
    mutating func writeCourses(_ student: Student, _ now: StudentYear) {
        guard now.grade.ordinal == 8 else { return }
        let courses = parameters.population.courses
        let trend = parameters.population.trend
        var stream = RandomStream(seed: parameters.seed, .courses, student.number, now.year)
        let points =
            courses.gradePoints + courses.standing * now.standing + courses.absence * (student.absence + now.absence)
            + trend.gradePoints * trend.years(to: now.year) + courses.spread * stream.normal()
        let ela = points + courses.markSpread * stream.normal()
        let math = points - 0.1 + courses.markSpread * stream.normal()
        rows.courses.append(
            student.id, now.schoolID, now.year, Hundredths(rounding: min(max(points, 0), 4)), mark(ela), mark(math))
    }

    private func mark(_ points: Double) -> StaticString {
        points >= 3.3 ? "A" : points >= 2.4 ? "B" : points >= 1.55 ? "C" : points >= 0.9 ? "D" : "F"
    }
}
