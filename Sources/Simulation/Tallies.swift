/// Counts over the students of a zone's schools, year by year, for the files that tell of schools.
struct Tallies {
    private let yearCount: Int
    private let firstYear: Int
    private var enrolled: [Int]
    private var scores: [Int]
    private var answers: [SurveyCounts]

    init(schools: Int, years: ClosedRange<Int>) {
        firstYear = years.lowerBound
        yearCount = years.count
        let places = schools * years.count
        enrolled = [Int](repeating: 0, count: places)
        scores = [Int](repeating: 0, count: places * Subject.allCases.count * Groups.count)
        answers = [SurveyCounts](repeating: SurveyCounts(), count: places * SurveyConstruct.count * Groups.count)
    }

    private func place(_ school: Int, _ year: SchoolYear) -> Int { school * yearCount + year.start - firstYear }

    mutating func countStudent(of now: StudentYear) { enrolled[place(now.school, now.year)] += 1 }

    func students(of school: Int, _ year: SchoolYear) -> Int { enrolled[place(school, year)] }

    /// Counts a valid score of a student with a score of an earlier grade to grow from.
    mutating func countScore(of now: StudentYear, _ subject: Subject) {
        let start = scoreStart(now.school, now.year, subject)
        now.groups.forEach { scores[start + $0] += 1 }
    }

    func scores(of school: Int, _ year: SchoolYear, _ subject: Subject, group: Int) -> Int {
        scores[scoreStart(school, year, subject) + group]
    }

    private func scoreStart(_ school: Int, _ year: SchoolYear, _ subject: Subject) -> Int {
        (place(school, year) * Subject.allCases.count + subject.rawValue) * Groups.count
    }

    /// Adds one person's answers on a construct to all groups of the person.
    mutating func add(
        _ counts: SurveyCounts, to school: Int, _ year: SchoolYear, _ construct: SurveyConstruct, _ groups: Groups
    ) {
        let start = answerStart(school, year, construct)
        groups.forEach { answers[start + $0].add(counts) }
    }

    func answers(of school: Int, _ year: SchoolYear, _ construct: SurveyConstruct, group: Int) -> SurveyCounts {
        answers[answerStart(school, year, construct) + group]
    }

    private func answerStart(_ school: Int, _ year: SchoolYear, _ construct: SurveyConstruct) -> Int {
        (place(school, year) * SurveyConstruct.count + construct.place) * Groups.count
    }
}

/// How many were asked, took part, answered and answered positively.
struct SurveyCounts {
    var invited: Int32 = 0
    var respondents: Int32 = 0
    var responses: Int32 = 0
    var positive: Int32 = 0

    mutating func add(_ other: SurveyCounts) {
        invited += other.invited
        respondents += other.respondents
        responses += other.responses
        positive += other.positive
    }
}
