internal import Randomness

/// A student's way through English language acquisition.
struct EnglishState {
    private(set) var status: EnglishProficiency
    /// The year in which the status of English learner began.
    let learnerSince: SchoolYear
    /// The year of reclassification, if there was one.
    private(set) var reclassifiedIn: SchoolYear?
    private let undeterminedIn: SchoolYear?

    /// The state in the year before the first grade here; newcomers bring their history with them.
    init(
        isLearnerFirst: Bool, race: Race, grade: Grade, year: SchoolYear, ability: Double, _ english: English,
        _ stream: inout RandomStream
    ) {
        let isInitiallyFluent = stream.chance(english.initiallyFluent[race])
        let isNewToCountry = grade <= .kindergarten || stream.chance(english.newToCountry)
        let isUndetermined = stream.chance(english.undetermined)
        status = isLearnerFirst ? .learner : isInitiallyFluent ? .initiallyFluent : .englishOnly
        undeterminedIn = isNewToCountry && isUndetermined && status != .englishOnly ? year : nil
        let yearsBefore = isNewToCountry ? 0 : grade.ordinal
        learnerSince = SchoolYear(start: year.start - yearsBefore)
        for earlier in 0..<yearsBefore where status == .learner {
            let chance = english.chance(in: Grade(ordinal: earlier), ability: ability, disability: false, logOdds: 0)
            if stream.chance(chance) { reclassify(in: SchoolYear(start: learnerSince.start + earlier)) }
        }
    }

    /// The status reported for a year.
    func reported(in year: SchoolYear) -> EnglishProficiency { year == undeterminedIn ? .toBeDetermined : status }

    mutating func reclassify(in year: SchoolYear) {
        status = .reclassified
        reclassifiedIn = year
    }
}

extension English {
    /// The chance of a learner to be reclassified in a year.
    ///
    /// - Parameter logOdds: effect of school and year.
    func chance(in grade: Grade, ability: Double, disability: Bool, logOdds: Double) -> Double {
        let average = reclassification[grade.ordinal + 1]
        if average == 0 { return 0 }
        return PortableMath.logistic(
            PortableMath.log(average / (1 - average)) + logOdds + reclassificationByAbility * ability
                + (disability ? reclassificationIfDisability : 0))
    }
}

extension ZoneYears {
    /// Draws whether a learner is reclassified at the school in the year.
    func advanceEnglish(of student: inout Student, in year: SchoolYear, grade: Grade) {
        guard student.english.reported(in: year) == .learner else { return }
        var stream = RandomStream(seed: parameters.seed, .english, student.number, year)
        let trend = parameters.population.trend
        let chance = parameters.population.english.chance(
            in: grade, ability: student.ability, disability: student.hasDisability(in: grade),
            logOdds: effects[student.school, year].reclassification
                + trend.reclassification[grade.band] * trend.years(to: year))
        if stream.chance(chance) { student.english.reclassify(in: year) }
    }

    /// Appends the row of a student who is a learner, or was until this year's reclassification.
    mutating func writeEnglishLearner(_ student: Student, _ now: StudentYear) {
        let english = student.english
        let isReclassified = english.reclassifiedIn == now.year
        guard now.english == .learner || isReclassified else { return }
        var stream = RandomStream(seed: parameters.seed, .english, student.number, nil)
        let start = CalendarDate(year: english.learnerSince.start, month: 8, day: stream.integer(10...28))
        let reclassified = CalendarDate(
            year: now.year.start + 1, month: stream.integer(1...5), day: stream.integer(1...28))
        rows.englishLearners.append(
            student.id, now.schoolID, now.year, now.english, start, now.year.start - student.schoolSince.start + 1,
            now.year.start - english.learnerSince.start + 1, isReclassified ? reclassified : nil)
    }
}

/// A date, written as ISO 8601 has it: `2016-08-15`.
struct CalendarDate: CSVField {
    let year: Int
    let month: Int
    let day: Int

    func write(to rows: inout RowBuffer) {
        rows.put(UInt64(year), width: 4)
        rows.put(UInt8(ascii: "-"))
        rows.put(UInt64(month), width: 2)
        rows.put(UInt8(ascii: "-"))
        rows.put(UInt64(day), width: 2)
    }
}
