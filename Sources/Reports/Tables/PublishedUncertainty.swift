package import Model

/// What a run's uncertainty is told in: how sure scores, ranks and levels are.
extension PublishedTable {
    /// One row per school with a score.
    package static func schoolUncertainty(_ schools: [SchoolUncertainty?], of scores: Scores) -> PublishedTable {
        PublishedTable(
            name: "school_uncertainty", title: "How sure scores and ranks are",
            fields: [
                .year, .district, .school, .level, Field("score", "number", "The score"),
                Field("standard_error", "number", "Standard deviation of the replicates' scores"),
                Field("score_mean", "number", "Mean of the replicates' scores"),
                Field("score_low", "number", "90 of 100 replicates' scores are between this one"),
                Field("score_high", "number", "and this one"),
                Field("rank", "integer", "Rank among all schools with a score"),
                Field("rank_low", "integer", "90 of 100 replicates' ranks are between this one"), Field("rank_high", "integer", "and this one"),
                Field("level_rank", "integer", "Rank among the schools of the same level"),
                Field("level_rank_low", "integer", "90 of 100 replicates' ranks there are between this one"),
                Field("level_rank_high", "integer", "and this one"),
                Field("p_lowest", "number", "Share of replicates in which it is among the lowest; empty where the index does not say which they are"),
            ],
            key: ["year", "school_id"], partCount: schools.count
        ) { school, rows in
            guard let own = schools[school] else { return }
            let words = scores.schools[school]
            for text in [scores.year, words.districtID, words.id, words.level] { rows.add(text) }
            rows.add(scores.scores[school].score, decimals: scores.decimals)
            for value in [own.standardError, own.mean, own.score.lowerBound, own.score.upperBound] { rows.add(value, decimals: scores.decimals) }
            rows.add(scores.ranks[school]?.place)
            rows.add(own.rank.lowerBound)
            rows.add(own.rank.upperBound)
            rows.add(scores.levelRanks[school]?.place)
            rows.add(own.levelRank.lowerBound)
            rows.add(own.levelRank.upperBound)
            rows.add(own.probabilityOfLowest, decimals: 4)
            rows.endRow()
        }
    }

    /// One row per school and metric of the index, for all students.
    package static func levelUncertainty(_ levels: [LevelUncertainty], levelCount: Int, of scores: Scores) -> PublishedTable {
        PublishedTable(
            name: "level_uncertainty", title: "How sure the levels of all students are",
            fields: [.year, .district, .school, .level, .metric, Field("level", "integer", "The level")]
                + (1...levelCount).map { Field("p_level_\($0)", "number", "Share of replicates with level \($0)") },
            key: ["year", "school_id", "metric"], partCount: levels.count
        ) { number, rows in
            let own = levels[number], words = scores.schools[own.school]
            for text in [scores.year, words.districtID, words.id, words.level, own.metric] { rows.add(text) }
            rows.add(own.level)
            for share in own.probabilities { rows.add(share, decimals: 4) }
            rows.endRow()
        }
    }

    /// One row per pair of schools, the one ahead first.
    package static func swaps(_ swaps: [RankSwap], of scores: Scores) -> PublishedTable {
        PublishedTable(
            name: "swaps", title: "How often a school and the one next to it in rank change places",
            fields: [
                .year, .level, .school, Field("next_school_id", "string", "Code of the school with the next lower score"),
                Field("score", "number", "The score"), Field("next_score", "number", "The next school's score"),
                Field("p_swapped", "number", "Share of replicates in which the next school has the higher score"),
                Field("p_tied", "number", "Share of replicates in which the two have the same score"),
            ],
            key: ["year", "school_id", "next_school_id"], partCount: swaps.count
        ) { number, rows in
            let own = swaps[number], ahead = scores.schools[own.ahead]
            for text in [scores.year, ahead.level, ahead.id, scores.schools[own.behind].id] { rows.add(text) }
            for school in [own.ahead, own.behind] { rows.add(scores.scores[school].score, decimals: scores.decimals) }
            rows.add(own.swapped, decimals: 4)
            rows.add(own.tied, decimals: 4)
            rows.endRow()
        }
    }
}
