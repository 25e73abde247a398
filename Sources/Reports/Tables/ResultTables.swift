package import Model

extension PublishedTable {
    /// One row per school, metric and group: result, reason where there is none, and level.
    package static func results(_ results: Results, name: String) -> PublishedTable {
        let rows = MeasureRows(results.measures)
        return PublishedTable(
            name: name, title: "Results by school, metric and group, with levels",
            fields: measureFields + [Field("level", "integer", "Level by the cut points, 1 is worst")],
            key: measureKey, partCount: results.measures.schools.count
        ) { school, text in
            rows.add(school: school, to: &text) { metric, group, text in
                text.add(results.level(school: school, metric: metric, group: group))
            }
        }
    }

    /// The same without levels.
    package static func measures(_ measures: Measures, name: String) -> PublishedTable {
        let rows = MeasureRows(measures)
        return PublishedTable(
            name: name, title: "Results by school, metric and group", fields: measureFields, key: measureKey,
            partCount: measures.schools.count
        ) { school, text in
            rows.add(school: school, to: &text) { _, _, _ in }
        }
    }

    private static let measureKey = ["year", "school_id", "metric", "group"]

    private static let measureFields: [Field] = [
        .year, .district, .school, .level, .metric, .group, Field("n", "integer", "Students in the denominator"),
        Field("met", "integer", "Students who meet the rule, where the result is a share of students"),
        Field("value", "number", "The result, rounded half away from zero to the metric's decimals; empty where there is none"),
        Field("reason", "string", "Why there is no result: u below the minimum n, x not available, z not applicable"),
    ]

    /// Which group was chosen as the lowest-performing one, per school and metric.
    package static func lowest(_ measures: Measures, name: String) -> PublishedTable {
        PublishedTable(
            name: name, title: "Groups chosen as lowest-performing, by school and metric",
            fields: [
                .year, .district, .school, .metric, Field("component", "string", "The choice, as declared"), .group,
                Field("n", "integer", "Students in the denominator"), Field("value", "number", "The chosen group's result"),
            ],
            key: ["year", "school_id", "metric", "component"], partCount: measures.schools.count
        ) { school, rows in
            let words = measures.schools[school]
            let front = RenderedFields(measures.year, words.districtID, words.id)
            for (metric, metricWords) in measures.metrics.enumerated() {
                for (place, chosen) in measures.chosenGroups.enumerated() {
                    guard let group = measures.choice(place, school: school, metric: metric),
                        let measure = measures[school: school, metric: metric, group: group]
                    else { continue }
                    rows.add(front)
                    rows.add(metricWords.key)
                    rows.add(chosen.key)
                    rows.add(measures.groups[group].key)
                    rows.add(measure.n)
                    rows.add(measure.value, decimals: metricWords.decimals)
                    rows.endRow()
                }
            }
        }
    }

    /// Where every record went: enrolled = counted + excluded by reason.
    package static func ledger(_ ledger: Ledger, name: String) -> PublishedTable {
        PublishedTable(
            name: name, title: "The student ledger: enrolled = counted + excluded, by school and metric",
            fields: [
                .year, .district, .school, .metric, Field("status", "string", "enrolled, counted or excluded"),
                Field("reason", "string", "Why records are excluded"), Field("n", "integer", "Records"),
            ],
            key: ["year", "school_id", "metric", "status", "reason"], partCount: ledger.entries.count
        ) { number, rows in
            let entry = ledger.entries[number], school = ledger.schools[entry.school]
            let front = RenderedFields(ledger.year, school.districtID, school.id, entry.metric)
            func add(_ status: String, _ reason: String, _ n: Int) {
                rows.add(front)
                rows.add(status)
                rows.add(reason)
                rows.add(n)
                rows.endRow()
            }
            add("enrolled", "", entry.enrolled)
            add("counted", "", entry.counted)
            for exclusion in entry.excluded { add("excluded", exclusion.reason, exclusion.records) }
        }
    }

    /// Students by school, school level and group.
    package static func population(_ population: Population, year: String, name: String) -> PublishedTable {
        PublishedTable(
            name: name, title: "Students by school, school level and group",
            fields: [.year, .district, .school, .level, .group, Field("n", "integer", "Students")],
            key: ["year", "school_id", "school_level", "group"], partCount: population.schools.count
        ) { school, rows in
            let words = population.schools[school]
            let front = RenderedFields(year, words.districtID, words.id)
            for level in 0...population.levels.count {
                for (group, groupWords) in population.groups.enumerated() {
                    let n = population.count(school: school, group: group, level: level)
                    if n == 0 { continue }
                    rows.add(front)
                    rows.add(level < population.levels.count ? population.levels[level].key : "other")
                    rows.add(groupWords.key)
                    rows.add(n)
                    rows.endRow()
                }
            }
        }
    }
}
