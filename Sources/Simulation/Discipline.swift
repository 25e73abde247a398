internal import Randomness

/// An incident's id: student, year and the count of the student's incidents in it, so that no two are the same.
struct IncidentID: CSVField {
    let student: StudentID
    let year: SchoolYear
    let count: Int

    func write(to rows: inout RowBuffer) {
        student.write(to: &rows)
        rows.put(UInt8(ascii: "-"))
        rows.put(UInt64(year.start % 100), width: 2)
        rows.put(UInt8(ascii: "-"))
        count.write(to: &rows)
    }
}

extension ZoneYears {
    /// Appends a student's incidents of the year, and says whether one of them was a suspension or expulsion.
    mutating func writeDiscipline(_ student: Student, _ now: StudentYear) {
        let discipline = parameters.population.discipline
        var stream = RandomStream(seed: parameters.seed, .discipline, student.number, now.year)
        let point = stream.uniform()
        if point < discipline.otherAction {
            writeIncident(student, now, count: 1, "other", days: 0)
            return
        }
        if point >= discipline.otherAction + suspensionRate(of: student, now) { return }
        var count = 0
        repeat {
            count += 1
            writeIncident(student, now, count: count, "suspension", days: stream.integer(1...5))
        } while count < 9 && stream.chance(discipline.again)
        if stream.chance(discipline.expelled) { writeIncident(student, now, count: count + 1, "expulsion", days: 0) }
    }

    private mutating func writeIncident(
        _ student: Student, _ now: StudentYear, count: Int, _ action: StaticString, days: Int
    ) {
        rows.discipline.append(
            student.id, now.schoolID, now.year, IncidentID(student: student.id, year: now.year, count: count), action, days)
    }

    /// The chance of a student to be suspended in the year, at most one half.
    private func suspensionRate(of student: Student, _ now: StudentYear) -> Double {
        let discipline = parameters.population.discipline
        let trend = parameters.population.trend
        let band = now.grade.band
        var rate = discipline.suspended[band] * discipline.byRace[student.race]
        if now.hasDisability { rate *= discipline.disability }
        if student.isDisadvantaged { rate *= discipline.disadvantaged }
        if student.isFoster { rate *= discipline.foster }
        let conduct = discipline.conduct * student.conduct - discipline.conduct * discipline.conduct / 2
        let improvement = trend.suspension[band] * trend.years(to: now.year)
        return min(0.5, rate * PortableMath.exp(conduct + effects[now.school, now.year].suspension + improvement))
    }
}
