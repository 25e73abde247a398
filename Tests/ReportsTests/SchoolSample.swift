import Model
import Reports

/// A small consortium in an interim year, as the stages before the report would hand it over: growth and surveys are measured
/// but not counted.
struct SchoolSample {
    static let schools = [
        School(id: "19647336000001", districtID: "1964733", name: "Perfect Elementary", districtName: "Los Robles Unified", level: "elementary"),
        School(id: "19647336000002", districtID: "1964733", name: "Harbor High", districtName: "Los Robles Unified", level: "high"),
        School(id: "01612590000003", districtID: "0161259", name: "Bay K-8", districtName: "Bayview City Unified", level: "span"),
        School(id: "01612590000004", districtID: "0161259", name: "Silent Middle", districtName: "Bayview City Unified", level: "middle"),
        School(
            id: "01612590000005", districtID: "0161259", name: #"Peña & <b>"Sons"</b> 'Ångström' Academy"#,
            districtName: "R&D Unified", level: "elementary"),
    ]
    static let perfect = 0, high = 1, span = 2, withoutScore = 3, oddName = 4

    static let groups = [
        ("all", "All students"), ("AA", "African American"), ("AI", "American Indian or Alaska Native"), ("AS", "Asian"),
        ("FI", "Filipino"), ("LX", "Latino"), ("PI", "Pacific Islander"), ("WH", "White"), ("TW", "Two or more races"),
        ("el", "English learners"), ("swd", "Students with disabilities"),
        ("sed", "Socio-economically disadvantaged students"), ("foster", "Foster youth"),
        ("homeless", "Students experiencing homelessness"), ("rfep", "Reclassified English learners (RFEP)"),
    ].map { GroupWords(key: $0, title: $1) }

    static let lowestRace = GroupWords(key: "lowest_race", title: "Lowest-performing racial/ethnic group")

    static let metrics = [
        metric("ela_proficiency", "English language arts proficiency"), metric("math_proficiency", "Mathematics proficiency"),
        metric("ela_growth", "English language arts growth", decimals: 0),
        metric("math_growth", "Mathematics growth", decimals: 0), metric("hs_readiness", "High school readiness"),
        metric("graduation_4yr", "Four-year cohort graduation rate"), metric("graduation_5yr", "Five-year cohort graduation rate"),
        metric("chronic_absence", "Chronic absence", better: .lower), metric("suspension", "Suspension and expulsion", better: .lower),
        metric("el_redesignation", "English learner redesignation"), metric("sel", "Social-emotional skills"),
        metric("culture_climate", "School culture and climate"),
    ]

    private static func metric(_ key: String, _ title: String, better: Better = .higher, decimals: Int = 1) -> MetricWords {
        MetricWords(key: key, title: title, better: better, decimals: decimals)
    }

    static let levels = [
        SchoolLevel(key: "elementary", title: "Elementary school", grades: ["KG", "1", "2", "3", "4", "5"]),
        SchoolLevel(key: "middle", title: "Middle school", grades: ["6", "7", "8"]),
        SchoolLevel(key: "high", title: "High school", grades: ["9", "10", "11", "12"]),
    ]

    static let population: Population = {
        let sizes = [612, 1_845, 734, 402, 288]
        let counts = schools.indices.flatMap { school in
            groups.indices.flatMap { group -> [Int32] in
                let n = Int32(sizes[school] * shares[group] / 100)
                return switch schools[school].level {
                case "elementary": [n, 0, 0, 0]
                case "middle": [0, n, 0, 0]
                case "high": [0, 0, n, 0]
                default: [n - n / 3, n / 3, 0, 0]
                }
            }
        }
        return Population(schools: schools, groups: groups, levels: levels, counts: counts)
    }()

    /// A group's share of a school's students, in percent.
    private static let shares = [100, 11, 1, 9, 4, 52, 1, 17, 5, 24, 13, 71, 1, 3, 15]

    static let measures: Measures = {
        var cells: [Cell] = []
        var choices: [Int16] = []
        for school in schools.indices {
            for metric in metrics.indices {
                let row = groups.indices.map { measure(school: school, metric: metric, group: $0) }
                cells += row.map { $0.map(Cell.init) ?? Cell.none }
                choices.append(lowest(row, better: metrics[metric].better))
            }
        }
        return Measures(
            year: "2014-15", schools: schools, metrics: metrics, groups: groups, chosenGroups: [lowestRace], cells: cells,
            choices: [choices])
    }()

    private static func lowest(_ row: [Measure?], better: Better) -> Int16 {
        let races = (1...8).filter { row[$0]?.value != nil }
        return races.min { better.isWorse(row[$0]!.value!, than: row[$1]!.value!) }.map(Int16.init) ?? -1
    }

    private static func measure(school: Int, metric: Int, group: Int) -> Measure? {
        let key = metrics[metric].key
        switch (key, schools[school].level) {
        case ("hs_readiness", "elementary"), ("hs_readiness", "high"): return nil
        case ("graduation_4yr", "elementary"), ("graduation_4yr", "middle"), ("graduation_4yr", "span"): return nil
        case ("graduation_5yr", "elementary"), ("graduation_5yr", "middle"), ("graduation_5yr", "span"): return nil
        case ("el_redesignation", _) where group > 0: return nil
        default: break
        }
        if school == withoutScore && ["chronic_absence", "suspension", "el_redesignation"].contains(key) || school == high && key == "suspension" {
            return Measure(n: 0, met: nil, outcome: .absent(.notAvailable))
        }
        var n = population.count(school: school, group: group) * (metric % 3 + 2) / 5
        if school == high && key == "el_redesignation" { n = 12 }
        if n < 20 { return Measure(n: n, met: nil, outcome: .absent(.belowMinimum)) }
        let worse = group == 0 ? 0 : (group * 7 + metric * 3) % 23 - 9
        let base = metrics[metric].better == .higher ? 58 - school * 4 : 9 + school
        var percent = max(0, metrics[metric].better == .higher ? base - worse : base + worse / 2)
        if school == perfect { percent = metrics[metric].better == .higher ? 97 : 0 }
        let met = n * percent / 100
        return Measure(n: n, met: met, outcome: .value(Rational(Int128(100 * met), over: Int128(n))))
    }

    static let results: Results = {
        let levels = measures.cells.indices.map { place -> UInt8 in
            guard let value = measures.cells[place].measure?.value else { return 0 }
            let tenths = value.scaledAndRounded(decimals: 0)
            let isHigher = metrics[place / groups.count % metrics.count].better == .higher
            return UInt8(clamping: min(10, max(1, isHigher ? tenths / 10 + 1 : 10 - tenths / 2)))
        }
        return Results(measures: measures, levels: levels, levelCount: 10)
    }()
}
