package import Model

extension PublishedTable {
    /// One row per school: both scores, the change and what caused it; printed parts add up to the printed change.
    package static func changes(_ changes: [SchoolChange], decimals: Int) -> PublishedTable {
        func both(_ name: String, _ type: String, _ description: String) -> [Field] {
            [Field(name + "_a", type, "\(description) in A"), Field(name + "_b", type, "\(description) in B")]
        }
        return PublishedTable(
            name: "changes", title: "Changes of scores, split by cause",
            fields: [.district, .school, .level] + both("score", "number", "The score, rounded")
                + [Field("change", "number", "The printed score in B less that in A")]
                + ScoreCause.allCases.map { Field($0.column, "number", "The part of the change that comes from \($0.title)") }
                + [Field("rounding", "number", "What rounding leaves of the printed change")]
                + both("rank", "integer", "Rank among all schools") + both("level_rank", "integer", "Rank among the schools of the level")
                + both("lowest", "boolean", "Whether it is among the lowest schools")
                + [Field("note", "string", "Why there are no parts, or which stand together")],
            key: ["school_id"], partCount: changes.count
        ) { number, rows in
            let change = changes[number], split = change.split, standings = [change.first, change.second]
            rows.add(change.school.districtID)
            rows.add(change.school.id)
            rows.add(change.school.level)
            for standing in standings { rows.add(standing?.score, decimals: decimals) }
            rows.add(scaled: split?.change, decimals: decimals)
            for cause in ScoreCause.allCases { rows.add(scaled: split.map { $0.parts[cause] ?? 0 }, decimals: decimals) }
            rows.add(scaled: split?.rounding, decimals: decimals)
            for standing in standings { rows.add(standing?.rank?.place) }
            for standing in standings { rows.add(standing?.levelRank?.place) }
            for standing in standings { rows.add(standing?.score.map { _ in standing!.isLowest ? "true" : "false" } ?? "") }
            rows.add(change.note)
            rows.endRow()
        }
    }

    /// One row per school, metric and group whose printed result differs.
    package static func changedResults(_ changes: [ResultChange]) -> PublishedTable {
        let pairs = [
            ("of", "string", "The group whose result it is"), ("n", "integer", "Students in the denominator"),
            ("value", "number", "The result, rounded"),
            ("reason", "string", "Why there is no result"), ("level", "integer", "Its level"), ("points", "number", "Points earned"),
        ]
        return PublishedTable(
            name: "changed_results", title: "Results that differ",
            fields: [.district, .school, .metric, Field("group", "string", "Student group, or the choice among groups, as declared")]
                + pairs.flatMap { [Field($0.0 + "_a", $0.1, $0.2 + ", in A"), Field($0.0 + "_b", $0.1, $0.2 + ", in B")] },
            key: ["school_id", "metric", "group"], partCount: changes.count
        ) { number, rows in
            let change = changes[number], results = [change.first, change.second]
            for text in [change.school.districtID, change.school.id, change.metric, change.group] { rows.add(text) }
            for result in results { rows.add(result?.of ?? "") }
            for result in results { rows.add(result?.n) }
            for result in results { rows.add(scaled: result?.value, decimals: result?.decimals ?? 0) }
            for result in results { rows.add(result?.absence?.rawValue ?? "") }
            for result in results { rows.add(result?.level) }
            for result in results { rows.add(scaled: result?.points, decimals: result?.pointDecimals ?? 0) }
            rows.endRow()
        }
    }
}

extension ScoreCause {
    /// What its column is called.
    fileprivate var column: String { title.replacing(" ", with: "_") }
}
