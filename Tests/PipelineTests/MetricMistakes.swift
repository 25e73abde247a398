import TestSupport

extension Mistake {
    /// Mistakes in metrics and their conditions.
    static let metricMistakes: [Mistake] = [
        Mistake(
            "An unknown source", SmallPipeline()
                .replacing("of: enrollments", with: "of: enrolments", after: "absence:"),
            schema: .accepts,
            "50:9: `of` of metric `absence`: there is no source `enrolments`. Did you mean `enrollments`?"),
        Mistake(
            "No source", SmallPipeline()
                .replacing("of: enrollments", with: "", after: "absence:"),
            schema: .refuses,
            "45:3: metric `absence` lacks `of`. Name the source whose rows are counted."),
        Mistake(
            "No direction", SmallPipeline()
                .replacing("better: lower", with: "", after: "absence:"),
            schema: .refuses,
            "45:3: metric `absence` lacks `better`. Write higher or lower."),
        Mistake(
            "An unknown direction", SmallPipeline()
                .replacing("better: lower", with: "better: less", after: "absence:"),
            schema: .refuses,
            "54:13: `better` of metric `absence` is `less`. It must be one of higher, lower."),
        Mistake(
            "Neither met nor given", SmallPipeline()
                .replacing("met: removals.count >= 1", with: ""),
            schema: .refuses,
            "55:3: metric `suspension` has none of `met`, `mean`, `median` and `given`. Write the condition that students meet, or the field whose mean or median it is, or which fields hold results computed elsewhere."),
        Mistake(
            "Both met and given", SmallPipeline()
                .adding("given: {group: grade, n: days_enrolled, value: days_attended}", below: "met: removals.count >= 1"),
            schema: .refuses,
            "55:3: metric `suspension` has both `met` and `given`. Write the condition that students meet, or the field whose mean or median it is, or which fields hold results computed elsewhere."),
        Mistake(
            "A misspelt column in a condition", SmallPipeline()
                .replacing("met: days_attended / days_enrolled <= 90%", with: "met: days_atended / days_enrolled <= 90%"),
            schema: .accepts,
            "53:10: `met` of metric `absence`, at character 1 (days_atended): There is no column `days_atended`. Did you mean `days_attended`?"),
        Mistake(
            "A reason of no characters", SmallPipeline()
                .replacing(
                    "- {when: days_enrolled >= 31, otherwise: enrolled less than 31 days}",
                    with: "- {when: days_enrolled >= 31, otherwise: ''}"),
            schema: .accepts,
            "52:37: `otherwise` of a test of metric `absence` is empty. Say in a few words why a record that fails the test does not count."),
        Mistake(
            "Two mistakes in one condition", SmallPipeline()
                .replacing("met: days_attended / days_enrolled <= 90%", with: "met: days_atended / days_enrold <= 90%"),
            schema: .accepts,
            "53:10: `met` of metric `absence`, at character 1 (days_atended): There is no column `days_atended`. Did you mean `days_attended`?",
            "53:25: `met` of metric `absence`, at character 16 (days_enrold): There is no column `days_enrold`. Did you mean `days_enrolled`?"),
        Mistake(
            "A condition that ends too early", SmallPipeline()
                .replacing("met: days_attended / days_enrolled <= 90%", with: "met: days_attended / days_enrolled <="),
            schema: .accepts,
            "53:42: `met` of metric `absence`, at character 33 (the end): A column, a number, a text, a date or a parenthesis has to stand here. Complete the condition or shorten it."),
        Mistake(
            "A condition that is a number", SmallPipeline()
                .replacing("met: removals.count >= 1", with: "met: removals.count"),
            schema: .accepts,
            "61:10: `met` of metric `suspension`, at character 1 (removals.count): This is a number, neither true nor false. Compare it, as in removals.count >= …."),
        Mistake(
            "A text compared with a number", SmallPipeline()
                .replacing("met: removals.count >= 1", with: "met: grade >= 3"),
            schema: .accepts,
            "61:10: `met` of metric `suspension`, at character 1 (grade >= 3): >= asks for an order, and texts have none. List the texts that are meant, as in grade in [3..8]; or declare the column a number."),
        Mistake(
            "A mistake in the second line of a condition", SmallPipeline()
                .replacing("met: removals.count >= 1", with: "met: >-\n  removals.count >= 1\n  and grad in [3..8]"),
            schema: .accepts,
            "63:11: `met` of metric `suspension`, at character 25 (grad): There is no column `grad`. Did you mean `grade`?"),
        Mistake(
            "A mistake in a quoted condition", SmallPipeline()
                .replacing("met: removals.count >= 1", with: #"met: 'removals.count >= 1 and grade in ["13"]'"#),
            schema: .accepts,
            #"61:45: `met` of metric `suspension`, at character 35 ("13"): grade is never "13". It is one of TK, KG, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12."#),
        Mistake(
            "A mistake in a test of the denominator", SmallPipeline()
                .replacing("- {when: days_enrolled >= 31, otherwise: enrolled less than 31 days}", with: "- {when: days_enrold >= 31, otherwise: enrolled less than 31 days}"),
            schema: .accepts,
            "52:16: `when` of a test of metric `absence`, at character 1 (days_enrold): There is no column `days_enrold`. Did you mean `days_enrolled`?"),
        Mistake(
            "A test without a reason", SmallPipeline()
                .replacing("- {when: days_enrolled >= 31, otherwise: enrolled less than 31 days}", with: "- {when: days_enrolled >= 31}"),
            schema: .refuses,
            "52:9: a test of metric `absence` lacks `otherwise`. Say in a few words why a record that fails the test does not count."),
        Mistake(
            "Too many tests", SmallPipeline()
                .replacing("- {when: days_enrolled >= 31, otherwise: enrolled less than 31 days}", with: "- {when: days_enrolled >= 1, otherwise: too short}\n- {when: days_enrolled >= 2, otherwise: too short}\n- {when: days_enrolled >= 3, otherwise: too short}\n- {when: days_enrolled >= 4, otherwise: too short}\n- {when: days_enrolled >= 5, otherwise: too short}\n- {when: days_enrolled >= 6, otherwise: too short}"),
            schema: .refuses,
            "57:9: `counted` of metric `absence` has 6 tests. At most 5 are possible; join some with `and`."),
        Mistake(
            "A mistake in what the metric is about", SmallPipeline()
                .adding("where: removals.days > 5 and", below: "met: removals.count >= 1"),
            schema: .accepts,
            "62:33: `where` of metric `suspension`, at character 22 (the end): A column, a number, a text, a date or a parenthesis has to stand here. Complete the condition or shorten it."),
        Mistake(
            "A unit that is no identifier", SmallPipeline()
                .adding("unit: grade", below: "met: removals.count >= 1"),
            schema: .accepts,
            "62:11: `unit` of metric `suspension` is `grade`, which is a text. It must be an identifier."),
        Mistake(
            "A unit that is no field", SmallPipeline()
                .adding("unit: students_id", below: "met: removals.count >= 1"),
            schema: .accepts,
            "62:11: `unit` of metric `suspension` is `students_id`, but source `enrollments` has no such field. Did you mean `student_id`?"),
        Mistake(
            "Unknown groups and levels", SmallPipeline()
                .adding("groups: [all, whte]\nschool_levels: [hihg]", below: "met: removals.count >= 1"),
            schema: .accepts,
            "62:19: `groups` of metric `suspension`: there is no group `whte`. Did you mean `white`?",
            "63:21: `school_levels` of metric `suspension`: there is no school level `hihg`. Did you mean `high`?"),
        Mistake(
            "A range that is none", SmallPipeline()
                .adding("range: 100..0", below: "met: removals.count >= 1"),
            schema: .accepts,
            "62:12: `range` of metric `suspension` is `100..0`. Write the lowest and the highest value, as in 0..100."),
        Mistake(
            "Too many decimals", SmallPipeline()
                .adding("decimals: 9", below: "met: removals.count >= 1"),
            schema: .refuses,
            "62:15: `decimals` of metric `suspension` is `9`. It must be a whole number from 0 to 6."),
        Mistake(
            "The best of what does not exist", SmallPipeline()
                .replacing("of: enrollments", with: "best_of: [absence, absense]", after: "suspension:")
                .replacing("met: removals.count >= 1", with: ""),
            schema: .accepts,
            "60:24: `best_of` of metric `suspension`: there is no metric `absense`. Did you mean `absence`?"),
        Mistake(
            "The best of itself", SmallPipeline()
                .replacing("of: enrollments", with: "best_of: [absence, suspension]", after: "suspension:")
                .replacing("met: removals.count >= 1", with: ""),
            schema: .accepts,
            "60:24: `best_of` of metric `suspension` names `suspension`, which is itself the best of others. Name those others here."),
        Mistake(
            "The best of one", SmallPipeline()
                .replacing("of: enrollments", with: "best_of: [absence]", after: "suspension:")
                .replacing("met: removals.count >= 1", with: ""),
            schema: .refuses,
            "60:14: `best_of` of metric `suspension` leaves no choice. List at least two metrics."),
        Mistake(
            "The best of others with a source of its own", SmallPipeline()
                .adding("best_of: [absence, suspension]", below: "met: removals.count >= 1"),
            schema: .refuses,
            "60:5: `of` of metric `suspension` has no meaning beside `best_of`. Take it out; the metrics that are chosen among have rules of their own.",
            "61:5: `met` of metric `suspension` has no meaning beside `best_of`. Take it out; the metrics that are chosen among have rules of their own.",
            "62:24: `best_of` of metric `suspension` names `suspension`, which is itself the best of others. Name those others here."),
        Mistake(
            "Given fields that are none", SmallPipeline()
                .replacing("met: removals.count >= 1", with: "given: {group: grade, n: day_enrolled, value: gpa}"),
            schema: .accepts,
            "61:30: `n` of `given` of metric `suspension` is `day_enrolled`, but source `enrollments` has no such field. Did you mean `days_enrolled`?",
            "61:51: `value` of `given` of metric `suspension` is `gpa`, but source `enrollments` has no such field. It has student_id, school_id, year, grade, days_enrolled, days_attended."),
        Mistake(
            "Given fields of the wrong type", SmallPipeline()
                .replacing("met: removals.count >= 1", with: "given: {group: days_enrolled, n: grade, value: student_id}"),
            schema: .accepts,
            "61:20: `group` of `given` of metric `suspension` is `days_enrolled`, which is a whole number. It must be a text.",
            "61:38: `n` of `given` of metric `suspension` is `grade`, which is a text. It must be a whole number or a number.",
            "61:52: `value` of `given` of metric `suspension` is `student_id`, which is an identifier. It must be a number or a whole number."),
        Mistake(
            "A standard error of counts", SmallPipeline()
                .replacing(
                    "met: removals.count >= 1", with: "given: {group: grade, n: days_enrolled, met: days_attended, standard_error: days_attended}"),
            schema: .refuses,
            """
            61:65: `standard_error` of `given` of metric `suspension` has no meaning without `value`. Take it out; the error of counts \
            follows from the number of students.
            """),
        Mistake(
            "Given neither value nor counts", SmallPipeline()
                .replacing("met: removals.count >= 1", with: "given: {group: grade, n: days_enrolled}"),
            schema: .refuses,
            "61:5: `given` of metric `suspension` has neither `value` nor `met`. Name either the field with the result, or the one with the number of positive responses."),
        Mistake(
            "A unit beside given results", SmallPipeline()
                .replacing("met: removals.count >= 1", with: "given: {group: grade, n: days_enrolled, value: days_attended}\nunit: student_id"),
            schema: .refuses,
            "62:5: `unit` of metric `suspension` has no meaning beside `given`. Take it out; it goes with `met`."),
        Mistake(
            "Both a mean and a median", SmallPipeline()
                .replacing("met: removals.count >= 1", with: "mean: days_attended\nmedian: days_attended"),
            schema: .refuses,
            "55:3: metric `suspension` has both `mean` and `median`. Write the condition that students meet, or the field whose mean or median it is, or which fields hold results computed elsewhere."),
        Mistake(
            "The median of a text", SmallPipeline()
                .replacing("met: removals.count >= 1", with: "median: grade"),
            schema: .accepts,
            "61:13: `median` of metric `suspension` is `grade`, which is a text. It must be a whole number or a number."),
        Mistake(
            "The median of a joined field that is none", SmallPipeline()
                .replacing("met: removals.count >= 1", with: "median: removals.coumt"),
            schema: .accepts,
            "61:13: `median` of metric `suspension` is `removals.coumt`, but the join `removals` has no such field. Did you mean `removals.count`? It has removals.action, removals.count, removals.days, removals.incident_id, removals.school_id, removals.student_id, removals.year."),
        Mistake(
            "The mean of a field that is none, with parts", SmallPipeline()
                .replacing("met: removals.count >= 1", with: "mean: days\nparts: {by: grade, weights: {\"7\": 1}}"),
            schema: .refuses,
            "61:11: `mean` of metric `suspension` is `days`, but source `enrollments` has no such field. It has student_id, school_id, year, grade, days_enrolled, days_attended.",
            "62:5: `parts` of metric `suspension` has no meaning beside `mean`. Take it out; it goes with `met` and `given`."),
        Mistake(
            "The rank of a metric that is none", SmallPipeline()
                .replacing("of: enrollments", with: "", after: "suspension:")
                .replacing("met: removals.count >= 1", with: "rank_of: absense"),
            schema: .refuses,
            "60:14: `rank_of` of metric `suspension`: there is no metric `absense`. Did you mean `absence`?",
            "61:13: `better` of metric `suspension` is lower, but the best school always ranks highest. Write higher; the ranked metric's `better` says which results are good."),
        Mistake(
            "The rank of a rank, with rows of its own", SmallPipeline()
                .replacing("met: removals.count >= 1", with: "rank_of: suspension")
                .replacing("better: lower", with: "better: higher", after: "suspension:"),
            schema: .refuses,
            "60:5: `of` of metric `suspension` has no meaning beside `rank_of`. Take it out; the metric that is ranked has a rule of its own.",
            "61:14: `rank_of` of metric `suspension` names `suspension`, which is itself a rank. Name the metric that it ranks."),
        Mistake(
            "Parts without weights", SmallPipeline()
                .adding("parts: {by: grade}", below: "met: removals.count >= 1"),
            schema: .refuses,
            "62:5: `parts` of metric `suspension` lacks `weights`. Give each part its weight, such as {student: 1, staff: 1}."),
        Mistake(
            "Parts that can not be", SmallPipeline()
                .adding(#"parts: {by: grade, missing: ignored, weights: {"13": 1, "8": 0, "7": many}}"#, below: "met: removals.count >= 1"),
            schema: .refuses,
            "62:33: `missing` of `parts` of metric `suspension` is `ignored`. It must be one of absent, reweighted.",
            "62:52: `parts` of metric `suspension` names part `13`, but `grade` is never that. It is one of TK, KG, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12.",
            "62:66: the weight of part `8` of metric `suspension` is not above 0. Give it a weight, or take the part out.",
            "62:74: `7` of `weights` of `parts` of metric `suspension` is `many`. Write a number, such as 15, 7.5 or 40/3."),
    ]
}
