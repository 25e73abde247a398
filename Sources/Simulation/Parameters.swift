/// Everything a synthetic consortium depends on: the same parameters give the same bytes.
package struct Parameters: Sendable {
    /// Students enrolled in a year, about: the consortium has as many places, and most are taken.
    package var students: Int
    /// Schools of all six districts together.
    package var schools: Int
    package var seed: UInt64
    /// The years to write, ascending, each once. A year's rows do not depend on which other years are written.
    package var years: [SchoolYear]
    package var surveys: SurveyDetail
    package var population = Population()

    /// - Parameter schools: nil for the usual number, one for every 500 students, more in a small consortium.
    package init(
        students: Int, schools: Int? = nil, seed: UInt64, years: [SchoolYear], surveys: SurveyDetail = .aggregated
    ) {
        precondition(!years.isEmpty, "a consortium has at least one year")
        self.students = students
        self.schools = schools ?? Self.usualSchools(for: students)
        self.seed = seed
        self.years = Set(years).sorted()
        self.surveys = surveys
    }

    package static let studentRange = 200...10_000_000

    /// One school for every 500 students; a small consortium still has up to 24, so that every level occurs.
    package static func usualSchools(for students: Int) -> Int {
        max(6, students / 500, min(24, students / 40))
    }

    /// How many schools `students` can fill: each district has one at least, and a school 20 students on average.
    package static func schoolRange(for students: Int) -> ClosedRange<Int> { 6...max(6, students / 20) }
}

/// What is written of the surveys.
package enum SurveyDetail: String, CaseIterable, Sendable {
    /// One row for each school, construct and group, as the survey vendor delivers them.
    case aggregated
    /// One row for each item that a respondent answered.
    case items
    case none
}

/// The knobs of the synthetic population, each documented with its unit.
///
/// "Log odds" add to a logit, "log rate" to the logarithm of a rate, "SD" is the standard deviation of students'
/// scale scores in a grade.
package struct Population: Sendable {
    package var trend = Trend()
    package var mobility = Mobility()
    package var composition = Composition()
    package var english = English()
    package var scores = Scores()
    package var attendance = Attendance()
    package var discipline = Discipline()
    package var courses = Courses()
    package var graduation = Graduation()
    package var surveys = Surveys()
    package var schools = SchoolVariation()
}

/// How much better things are each year after the baseline year.
package struct Trend: Sendable {
    /// The year that the levels of the other knobs hold for.
    package var baseline = SchoolYear(start: 2014)
    /// The improvement stops as many years after the baseline, and before it.
    package var longest = 8.0
    /// SD a year.
    package var scores = ByBand(elementary: 0.045, middle: 0.056, high: 0.095)
    /// Log rate of absence a year.
    package var absence = ByBand(elementary: -0.050, middle: -0.075, high: -0.110)
    /// Log rate of suspension a year.
    package var suspension = ByBand(elementary: -0.16, middle: -0.22, high: -0.30)
    /// Log odds of reclassification a year.
    package var reclassification = ByBand(elementary: 0.10, middle: 0.12, high: 0.16)
    /// Log odds of a positive response a year.
    package var responses = ByBand(elementary: 0.065, middle: 0.085, high: 0.11)
    /// Log odds of graduating a year.
    package var graduation = 0.20
    /// Grade points a year.
    package var gradePoints = 0.04
}

/// Who comes, goes and changes schools; each a share of the students of a year.
package struct Mobility: Sendable {
    /// Students who enter in transitional kindergarten; the others start in kindergarten.
    package var transitionalKindergarten = 0.30
    /// Leave the district at the end of the year.
    package var leave = ByBand(elementary: 0.07, middle: 0.06, high: 0.03)
    /// Leave at the end of grades 5 and 8, when the school changes anyhow.
    package var leaveAtTransition = 0.11
    /// Newcomers above kindergarten who arrive after the year has begun; leavers who go before it ends.
    package var partialYear = 0.25
    /// Students who move to another attendance area close by during the year.
    package var move = 0.075
    /// Newcomers who attended another school of the district first.
    package var firstElsewhere = 0.35
    /// Days of instruction in a school year.
    package var days = 180
}

/// Who the students are, and how unevenly they live.
package struct Composition: Sendable {
    /// Spread of advantage (standard units) between zones of a district, and between attendance areas of a zone.
    package var zoneSpread = 0.70
    package var areaSpread = 0.70
    /// Variance of advantage between the areas of a district.
    var advantageVariance: Double { zoneSpread * zoneSpread + areaSpread * areaSpread }
    /// How the odds of a race follow the advantage of the area.
    package var raceByAdvantage = ByRace(
        AA: -0.25, AI: 0, AS: 0.55, FI: 0.25, LX: -0.45, PI: -0.15, WH: 1.15, TW: 0.65)
    /// Spread between areas of the log odds of each race, beyond advantage.
    package var raceSpread = ByRace(AA: 0.95, AI: 0.6, AS: 0.85, FI: 0.7, LX: 0.35, PI: 0.6, WH: 0.5, TW: 0.4)
    /// Log odds of socio-economic disadvantage in an average area, and their change with the area's advantage.
    package var disadvantage = ByRace(AA: 1.85, AI: 1.55, AS: 0.85, FI: 0.85, LX: 1.95, PI: 1.8, WH: 0.00, TW: 0.60)
    package var disadvantageByAdvantage = -1.15
    /// Share ever identified with a disability (grades TK to 6), and factors on it.
    package var disability = 0.115
    package var disabilityByRace = ByRace(AA: 1.4, AI: 1.2, AS: 0.5, FI: 0.6, LX: 1, PI: 0.9, WH: 1.05, TW: 1)
    package var disabilityIfDisadvantaged = 1.12
    package var disabilityIfLearner = 1.15
    /// Share in foster care; only disadvantaged students.
    package var foster = 0.013
    /// Share of disadvantaged students ever without a home, and their chance of it in one year.
    package var everHomeless = 0.11
    package var homeless = 0.50
}

/// English learners: who comes as one, and when they are reclassified.
package struct English: Sendable {
    /// Share who start school as English learners, and as initially fluent speakers of another language.
    package var learner = ByRace(AA: 0.03, AI: 0.04, AS: 0.46, FI: 0.24, LX: 0.51, PI: 0.22, WH: 0.13, TW: 0.06)
    package var initiallyFluent = ByRace(AA: 0.01, AI: 0.01, AS: 0.16, FI: 0.14, LX: 0.07, PI: 0.07, WH: 0.06, TW: 0.04)
    /// Factors on the share of learners.
    package var learnerIfDisadvantaged = 1.08
    package var learnerIfNot = 0.60
    /// Share of newcomers above kindergarten with another language who are new to the country.
    package var newToCountry = 0.20
    /// Share of another language whose status is not yet determined in their first year.
    package var undetermined = 0.02
    /// Chance to be reclassified in a year, by grade from TK to 12, for a learner of average ability.
    package var reclassification = [0.0, 0.01, 0.05, 0.09, 0.17, 0.19, 0.20, 0.19, 0.17, 0.16, 0.14, 0.13, 0.10, 0.08]
    /// Log odds of reclassification for one SD of ability, and for a disability.
    package var reclassificationByAbility = 0.75
    package var reclassificationIfDisability = -1.0
}

/// Scale scores; all effects in SD.
package struct Scores: Sendable {
    /// Standing of an average student against the cut of level 3 in the baseline year.
    package var elaStanding = 0.05
    package var mathStanding = -0.20
    /// Effect of the area's advantage on its students.
    package var advantage = 0.20
    package var elaByRace = ByRace(AA: -0.38, AI: -0.30, AS: 0.42, FI: 0.36, LX: -0.16, PI: -0.25, WH: 0.32, TW: 0.18)
    package var mathByRace = ByRace(AA: -0.48, AI: -0.32, AS: 0.62, FI: 0.30, LX: -0.18, PI: -0.28, WH: 0.32, TW: 0.15)
    package var disadvantaged = -0.30
    package var disability = -0.95
    package var elaLearner = -0.62
    package var mathLearner = -0.45
    package var homeless = -0.15
    package var foster = -0.20
    /// Spread of lasting ability: common to both subjects, and of each subject.
    package var ability = 0.58
    package var aptitude = 0.30
    /// Yearly change of a student's standing: the part kept from year to year, and the spread of what is new.
    package var driftKept = 0.80
    package var drift = 0.30
    package var subjectDrift = 0.19
    /// Part of a school's growth effect that a student still has one year later.
    package var growthKept = 0.40
    /// Standard error of a score in points: at the middle of the scale, and what one squared SD adds.
    package var standardError = 23.0
    package var standardErrorAtExtremes = 4.5
    /// Share of tested students with a row but no valid score, and with no row at all.
    package var invalid = 0.010
    package var absent = 0.007
    /// Share of students with disabilities who take the alternate assessment instead.
    package var alternate = 0.06
}

/// Absence: the share of enrolled days missed, log-normal over students.
package struct Attendance: Sendable {
    /// Median share of days missed by an average student, by grade from TK to 12.
    package var median = [
        0.044, 0.041, 0.035, 0.031, 0.029, 0.028, 0.027, 0.028, 0.030, 0.033, 0.034, 0.036, 0.040, 0.046,
    ]
    /// Log rates.
    package var byRace = ByRace(AA: 0.42, AI: 0.38, AS: -0.65, FI: -0.45, LX: -0.02, PI: 0.32, WH: -0.04, TW: 0.12)
    package var disadvantaged = 0.22
    package var disability = 0.22
    package var learner = -0.06
    package var homeless = 0.45
    package var foster = 0.25
    /// Change with one SD of ability, and with the area's advantage.
    package var ability = -0.14
    package var advantage = -0.10
    /// Spread between students, lasting and from year to year.
    package var lasting = 0.52
    package var yearly = 0.36
}

/// Suspensions and other incidents.
package struct Discipline: Sendable {
    /// Share of average students suspended in a year.
    package var suspended = ByBand(elementary: 0.0075, middle: 0.036, high: 0.030)
    /// Factors on the share.
    package var byRace = ByRace(AA: 2.6, AI: 1.6, AS: 0.35, FI: 0.4, LX: 0.95, PI: 1.3, WH: 0.85, TW: 1.1)
    package var disability = 1.9
    package var disadvantaged = 1.25
    package var foster = 2.2
    /// Log rate for one SD of lasting conduct.
    package var conduct = 0.75
    /// Chance of a further suspension in the year, of an expulsion with one, and of another action instead.
    package var again = 0.28
    package var expelled = 0.012
    package var otherAction = 0.006
}

/// Grade-8 marks.
package struct Courses: Sendable {
    package var gradePoints = 2.85
    /// Change for one SD of standing, and for each unit of log absence above the average.
    package var standing = 0.50
    package var absence = -0.22
    package var spread = 0.48
    /// Spread of a subject's mark around the student's grade points.
    package var markSpread = 0.55
}

/// Graduation of students who stay through high school.
package struct Graduation: Sendable {
    /// Log odds of graduating in four years.
    package var fourYears = 1.95
    package var standing = 0.75
    package var absence = -0.45
    /// Share of those left over who graduate in the fifth and sixth year.
    package var fifthYear = 0.25
    package var sixthYear = 0.13
    /// Share of the rest who leave otherwise: with another certificate, or still enrolled after four years.
    package var otherCompleter = 0.10
    package var stillEnrolled = 0.15
}

/// Surveys of students, staff and parents.
package struct Surveys: Sendable {
    /// Log odds of a positive response: growth mindset, self-efficacy, self-management, social awareness.
    package var socialEmotional = [0.55, 0.25, 0.95, 0.75]
    /// Support for learning, fairness of discipline, safety, belonging.
    package var studentClimate = [1.00, 0.55, 0.45, 0.60]
    package var staffClimate = [1.70, 1.10, 1.30, 1.45]
    package var parentClimate = [2.00, 1.75, 1.80, 1.85]
    /// Log odds of students in each band.
    package var band = ByBand(elementary: 0.20, middle: -0.05, high: -0.12)
    /// Log odds for one SD of a student's standing and of outlook.
    package var standing = 0.22
    package var outlook = 0.45
    /// Share of students who take part where all goes well, its spread in log odds, and the schools where it goes badly.
    package var participation = 0.81
    package var participationSpread = 0.50
    package var poorSchools = 0.05
    package var poorParticipation = 0.36
    /// Factor on participation for parents.
    package var parents = 0.72
    /// Share of schools and years whose number of invitations was not kept.
    package var invitedMissing = 0.02
    /// Share of items skipped.
    package var skipped = 0.02
    /// Students for one member of staff.
    package var studentsPerStaff = 15
}

/// How much schools differ beyond the students they have.
///
/// Each spread is of the sum of a lasting part, a part shared by all effects of the school, and a part of the year.
package struct SchoolVariation: Sendable {
    /// Scale score points a year beyond the expected.
    package var elaGrowth = 6.0
    package var mathGrowth = 7.0
    /// Points for one unit of the zone's advantage: where students start low, schools add a little more, so that
    /// growth hardly follows status.
    package var growthByAdvantage = -1.5
    /// Log rates.
    package var absence = 0.20
    package var suspension = 0.55
    /// Log odds.
    package var reclassification = 0.35
    package var graduation = 0.45
    package var climate = 0.34
    package var socialEmotional = 0.17
    /// Shares of the variance: lasting, and shared; the rest is of the year.
    package var lasting = 0.60
    package var shared = 0.15
    /// Noise of a group's growth result, in points, for one student; it shrinks with the root of n.
    package var growthNoise = 42.0
}
