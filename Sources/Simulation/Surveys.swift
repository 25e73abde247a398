internal import Randomness

/// Who answers a survey.
enum Respondent: Int, CSVField {
    case student, staff, parent

    func write(to rows: inout RowBuffer) {
        switch self {
        case .student: rows.put("student")
        case .staff: rows.put("staff")
        case .parent: rows.put("parent")
        }
    }
}

/// A construct as one kind of respondent is asked about it.
struct SurveyConstruct {
    let respondent: Respondent
    /// Place among the constructs of all respondents.
    let place: Int
    /// Items that one respondent answers.
    let items: Int

    static let count = 16
    static let socialEmotional = (0..<4).map { SurveyConstruct(respondent: .student, place: $0, items: 2) }
    static let studentClimate = (4..<8).map { SurveyConstruct(respondent: .student, place: $0, items: 1) }
    static let staffClimate = (8..<12).map { SurveyConstruct(respondent: .staff, place: $0, items: 1) }
    static let parentClimate = (12..<16).map { SurveyConstruct(respondent: .parent, place: $0, items: 1) }
    static let all = socialEmotional + studentClimate + staffClimate + parentClimate

    var name: StaticString { place < 4 ? Self.socialEmotionalNames[place] : Self.climateNames[place % 4] }

    private static let socialEmotionalNames: [StaticString] = [
        "growth_mindset", "self_efficacy", "self_management", "social_awareness",
    ]
    private static let climateNames: [StaticString] = [
        "support_for_learning", "fairness_of_discipline", "safety", "belonging",
    ]
}

/// The id of someone who answers: the student's own, or one derived for a parent or a member of staff.
enum RespondentID: CSVField {
    case student(StudentID)
    case parent(of: StudentID)
    case staff(SchoolID, Int)

    func write(to rows: inout RowBuffer) {
        switch self {
        case .student(let id): id.write(to: &rows)
        case .parent(let id):
            rows.put(UInt8(ascii: "P"))
            id.write(to: &rows)
        case .staff(let school, let count):
            rows.put(UInt8(ascii: "S"))
            school.write(to: &rows)
            rows.put(UInt64(count), width: 4)
        }
    }
}

/// An item of a construct, named by both: `safety_1`.
struct ItemName: CSVField {
    let construct: StaticString
    let number: Int

    func write(to rows: inout RowBuffer) {
        rows.put(construct)
        rows.put(UInt8(ascii: "_"))
        number.write(to: &rows)
    }
}

/// One person asked to take part in a school's survey of a year.
private struct Invitation {
    let id: RespondentID
    let school: Int
    let schoolID: SchoolID
    let year: SchoolYear
    let grade: Grade?
    let groups: Groups
    let takesPart: Bool
    /// Log odds of a positive response beyond the construct's own.
    let logOdds: Double
}

extension ZoneYears {
    /// Asks the student, from grade 4 on, and a parent; adds to the counts or appends the items, as declared.
    mutating func writeSurveys(_ student: Student, _ now: StudentYear) {
        guard parameters.surveys != .none, now.isThereInSpring else { return }
        let surveys = parameters.population.surveys
        let effects = effects[now.school, now.year]
        let trend = responseTrend(now.grade.band, now.year)
        if now.grade.ordinal >= 4 {
            var stream = RandomStream(seed: parameters.seed, .studentSurvey, student.number, now.year)
            let takesPart = stream.chance(effects.participation)
            let logOdds = trend + surveys.band[now.grade.band] + surveys.outlook * student.outlook
            ask(
                invitation(of: student, now, takesPart, logOdds + surveys.standing * now.standing + effects.socialEmotional),
                on: SurveyConstruct.socialEmotional, surveys.socialEmotional, &stream)
            if now.grade.ordinal >= 5 {
                ask(
                    invitation(of: student, now, takesPart, logOdds + effects.climate),
                    on: SurveyConstruct.studentClimate, surveys.studentClimate, &stream)
            }
        }
        var stream = RandomStream(seed: parameters.seed, .parentSurvey, student.number, now.year)
        let parent = Invitation(
            id: .parent(of: student.id), school: now.school, schoolID: now.schoolID, year: now.year, grade: nil,
            groups: now.groups, takesPart: stream.chance(surveys.parents * effects.participation),
            logOdds: trend + effects.climate)
        ask(parent, on: SurveyConstruct.parentClimate, surveys.parentClimate, &stream)
    }

    /// Asks the staff of a school: so many for its students, but never fewer than 3.
    mutating func writeStaffSurvey(of school: Int, _ year: SchoolYear, students: Int) {
        let surveys = parameters.population.surveys
        let number = UInt64(zone.schools.lowerBound + school)
        var stream = RandomStream(seed: parameters.seed, .staffSurvey, number, year)
        let effects = effects[school, year]
        let trend = responseTrend(.middle, year)
        for count in 1...max(3, students / surveys.studentsPerStaff) {
            let member = Invitation(
                id: .staff(schoolID(school), count), school: school, schoolID: schoolID(school), year: year, grade: nil,
                groups: .all, takesPart: stream.chance(effects.participation),
                logOdds: trend + effects.climate + surveys.outlook * stream.normal())
            ask(member, on: SurveyConstruct.staffClimate, surveys.staffClimate, &stream)
        }
    }

    private func invitation(of student: Student, _ now: StudentYear, _ takesPart: Bool, _ logOdds: Double) -> Invitation {
        Invitation(
            id: .student(student.id), school: now.school, schoolID: now.schoolID, year: now.year, grade: now.grade,
            groups: now.groups, takesPart: takesPart, logOdds: logOdds)
    }

    private func responseTrend(_ band: Band, _ year: SchoolYear) -> Double {
        parameters.population.trend.responses[band] * parameters.population.trend.years(to: year)
    }

    /// - Parameter bases: the constructs' log odds of a positive response, one each.
    private mutating func ask(
        _ person: Invitation, on constructs: [SurveyConstruct], _ bases: [Double], _ stream: inout RandomStream
    ) {
        for (construct, base) in zip(constructs, bases) {
            var counts = SurveyCounts(invited: 1)
            if person.takesPart {
                counts.respondents = 1
                let positive = PortableMath.logistic(base + person.logOdds)
                for number in 1...construct.items where !stream.chance(parameters.population.surveys.skipped) {
                    let response = Self.response(positive: positive, stream.uniform())
                    counts.responses += 1
                    counts.positive += response >= 4 ? 1 : 0
                    if parameters.surveys == .items { writeItem(person, construct, number, response) }
                }
            }
            tallies.add(counts, to: person.school, person.year, construct, person.groups)
        }
    }

    private mutating func writeItem(_ person: Invitation, _ construct: SurveyConstruct, _ number: Int, _ response: Int) {
        rows.surveys.append(
            person.id, person.schoolID, person.year, construct.respondent, person.grade, construct.name,
            ItemName(construct: construct.name, number: number), response)
    }

    /// The response 1 to 5 of a person at a point of (0, 1); 4 and 5 have the probability `positive`.
    private static func response(positive: Double, _ point: Double) -> Int {
        if point < positive { return point < 0.45 * positive ? 5 : 4 }
        let rest = (point - positive) / (1 - positive)
        return rest < 0.55 ? 3 : rest < 0.85 ? 2 : 1
    }
}
