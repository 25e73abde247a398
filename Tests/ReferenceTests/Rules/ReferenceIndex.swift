import TestSupport

/// The whole index of a year, computed slowly and obviously from the districts' files: a second statement of index-rules.md,
/// sections 2 to 5, that shares nothing with the tool but the files it reads.
struct ReferenceIndex {
    private let input: InputRows
    private let levels: Levels
    private let results: [SchoolResults]
    private let enrollments: [Enrollment]
    private let scores: [Score]

    /// Metrics in the order in which the tables print them.
    private let metrics: [String]

    init(directory: String, year: String, growth: EngineRun.Growth = .given, cutPoints: CSVDocument) throws {
        let input = try InputRows(directory: directory, year: year)
        let computed = growth == .computed ? ComputedGrowth(input) : nil
        metrics = SchoolResults.metrics(growth)
        let levels = Levels(cutPoints)
        func bySchool(_ rows: [Row]) -> [String: [Row]] { Dictionary(grouping: rows) { $0["school_id"]! } }
        let enrolled = bySchool(input.enrollments), learners = bySchool(input.learners), cohorts = bySchool(input.cohorts)
        self.input = input
        self.levels = levels
        results = input.schools.map { school in
            let id = school["school_id"]!
            return SchoolResults(
                input, growth: computed, school: id, level: school["school_level"]!, enrollments: enrolled[id] ?? [],
                learners: learners[id] ?? [], cohorts: cohorts[id] ?? [])
        }
        enrollments = input.schools.map { Enrollment(input, enrolled[$0["school_id"]!] ?? []) }
        scores = zip(input.schools, zip(results, enrollments)).map { school, own in
            Score(of: own.0, levels: levels, enrollment: own.1, schoolLevel: school["school_level"]!, year: year)
        }
    }

    /// Every table that the shipped pipeline publishes, by its name.
    var tables: [String: CSVDocument] {
        [
            "results": resultsTable, "lowest": lowestTable, "points": pointsTable, "scores": scoresTable,
            "ledger": ledgerTable, "population": populationTable,
        ]
    }

    private func rows(
        _ rowsOfSchool: (_ place: Int, _ district: String, _ id: String, _ level: String) -> [[String]]
    ) -> [[String]] {
        input.schools.enumerated().flatMap { place, school in
            rowsOfSchool(place, school["district_id"]!, school["school_id"]!, school["school_level"]!)
        }
    }

    private var resultsTable: CSVDocument {
        CSVDocument(
            columns: [
                "year", "district_id", "school_id", "school_level", "metric", "group", "n", "met", "value", "reason", "level",
            ],
            rows: rows { place, district, id, schoolLevel in
                metrics.flatMap { metric in
                    let home = enrollments[place].homeLevel(of: schoolLevel, on: metric)
                    return StudentGroups.all.compactMap { group -> [String]? in
                        guard let result = results[place].results[metric]?[group] else { return nil }
                        let level = levels.level(of: result.value, on: metric, at: home)
                        return [
                            input.year, district, id, schoolLevel, metric, group, String(result.n), text(result.met),
                            result.value?.text(decimals: SchoolResults.decimals(metric)) ?? "", result.reason, text(level),
                        ]
                    }
                }
            })
    }

    private var lowestTable: CSVDocument {
        CSVDocument(
            columns: ["year", "district_id", "school_id", "metric", "component", "group", "n", "value"],
            rows: rows { place, district, id, _ in
                metrics.compactMap { metric in
                    guard let race = results[place].lowestRace(on: metric), let result = results[place].results[metric]?[race]
                    else { return nil }
                    return [
                        input.year, district, id, metric, "lowest_race", race, String(result.n),
                        result.value!.text(decimals: SchoolResults.decimals(metric)),
                    ]
                }
            })
    }

    private var pointsTable: CSVDocument {
        CSVDocument(
            columns: ["school_id", "metric", "component", "group", "level", "points", "max_points"],
            rows: rows { place, _, id, _ in
                guard case .score(let parts) = scores[place] else { return [] }
                let printed = PrintedParts(parts)
                return parts.enumerated().map { number, part in
                    [
                        id, part.metric, part.component, part.group, String(part.level),
                        Fraction.text(hundredths: printed.points[number]), Fraction.text(hundredths: printed.maxima[number]),
                    ]
                }
            })
    }

    private var scoresTable: CSVDocument {
        let totals = scores.map(\.total)
        let ranks = Ranks.ranks(totals, classes: totals.map { _ in "" })
        let levelRanks = Ranks.ranks(totals, classes: input.schools.map { $0["school_level"]! })
        return CSVDocument(
            columns: [
                "school_id", "score", "rank", "rank_of", "level_rank", "level_rank_of", "lowest", "reason", "year",
                "district_id", "school_level",
            ],
            rows: rows { place, district, id, level in
                var reason = ""
                if case .none(let why) = scores[place] { reason = why }
                return [[
                    id, totals[place]?.text ?? "", text(ranks[place]?.rank), text(ranks[place]?.of),
                    text(levelRanks[place]?.rank), text(levelRanks[place]?.of), lowest(totals, place), reason, input.year, district, level,
                ]]
            })
    }

    /// Fewer than 5% of all schools with a score have a lower one.
    private func lowest(_ totals: [Fraction?], _ school: Int) -> String {
        guard let own = totals[school] else { return "" }
        let all = totals.compactMap { $0 }
        return 20 * all.filter { $0 < own }.count < all.count ? "true" : "false"
    }

    private var ledgerTable: CSVDocument {
        CSVDocument(
            columns: ["year", "district_id", "school_id", "metric", "status", "reason", "n"],
            rows: rows { place, district, id, _ in
                metrics.flatMap { metric -> [[String]] in
                    guard let lines = results[place].ledger[metric], lines.enrolled > 0 else { return [] }
                    func line(_ status: String, _ reason: String, _ n: Int) -> [String] {
                        [input.year, district, id, metric, status, reason, String(n)]
                    }
                    let excluded = LedgerLines.reasons.filter { lines.excluded[$0] != nil }
                    return [line("enrolled", "", lines.enrolled), line("counted", "", lines.counted)]
                        + excluded.map { line("excluded", $0, lines.excluded[$0]!) }
                }
            })
    }

    private var populationTable: CSVDocument {
        CSVDocument(
            columns: ["year", "district_id", "school_id", "school_level", "group", "n"],
            rows: rows { place, district, id, _ in
                (Enrollment.levels + ["other"]).flatMap { level in
                    StudentGroups.all.compactMap { group in
                        enrollments[place].counts[level]?[group].map { [input.year, district, id, level, group, String($0)] }
                    }
                }
            })
    }

    private func text(_ number: Int?) -> String { number.map { String($0) } ?? "" }
}
