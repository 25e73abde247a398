internal import Randomness

/// What a school adds in a year to what its students bring: the truth behind the data.
struct SchoolEffects: Sendable {
    /// Scale score points beyond the expected growth of a year.
    let elaGrowth: Double
    let mathGrowth: Double
    /// Log rates; below zero is better.
    let absence: Double
    let suspension: Double
    /// Log odds; above zero is better.
    let reclassification: Double
    let graduation: Double
    let climate: Double
    let socialEmotional: Double
    /// Share of students who take part in surveys.
    let participation: Double

    /// The effects of one school in one year; a pure function of seed, school and year.
    ///
    /// - Parameter advantage: that of the school's zone, in standard units.
    init(of school: Int, in year: SchoolYear, advantage: Double, _ parameters: Parameters) {
        let schools = parameters.population.schools
        var lasting = RandomStream(seed: parameters.seed, .school, UInt64(school))
        var yearly = RandomStream(seed: parameters.seed, .schoolYear, UInt64(school), year)
        let shared = schools.shared.squareRoot() * lasting.normal()
        let lastingWeight = schools.lasting.squareRoot()
        let yearlyWeight = max(0, 1 - schools.lasting - schools.shared).squareRoot()
        func effect(_ spread: Double) -> Double {
            spread * (shared + lastingWeight * lasting.normal() + yearlyWeight * yearly.normal())
        }
        elaGrowth = effect(schools.elaGrowth) + schools.growthByAdvantage * advantage
        mathGrowth = effect(schools.mathGrowth) + schools.growthByAdvantage * advantage
        absence = -effect(schools.absence)
        suspension = -effect(schools.suspension)
        reclassification = effect(schools.reclassification)
        graduation = effect(schools.graduation)
        climate = effect(schools.climate)
        socialEmotional = effect(schools.socialEmotional)
        participation = Self.participation(parameters.population.surveys, &yearly)
    }

    private static func participation(_ surveys: Surveys, _ stream: inout RandomStream) -> Double {
        let isPoor = stream.chance(surveys.poorSchools)
        let share = isPoor ? surveys.poorParticipation : surveys.participation
        let odds = PortableMath.log(share / (1 - share))
        return PortableMath.logistic(odds + surveys.participationSpread * stream.normal())
    }

    static let header = """
        school_id,year,ela_growth,math_growth,absence,suspension,reclassification,graduation,climate,\
        social_emotional,participation

        """

    /// Appends the row of truth.csv.
    func write(school: SchoolID, year: SchoolYear, to rows: inout RowBuffer) {
        rows.append(
            school, year, Hundredths(rounding: elaGrowth), Hundredths(rounding: mathGrowth), Hundredths(rounding: absence),
            Hundredths(rounding: suspension), Hundredths(rounding: reclassification), Hundredths(rounding: graduation),
            Hundredths(rounding: climate), Hundredths(rounding: socialEmotional), Hundredths(rounding: participation))
    }
}

/// The effects of a zone's schools for every year that can have shaped a student of the years written.
struct ZoneEffects: Sendable {
    private let firstYear: Int
    private let yearCount: Int
    private let effects: [SchoolEffects]

    init(_ zone: Zone, _ parameters: Parameters) {
        let first = parameters.years[0].start - 16
        let last = parameters.years.last!.start
        firstYear = first
        yearCount = last - first + 1
        effects = zone.schools.flatMap { school in
            (first...last).map { year in
                SchoolEffects(of: school, in: SchoolYear(start: year), advantage: zone.advantage, parameters)
            }
        }
    }

    /// - Parameter school: counted among the zone's schools.
    subscript(school: Int, year: SchoolYear) -> SchoolEffects { effects[school * yearCount + year.start - firstYear] }
}
