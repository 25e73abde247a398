import TestSupport

/// What there is to know of a student at a school in a year; empty texts are missing values.
struct HostileStudent {
    var grade = ""
    var enrolled = ""
    var attended = ""
    /// By subject the achievement level; nil for no test at all.
    var tests: [String: String] = [:]
    /// GPA and final grades; nil for no row.
    var course: [String]?
    var actions: [String] = []
    /// Years as a learner and day of reclassification; nil for no learner.
    var learner: [String]?
    /// Years of the cohort and outcome.
    var cohorts: [[String]] = []

    init(_ school: HostileSchool, year: String, _ random: inout SeededNumbers) {
        func often(_ text: String, else other: String = "") -> String { random.happens(14, in: 15) ? text : other }
        grade = often(random.pick(school.grades))
        let days = random.pick([0, 1, 30, 31, 32, 100, 100, 100, 150, 180, 180, 366])
        enrolled = often(String(days))
        // Exactly 90% and 96% of 100 and 150 days, and one day less or more.
        let rate = random.pick([0, 50, 90, 90, 96, 96, 100, 100, 100, 100])
        attended = often(String(min(days, max(0, days * rate / 100 + random.pick([-1, 0, 0, 0, 1])))))
        for subject in ["ela", "math"] where random.happens(9, in: 10) {
            tests[subject] = often(random.pick(["1", "2", "3", "4"]))
        }
        if random.happens(9, in: 10) {
            course = [
                often(random.pick(["2.5", "2.50", "2.499999999", "2.49", "4", "3.75", "0"])),
                often(random.pick(["A", "B", "B", "C", "D", "F"])), often(random.pick(["A", "A", "B", "C", "C", "D"])),
            ]
        }
        if random.happens(1, in: 4) {
            actions = (0..<random.whole(1...4)).map { _ in random.pick(["suspension", "expulsion", "other", "other"]) }
        }
        if random.happens(1, in: 2) {
            let date = random.happens(1, in: 3) ? Self.date(in: year, &random) : ""
            learner = [often(random.pick(["0", "4", "5", "6", "7", "30"])), date]
        }
        let outcomes = ["graduated", "graduated", "graduated", "dropout", "still_enrolled", "other_completer", "transferred_out"]
        for years in ["4", "5", "6", ""] where random.happens(1, in: 2) { cohorts.append([years, random.pick(outcomes)]) }
    }

    /// The first and the last days of a school year, a day in it, and the days before and after it.
    private static func date(in year: String, _ random: inout SeededNumbers) -> String {
        let start = Int(year.prefix(4))!
        return random.pick([
            "\(start)-07-01", "\(start + 1)-02-28", "\(start + 1)-02-28", "\(start + 1)-06-30", "\(start)-06-30", "\(start + 1)-07-01",
        ])
    }

    /// Identifiers of every packing, some of which differ by a leading zero only.
    static func identifier(_ number: Int) -> String {
        switch number % 5 {
        case 0: String(number)
        case 1: "0" + String(number - 1)
        case 2: "A-\(number)"
        case 3: String(9_000_000_000 + number)
        default: "a student's long identifier \(number)"
        }
    }
}
