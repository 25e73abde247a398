/// A 10-digit student id.
struct StudentID: Hashable, CSVField {
    let number: UInt64

    /// Ids look random, yet differ for different students: multiplying by a number prime to the modulus is one to one.
    init(student: UInt64) {
        number = 1_000_000_000 + (student &* 3_141_592_653) % 8_999_999_993
    }

    func write(to rows: inout RowBuffer) { rows.put(number, width: 10) }
}

/// A student, from entering a place in a zone to leaving it: what was drawn once, and the state that grade follows grade.
struct Student {
    /// Unique in the consortium; the key of all the student's random streams.
    let number: UInt64
    let id: StudentID
    let firstGrade: Grade
    let race: Race
    let isDisadvantaged: Bool
    let isFoster: Bool
    let isEverHomeless: Bool
    /// The first grade with a disability identified; nil for most.
    let disabilityFrom: Grade?
    /// Standard units: common to the subjects, then of each; conduct and outlook of one SD.
    let ability: Double
    let elaAptitude: Double
    let mathAptitude: Double
    let conduct: Double
    let outlook: Double
    /// Log rate against an average student.
    let absence: Double
    /// Advantage of the area, in standard units.
    let advantage: Double

    var english: EnglishState
    var growth = GrowthState()
    /// The school at the end of the year, counted among the zone's, and the first year there.
    var school = 0
    var schoolSince = SchoolYear(start: 0)

    /// - Parameters:
    ///   - number: one for every student who ever was or will be.
    ///   - year: the school year of the first grade.
    init(number: UInt64, firstGrade: Grade, year: SchoolYear, area: Area, _ parameters: Parameters) {
        let composition = parameters.population.composition
        var stream = RandomStream(seed: parameters.seed, .student, number)
        let race = area.race(&stream)
        let isDisadvantaged = stream.chance(area.disadvantaged(race))
        let isLearnerFirst = stream.chance(
            parameters.population.english.learner(race, disadvantaged: isDisadvantaged))
        let isEverDisabled = stream.chance(
            composition.disability(race, disadvantaged: isDisadvantaged, learner: isLearnerFirst))
        disabilityFrom = isEverDisabled ? Grade(ordinal: stream.integer(-3...5)) : nil
        isFoster = isDisadvantaged && stream.chance(composition.foster)
        isEverHomeless = isDisadvantaged && stream.chance(composition.everHomeless)
        ability = parameters.population.scores.ability * stream.normal()
        elaAptitude = parameters.population.scores.aptitude * stream.normal()
        mathAptitude = parameters.population.scores.aptitude * stream.normal()
        conduct = stream.normal()
        outlook = stream.normal()
        advantage = area.advantage
        absence = parameters.population.attendance.logRate(
            race: race, disadvantaged: isDisadvantaged, foster: isFoster, ability: ability, advantage: area.advantage,
            lasting: stream.normal())
        english = EnglishState(
            isLearnerFirst: isLearnerFirst, race: race, grade: firstGrade, year: year, ability: ability,
            parameters.population.english, &stream)
        self.number = number
        self.firstGrade = firstGrade
        self.race = race
        self.isDisadvantaged = isDisadvantaged
        id = StudentID(student: number)
    }

    func hasDisability(in grade: Grade) -> Bool { disabilityFrom.map { grade >= $0 } ?? false }
}

extension Composition {
    /// The chance ever to have a disability identified.
    fileprivate func disability(_ race: Race, disadvantaged: Bool, learner: Bool) -> Double {
        disability * disabilityByRace[race] * (disadvantaged ? disabilityIfDisadvantaged : 1)
            * (learner ? disabilityIfLearner : 1)
    }
}

extension English {
    /// The chance to start school as an English learner.
    fileprivate func learner(_ race: Race, disadvantaged: Bool) -> Double {
        learner[race] * (disadvantaged ? learnerIfDisadvantaged : learnerIfNot)
    }
}

extension Attendance {
    /// The lasting log rate of a student's absence against the median.
    fileprivate func logRate(
        race: Race, disadvantaged isDisadvantaged: Bool, foster isFoster: Bool, ability: Double, advantage: Double,
        lasting deviate: Double
    ) -> Double {
        byRace[race] + (isDisadvantaged ? disadvantaged : 0) + (isFoster ? foster : 0) + self.ability * ability
            + self.advantage * advantage + lasting * deviate
    }
}
