internal import Model

extension PublishedTable {
    /// One row per scenario, the baseline first.
    package static func scenarios(_ content: ScenarioContent) -> PublishedTable {
        summaries(
            content, name: "scenarios", title: "Scenarios", classes: [(by: "", key: "", schools: Array(content.schools.indices))])
    }

    /// One row per scenario and district, then per scenario and school level.
    package static func scenarioClasses(_ content: ScenarioContent) -> PublishedTable {
        func classes(_ by: String, _ key: (School) -> String) -> [(by: String, key: String, schools: [Int])] {
            Dictionary(grouping: content.schools.indices) { key(content.schools[$0]) }.sorted { $0.key < $1.key }.map { (by, $0, $1) }
        }
        return summaries(
            content, name: "scenario_classes", title: "Scenarios by district and school level",
            classes: classes("district", \.districtID) + classes("school_level", \.level))
    }

    private static func summaries(
        _ content: ScenarioContent, name: String, title: String, classes: [(by: String, key: String, schools: [Int])]
    ) -> PublishedTable {
        let rows = [content.baseline] + content.scenarios, isWhole = classes.count == 1 && classes[0].by.isEmpty
        let classFields = [Field("class", "string", "district or school_level"), Field("code", "string", "Which of them")]
        return PublishedTable(
            name: name, title: title,
            fields: [.scenario, Field("title", "string", "The scenario's title")] + (isWhole ? [] : classFields) + [
                Field("schools", "integer", "Schools with a score"), Field("mean_score", "number", "Mean of the printed scores"),
                Field("mean_change", "number", "From the baseline, over schools with a score in both"),
                Field("mean_absolute_change", "number", "The same without signs"),
                Field("greatest_rise", "number", "Empty where none rises"), Field("greatest_fall", "number", "Empty where none falls"),
                Field("risen", "integer", "Schools with a higher printed score"),
                Field("fallen", "integer", "Schools with a lower printed score"),
                Field("rank_correlation", "number", "Spearman's correlation of the scores with the baseline's"),
                Field("entered_lowest", "integer", "Schools that come to be among the lowest-performing"),
                Field("left_lowest", "integer", "Schools that are no longer among them, with a score"),
                Field("levels_changed", "integer", "Results with another level than in the baseline"), .year,
            ] + (isWhole ? [Field("author", "string", "Who wrote the scenario"), Field("description", "string", "What it is for")] : []),
            key: ["scenario"] + (isWhole ? [] : ["class", "code"]), partCount: rows.count
        ) { part, text in
            for one in classes {
                let summary = ScenarioSummary(rows[part], in: content, schools: one.schools)
                text.add(rows[part].name)
                text.add(rows[part].title)
                if !isWhole {
                    text.add(one.by)
                    text.add(one.key)
                }
                text.add(summary.scoredCount)
                for value in [summary.meanScore, summary.meanChange, summary.meanAbsoluteChange, summary.greatestRise, summary.greatestFall] {
                    text.add(value, decimals: content.decimals)
                }
                text.add(summary.risenCount)
                text.add(summary.fallenCount)
                text.add(summary.rankCorrelation, decimals: 4)
                text.add(summary.entered.count)
                text.add(summary.left.count)
                text.add(summary.levelChangeCount)
                text.add(content.year)
                if isWhole {
                    text.add(rows[part].author)
                    text.add(rows[part].description)
                }
                text.endRow()
            }
        }
    }

    /// One row per scenario and school, the baseline first.
    package static func scenarioSchools(_ content: ScenarioContent) -> PublishedTable {
        let rows = [content.baseline] + content.scenarios
        return PublishedTable(
            name: "scenario_schools", title: "Schools by scenario",
            fields: [
                .scenario, .school, Field("score", "number", "The score, 0 to 100; empty where there is none"),
                Field("change", "number", "Of the printed score from the baseline's"),
                Field("rank", "integer", "Among all schools with a score"),
                Field("rank_change", "integer", "From the baseline's rank; below 0 is a better rank"),
                Field("level_rank", "integer", "Among the schools of the same level"),
                Field("lowest", "boolean", "Whether it is among the lowest-performing schools"),
                Field("moved", "string", "in or out where that differs from the baseline; empty without a score"),
                Field("reason", "string", "Why there is no score"), .district, .level,
            ],
            key: ["scenario", "school_id"], partCount: rows.count
        ) { part, text in
            let scenario = rows[part], new = scenario.standings, old = content.baseline.standings
            for (school, words) in content.schools.enumerated() {
                let isScored = new.ranks[school] > 0, isInBoth = isScored && old.ranks[school] > 0
                text.add(scenario.name)
                text.add(words.id)
                text.add(scaled: scenario.printed[school].map { Int128($0) }, decimals: content.decimals)
                text.add(scaled: content.change(scenario, school).map { Int128($0) }, decimals: content.decimals)
                text.add(isScored ? Int(new.ranks[school]) : nil)
                text.add(isInBoth ? Int(new.ranks[school] - old.ranks[school]) : nil)
                text.add(isScored ? Int(new.levelRanks[school]) : nil)
                text.add(content.lowest == nil || !isScored ? "" : new.isLowest[school] ? "true" : "false")
                text.add(!isScored || new.isLowest[school] == old.isLowest[school] ? "" : new.isLowest[school] ? "in" : "out")
                text.add(new.reasons[school])
                text.add(words.districtID)
                text.add(words.level)
                text.endRow()
            }
        }
    }

    /// One row per school, with every scenario's score, rank and designation beside each other.
    package static func sideBySide(_ content: ScenarioContent) -> PublishedTable {
        let columns = [content.baseline] + content.scenarios
        let names = columns.flatMap { column in
            [
                Field("score_\(column.name)", "number", "Score: \(column.title)"), Field("rank_\(column.name)", "integer", "Rank: \(column.title)"),
                Field("lowest_\(column.name)", "boolean", "Among the lowest-performing: \(column.title)"),
                Field("levels_changed_\(column.name)", "integer", "Results with another level than in the baseline: \(column.title)"),
            ]
        }
        let levelsChanged = columns.map { column in Dictionary(grouping: column.levels, by: \.school).mapValues(\.count) }
        return PublishedTable(
            name: "side_by_side", title: "Scores, ranks and designations side by side",
            fields: [.school, Field("school_name", "string", "School"), .district, .level] + names, key: ["school_id"],
            partCount: content.schools.count
        ) { school, text in
            let words = content.schools[school]
            for field in [words.id, words.name, words.districtID, words.level] { text.add(field) }
            for (column, changed) in zip(columns, levelsChanged) {
                let isScored = column.standings.ranks[school] > 0
                text.add(scaled: column.printed[school].map { Int128($0) }, decimals: content.decimals)
                text.add(isScored ? Int(column.standings.ranks[school]) : nil)
                text.add(content.lowest == nil || !isScored ? "" : column.standings.isLowest[school] ? "true" : "false")
                text.add(changed[school, default: 0])
            }
            text.endRow()
        }
    }

    /// One row per result that has another level in a scenario than in the baseline.
    package static func scenarioLevels(_ content: ScenarioContent) -> PublishedTable {
        PublishedTable(
            name: "scenario_levels", title: "Results with another level",
            fields: [
                .scenario, .school, .metric, .group, Field("baseline_level", "integer", "Empty where it has none there"),
                Field("level", "integer", "Empty where it has none in the scenario"),
            ],
            key: ["scenario", "school_id", "metric", "group"], partCount: content.scenarios.count
        ) { part, text in
            for change in content.scenarios[part].levels {
                for field in [content.scenarios[part].name, content.schools[change.school].id, change.metric, change.group] { text.add(field) }
                text.add(change.baseline)
                text.add(change.level)
                text.endRow()
            }
        }
    }
}

extension PublishedTable.Field {
    fileprivate static let scenario = Self("scenario", "string", "The scenario's file without its ending, or baseline")
}
