internal import Randomness

extension ZoneYears {
    /// Appends the enrollment of the school attended at the end of the year, and of the one before it, if any.
    mutating func writeEnrollments(_ student: Student, _ now: StudentYear) {
        var stream = RandomStream(seed: parameters.seed, .attendance, student.number, now.year)
        let rate = absenceRate(of: student, now)
        var days = now.daysPresent
        if let earlier = now.earlierSchoolID {
            let change = stream.integer(days.lowerBound + days.count / 5...days.upperBound - days.count / 5)
            writeEnrollment(student.id, earlier, now, days: change - days.lowerBound, rate, &stream)
            days = change..<days.upperBound
        }
        writeEnrollment(student.id, now.schoolID, now, days: days.count, rate, &stream)
    }

    private mutating func writeEnrollment(
        _ student: StudentID, _ school: SchoolID, _ now: StudentYear, days: Int, _ rate: Double, _ stream: inout RandomStream
    ) {
        let missed = min(days, Int(rate * Double(days) + stream.uniform()))
        rows.enrollments.append(student, school, now.year, now.grade, days, days - missed)
    }

    /// The share of enrolled days that a student misses, at most 0.9.
    private func absenceRate(of student: Student, _ now: StudentYear) -> Double {
        let attendance = parameters.population.attendance
        let trend = parameters.population.trend
        let logRate =
            student.absence + now.absence + effects[now.school, now.year].absence
            + trend.absence[now.grade.band] * trend.years(to: now.year)
        return min(0.9, attendance.median[now.grade.ordinal + 1] * PortableMath.exp(logRate))
    }
}

extension Trend {
    /// Years of improvement up to `year`; negative before the baseline.
    func years(to year: SchoolYear) -> Double {
        min(max(Double(year.start - baseline.start), -longest), longest)
    }
}
