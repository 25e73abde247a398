/// One zone through the years: follows every student of every place, grade by grade, and formats their rows.
///
/// All that is drawn belongs to a student, a school or a place and a year, so zones can be made in any order.
struct ZoneYears {
    let parameters: Parameters
    let plan: ConsortiumPlan
    let zone: Zone
    let effects: ZoneEffects
    let areas: [Area]
    let firstYear: SchoolYear
    let lastYear: SchoolYear
    private let written: [Bool]
    var rows = ZoneRows()
    var tallies: Tallies

    init(zone number: Int, of plan: ConsortiumPlan, _ parameters: Parameters) {
        let zone = plan.zones[number]
        let first = parameters.years[0]
        let last = parameters.years[parameters.years.count - 1]
        self.parameters = parameters
        self.plan = plan
        self.zone = zone
        effects = ZoneEffects(zone, parameters)
        areas = zone.schools.map { Area(of: $0, in: zone, parameters) }
        firstYear = first
        lastYear = last
        written = (first.start...last.start).map { parameters.years.contains(SchoolYear(start: $0)) }
        tallies = Tallies(schools: zone.schools.count, years: first.start...last.start)
    }

    func isWritten(_ year: SchoolYear) -> Bool {
        year >= firstYear && year <= lastYear && written[year.start - firstYear.start]
    }

    func schoolID(_ school: Int) -> SchoolID { plan.schoolIDs[zone.schools.lowerBound + school] }

    /// Follows all classes: from those whose six-year cohort is due in the first year to those in TK in the last.
    mutating func run() {
        for graduation in firstYear.start - 2...lastYear.start + 13 {
            for place in 0..<zone.places.count {
                followPlace(place, graduation: SchoolYear(start: graduation))
            }
        }
        writeSchoolYears()
    }

    /// Follows one place of the class that reaches grade 12 in `graduation`: one student after the other takes it.
    private mutating func followPlace(_ place: Int, graduation: SchoolYear) {
        let placeKey = UInt64(zone.places.lowerBound + place) * 128 + UInt64(graduation.start - 1960)
        let mobility = parameters.population.mobility
        var stream = RandomStream(seed: parameters.seed, .slot, placeKey)
        var first = stream.chance(mobility.transitionalKindergarten) ? Grade.first : .kindergarten
        while first <= .last {
            var last = first
            while last < .last, !stream.chance(mobility.leaving(after: last)) { last = last.next }
            let lastMention = last.ordinal >= 9 ? graduation + 2 : graduation + (last.ordinal - 12)
            if graduation + (first.ordinal - 12) > lastYear { return }
            if lastMention >= firstYear {
                followStudent(placeKey * 16 + UInt64(first.ordinal + 1), place, graduation, first...last)
            }
            first = last.next
        }
    }

    private mutating func followStudent(
        _ number: UInt64, _ place: Int, _ graduation: SchoolYear, _ grades: ClosedRange<Grade>
    ) {
        let path = path(of: number, place: place, grades: grades)
        let area = areas[zone.school(of: place, in: .elementary)]
        var year = graduation + (grades.lowerBound.ordinal - 12)
        var student = Student(number: number, firstGrade: grades.lowerBound, year: year, area: area, parameters)
        var last = grades.upperBound
        var ending: HighSchoolEnding?
        var grade = grades.lowerBound
        while grade <= last {
            if year > lastYear { return }
            attend(&student, year, zone.school(of: path.place(in: grade), in: grade.band))
            if grade.band == .high && ending == nil {
                ending = last == .last ? self.ending(of: student, in: year, grade: grade) : .transferredOut
                if case .dropout(let after) = ending { last = after }
            }
            live(&student, year, grade, path, grades)
            grade = grade.next
            year = year + 1
        }
        guard let ending else { return }
        for _ in 0..<ending.furtherYears where year <= lastYear {
            live(&student, year, .last, path, grades)
            year = year + 1
        }
        writeGraduation(student, expected: graduation, ending: ending, lastYear: year + -1)
    }

    private func attend(_ student: inout Student, _ year: SchoolYear, _ school: Int) {
        if student.schoolSince.start != 0 && student.school == school { return }
        student.school = school
        student.schoolSince = year
    }

    /// One year of a student: grows, learns English, and is written down if the year is.
    private mutating func live(
        _ student: inout Student, _ year: SchoolYear, _ grade: Grade, _ path: Path, _ grades: ClosedRange<Grade>
    ) {
        if grade > .kindergarten { advanceGrowth(of: &student, in: year) }
        advanceEnglish(of: &student, in: year, grade: grade)
        guard isWritten(year) else { return }
        let now = studentYear(student, year, grade, path, grades)
        writeStudent(student, year, english: now.english, disability: now.hasDisability, now.isHomeless)
        writeEnrollments(student, now)
        writeAssessments(student, now)
        writeDiscipline(student, now)
        writeCourses(student, now)
        writeEnglishLearner(student, now)
        writeSurveys(student, now)
        tallies.countStudent(of: now)
    }
}

extension Mobility {
    /// The chance to leave the district after a grade.
    fileprivate func leaving(after grade: Grade) -> Double {
        grade.ordinal == 5 || grade.ordinal == 8 ? leaveAtTransition : leave[grade.band]
    }
}
