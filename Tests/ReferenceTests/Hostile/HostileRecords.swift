import TestSupport

/// The rows of a hostile consortium as they come up, file by file.
struct HostileRecords {
    private let schools: [HostileSchool]
    private(set) var files: [String: CSVDocument] = [:]
    private var studentCount = 0
    private var incidentCount = 0

    static let columns = [
        "students": [
            "student_id", "year", "race_ethnicity", "english_proficiency", "disability", "disadvantaged", "foster", "homeless",
        ],
        "enrollments": ["student_id", "school_id", "year", "grade", "days_enrolled", "days_attended"],
        "assessments": [
            "student_id", "school_id", "year", "subject", "grade", "scale_score", "standard_error", "achievement_level",
        ],
        "discipline": ["student_id", "school_id", "year", "incident_id", "action", "days"],
        "courses": ["student_id", "school_id", "year", "gpa", "ela_grade", "math_grade"],
        "english_learners": [
            "student_id", "school_id", "year", "status", "start_date", "years_at_school", "years_as_learner", "reclassified_date",
        ],
        "graduation_cohorts": ["student_id", "school_id", "year", "cohort_years", "outcome"],
        "survey_results": [
            "school_id", "year", "respondent", "construct", "group", "invited", "respondents", "responses", "positive",
        ],
        "school_results": ["school_id", "year", "metric", "group", "n", "value"],
    ]

    init(schools: [HostileSchool]) {
        self.schools = schools
        for district in HostileConsortium.districts {
            for (kind, columns) in Self.columns { files["\(district)/\(kind).csv"] = CSVDocument(columns: columns) }
        }
    }

    private mutating func add(_ kind: String, _ district: String, _ row: [String]) {
        files["\(district)/\(kind).csv"]!.rows.append(row)
    }

    /// Changes all files of a kind.
    private mutating func change(_ kind: String, _ body: (inout CSVDocument) -> Void) {
        for district in HostileConsortium.districts { body(&files["\(district)/\(kind).csv"]!) }
    }

    // MARK: Students

    mutating func addStudents(of school: HostileSchool, year: String, _ random: inout SeededNumbers) {
        let races = StudentGroups.races.shuffled(using: &random)
        var left = school.size
        while left > 0 {
            let student = HostileStudent(school, year: year, &random)
            let isTwice = random.happens(1, in: 2)
            let doubles = school.hasDoubles ? Array(races.prefix(3)) + (isTwice ? [races[2]] : []) : []
            for race in doubles.isEmpty ? [random.pick(Array(races.prefix(4)))] : doubles {
                add(student, race: random.happens(1, in: 15) ? "" : race, school: school, year: year, &random)
                left -= 1
            }
        }
    }

    private mutating func add(
        _ student: HostileStudent, race: String, school: HostileSchool, year: String, _ random: inout SeededNumbers
    ) {
        // A student has the same number in every third year, and then other demographics.
        studentCount += 1
        let id = HostileStudent.identifier(studentCount % 1_700)
        if random.happens(14, in: 15) { addDemographics(id, race: race, district: school.district, year: year, &random) }
        add(student, id: id, school: school, year: year, &random)
        let another = random.pick(schools)
        if random.happens(1, in: 8), another.id != school.id, !another.grades.isEmpty {
            add(HostileStudent(another, year: year, &random), id: id, school: another, year: year, &random)
        }
    }

    private mutating func addDemographics(
        _ id: String, race: String, district: String, year: String, _ random: inout SeededNumbers
    ) {
        let truths = ["Y", "Yes", "yes", "true", "1", "N", "N", "No", "no", "false", "0", ""]
        let sender = random.happens(1, in: 20) ? random.pick(HostileConsortium.districts) : district
        let flags = (0..<4).map { _ in random.pick(truths) }
        add("students", sender, [id, year, race, random.pick(["EO", "EO", "IFEP", "EL", "EL", "RFEP", "TBD", ""])] + flags)
    }

    private mutating func add(
        _ student: HostileStudent, id: String, school: HostileSchool, year: String, _ random: inout SeededNumbers
    ) {
        let own = [id, school.id, year], district = school.district
        add("enrollments", district, own + [student.grade, student.enrolled, student.attended])
        for (subject, level) in student.tests.sorted(by: { $0.key < $1.key }) {
            add("assessments", district, own + [subject, student.grade, level.isEmpty ? "" : "2450.5", "", level])
        }
        if let course = student.course { add("courses", district, own + course) }
        for action in student.actions {
            incidentCount += 1
            add("discipline", district, own + ["incident \(incidentCount / 2)-\(id)-\(incidentCount % 2)", action, ""])
        }
        if let learner = student.learner {
            add("english_learners", district, own + [learner[1].isEmpty ? "EL" : "RFEP", "", "", learner[0], learner[1]])
        }
        for cohort in student.cohorts { add("graduation_cohorts", district, own + cohort) }
    }

    // MARK: Schools

    private static let counts = ["0", "19", "20", "21", "40", "55", ""]

    mutating func addSchoolResults(of school: HostileSchool, year: String, _ random: inout SeededNumbers) {
        for metric in ["ela_growth", "math_growth", "of no metric"] where random.happens(5, in: 6) {
            for group in StudentGroups.all + ["ZZ"] where random.happens(9, in: 10) {
                let value = random.pick(["10", "50.00", "90", "0", "100", "7.5", "57.123456789", "33.333333333", "66.665", ""])
                add("school_results", school.district, [school.id, year, metric, group, random.pick(Self.counts), value])
            }
        }
        if school.hasGrowthOnly || random.happens(1, in: 5) { return }
        for respondent in ["student", "staff", "parent"] where random.happens(5, in: 6) {
            for construct in Survey.socialEmotional.constructs + Survey.cultureAndClimate.constructs + ["of no survey"] {
                for group in respondent == "student" ? StudentGroups.all + ["ZZ"] : ["all", "el"] {
                    if random.happens(1, in: 15) { continue }
                    add("survey_results", school.district,
                        [school.id, year, respondent, construct, group] + Self.answers(&random))
                }
            }
        }
    }

    /// Invited, respondents, responses, positive: half of the invited, one less than half, all, nobody, not known.
    private static func answers(_ random: inout SeededNumbers) -> [String] {
        let answered = random.pick([0, 19, 20, 20, 21, 40, 40])
        let half = "\(2 * answered)", less = "\(2 * answered + 1)"
        let invited = random.pick([half, half, less, "\(answered)", "\(answered + 3)", "0", ""])
        let responses = answered * random.whole(0...4)
        let isImpossible = random.happens(1, in: 40)
        let positive = isImpossible ? responses + 1 : random.pick([responses / 2, responses, random.whole(0...responses)])
        return [
            invited, random.happens(1, in: 20) ? "" : "\(answered)", random.happens(1, in: 20) ? "" : "\(responses)",
            random.happens(1, in: 20) ? "" : "\(positive)",
        ]
    }

    // MARK: Flaws

    /// Where a second row of the same key can differ: the column and a text that it may have.
    private static let contradictions = [
        "students": ("race_ethnicity", ["AA", "WH"]), "enrollments": ("grade", ["3", "8"]),
        "assessments": ("achievement_level", ["1", "4"]), "discipline": ("action", ["other", "suspension"]),
        "courses": ("gpa", ["1", "4"]), "english_learners": ("years_as_learner", ["3", "9"]),
        "graduation_cohorts": ("outcome", ["graduated", "dropout"]), "survey_results": ("responses", ["99", "98"]),
        "school_results": ("value", ["1", "99"]),
    ]

    /// Repeats some rows, in the file of their district or another, and contradicts others.
    mutating func addFlaws(_ random: inout SeededNumbers) {
        for kind in Self.columns.keys.sorted() {
            for district in HostileConsortium.districts {
                let document = files["\(district)/\(kind).csv"]!
                let (name, texts) = Self.contradictions[kind]!
                let column = document.columns.firstIndex(of: name)!
                for row in document.rows {
                    let other = random.happens(1, in: 4) ? random.pick(HostileConsortium.districts) : district
                    if random.happens(1, in: 25) { add(kind, other, row) }
                    if random.happens(1, in: 80) {
                        var contradicting = row
                        contradicting[column] = texts.first { $0 != row[column] }!
                        add(kind, other, contradicting)
                    }
                }
            }
        }
    }

    /// Leaves nothing but the header of some files: one district without any academic result, one without surveys, and one
    /// kind that nobody sent.
    mutating func emptySomeFiles(_ random: inout SeededNumbers) {
        let districts = HostileConsortium.districts.shuffled(using: &random)
        for kind in ["assessments", "school_results", "courses", "graduation_cohorts"] {
            files["\(districts[0])/\(kind).csv"]!.rows = []
        }
        files["\(districts[1])/survey_results.csv"]!.rows = []
        change(random.pick(["english_learners", "discipline", "courses", "survey_results"])) { $0.rows = [] }
    }
}
