/// Every metric's results and ledger at one school, in the order in which the tables print them.
struct SchoolResults {
    static func metrics(_ growth: EngineRun.Growth) -> [String] {
        ["ela_proficiency", "math_proficiency"] + (growth == .computed ? ["ela_value_added", "math_value_added"] : []) + [
            "ela_growth", "math_growth", "graduation_4yr", "graduation_5yr", "graduation_6yr", "hs_readiness", "el_redesignation",
            "chronic_absence", "suspension", "sel", "culture_climate",
        ]
    }

    static func decimals(_ metric: String) -> Int { metric.hasSuffix("_value_added") ? 4 : 2 }

    /// Metric → group → result; a metric that does not apply to the school is not there.
    private(set) var results: [String: [String: GroupResult]] = [:]
    private(set) var ledger: [String: LedgerLines] = [:]

    /// - Parameters:
    ///   - growth: nil where it comes with the data.
    ///   - level: the school's level; one that is none of the three spans levels, and every metric applies.
    ///   - enrollments: the school's, as are learners and cohorts.
    init(
        _ input: InputRows, growth: ComputedGrowth?, school: String, level: String, enrollments: [Row], learners: [Row], cohorts: [Row]
    ) {
        let enrolled = input.withGroups(enrollments), members = input.withGroups(cohorts)
        count("ela_proficiency", enrolled) { input.proficiency($0, subject: "ela") }
        count("math_proficiency", enrolled) { input.proficiency($0, subject: "math") }
        for years in ["4", "5", "6"] {
            count("graduation_\(years)yr", members) { input.graduation($0, years: years) }
        }
        count("hs_readiness", enrolled, input.readiness)
        // Redesignation has no groups.
        count("el_redesignation", learners.map { ($0, ["all"]) }, groups: ["all"], input.redesignation)
        count("chronic_absence", enrolled, input.chronicAbsence)
        count("suspension", enrolled, input.suspension)
        for subject in ["ela", "math"] {
            let metric = "\(subject)_growth", valueAdded = "\(subject)_value_added"
            if let growth {
                give(valueAdded) { growth.valueAdded(subject, school: school, group: $0) }
                give(metric) { growth.rank(subject, school: school, group: $0) }
                ledger[valueAdded] = LedgerLines(counted: results[valueAdded]!["all"]!.n, excluded: [:])
            } else {
                give(metric) { input.growth(metric, school: school, group: $0) }
                ledger[metric] = input.growthLedger(metric, school: school)
            }
        }
        give("sel") { Survey.socialEmotionalResult(input, school: school, group: $0) }
        ledger["sel"] = Survey.socialEmotional.ledger(input, school: school)
        give("culture_climate") { Survey.cultureAndClimateResult(input, school: school, group: $0) }
        ledger["culture_climate"] = Survey.cultureAndClimate.ledger(input, school: school)
        let ofOneLevel = ["hs_readiness": "middle"].merging(["4", "5", "6"].map { ("graduation_\($0)yr", "high") }) { first, _ in first }
        for (metric, own) in ofOneLevel where Enrollment.levels.contains(level) && level != own { results[metric] = nil }
    }

    private mutating func count(
        _ metric: String, _ records: [(row: Row, groups: Set<String>)], groups: [String] = StudentGroups.all,
        _ fate: (Row) -> Fate
    ) {
        let fates = records.map { (fate: fate($0.row), groups: $0.groups) }
        for group in groups {
            results[metric, default: [:]][group] = GroupResult(of: fates.filter { $0.groups.contains(group) }.map(\.fate))
        }
        ledger[metric] = LedgerLines(fates.map(\.fate))
    }

    private mutating func give(_ metric: String, _ result: (String) -> GroupResult) {
        for group in StudentGroups.all { results[metric, default: [:]][group] = result(group) }
    }
}

extension InputRows {
    /// Records with the groups that their students are in.
    fileprivate func withGroups(_ rows: [Row]) -> [(row: Row, groups: Set<String>)] {
        rows.map { ($0, StudentGroups.groups(of: student[$0["student_id"]!])) }
    }
}
