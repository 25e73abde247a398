package import Model

extension PublishedTable {
    /// One row per school: score, ranks, or why it has none.
    package static func scores(_ scores: Scores, name: String) -> PublishedTable {
        PublishedTable(
            name: name, title: "Scores and ranks",
            fields: [
                .school, Field("score", "number", "The score, 0 to 100; empty where there is none"),
                Field("rank", "integer", "Rank among all schools with a score, from unrounded scores; ties share the smaller rank"),
                Field("rank_of", "integer", "Schools ranked"),
                Field("level_rank", "integer", "Rank among the schools of the same level"),
                Field("level_rank_of", "integer", "Schools of the same level ranked"),
                Field("lowest", "boolean", "Whether it is among the lowest-performing schools; empty without a score, or where the index names none"),
                Field("reason", "string", "Why there is no score"), .year, .district, .level,
            ],
            key: ["year", "school_id"], partCount: scores.schools.count
        ) { school, rows in
            let score = scores.scores[school]
            rows.add(scores.schools[school].id)
            rows.add(score.score, decimals: scores.decimals)
            rows.add(scores.ranks[school]?.place)
            rows.add(scores.ranks[school]?.of)
            rows.add(scores.levelRanks[school]?.place)
            rows.add(scores.levelRanks[school]?.of)
            rows.add(score.score == nil ? "" : scores.isLowest.map { $0[school] ? "true" : "false" } ?? "")
            rows.add(score.reason ?? "")
            rows.add(scores.year)
            rows.add(scores.schools[school].districtID)
            rows.add(scores.schools[school].level)
            rows.endRow()
        }
    }

    /// One row per school, metric and component: printed points add up to the printed score.
    package static func points(_ scores: Scores, name: String) -> PublishedTable {
        PublishedTable(
            name: name, title: "Points by school, metric and component",
            fields: [
                .school, .metric, Field("component", "string", "All students or a scored group, as declared"),
                Field("group", "string", "The group whose result it is"), Field("level", "integer", "Its level"),
                Field("points", "number", "Points earned; a school's points add up to its score"),
                Field("max_points", "number", "Points possible; a school's add up to 100"),
            ],
            key: ["school_id", "metric", "component"], partCount: scores.schools.count
        ) { school, rows in
            let front = RenderedFields(scores.schools[school].id)
            for part in scores.scores[school].parts {
                rows.add(front)
                rows.add(part.metric)
                rows.add(part.component)
                rows.add(part.group)
                rows.add(part.level)
                rows.add(scaled: part.printedPoints, decimals: scores.decimals)
                rows.add(scaled: part.printedMaximum, decimals: scores.decimals)
                rows.endRow()
            }
        }
    }

    /// Cut points in the form in which the tool reads them.
    package static func cutPoints(_ table: CutTable, decimals: @escaping @Sendable (String) -> Int, name: String) -> PublishedTable {
        PublishedTable(
            name: name, title: "Cut points",
            fields: [
                .metric, .level, Field("level", "integer", "The level that begins at the cut point"),
                Field("cut_point", "number", "The bound"), Field("year", "string", "Baseline year"),
                Field("schools", "integer", "Schools it was derived from"), Field("method", "string", "How it was derived"),
                Field("source", "string", "Where it comes from"),
            ],
            key: ["metric", "school_level", "level"], partCount: table.rows.count
        ) { number, rows in
            let cuts = table.rows[number]
            for (place, bound) in cuts.bounds.enumerated() {
                rows.add(cuts.metric)
                rows.add(cuts.schoolLevel)
                rows.add(place + 2)
                rows.add(bound, decimals: decimals(cuts.metric))
                rows.add(cuts.origin.year)
                rows.add(cuts.origin.schools)
                rows.add(cuts.origin.method)
                rows.add(cuts.origin.source)
                rows.endRow()
            }
        }
    }
}

extension PublishedTable {
    /// What is wrong with the data: where, what, and how to mend it.
    ///
    /// - Parameter rows: the fields' texts in their order.
    package static func findings(_ texts: [[String]]) -> PublishedTable {
        PublishedTable(
            name: "findings", title: "Findings in the data",
            fields: [
                Field("severity", "string", "note, warning or error"), Field("source", "string", "Source"),
                Field("file", "string", "File"), Field("line", "integer", "Physical line, from 1"),
                Field("column", "string", "Column"), Field("value", "string", "What was found"),
                Field("rule", "string", "The rule's short name"), Field("problem", "string", "What is wrong"),
                Field("remedy", "string", "How to mend it"),
            ],
            key: [], partCount: texts.count
        ) { number, rows in
            for text in texts[number] { rows.add(text) }
            rows.endRow()
        }
    }
}
