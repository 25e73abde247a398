import TestSupport

extension Mistake {
    /// Mistakes in stages, their parameters and how they fit together.
    static let stageMistakes: [Mistake] = [
        Mistake(
            "No stages", SmallPipeline()
                .replacing("stages:", with: "stage:"),
            schema: .refuses,
            "1:1: the pipeline file lacks `stages`. List the stages to run.",
            "95:1: `stage` is not a key of the pipeline file. Did you mean `stages`? It takes data_quality, format, groups, indices, metrics, publish, school_levels, sources, stages, title, uncertainty, year."),
        Mistake(
            "An unknown stage", SmallPipeline()
                .replacing("- stage: calibrate", with: "- stage: calibrat"),
            schema: .refuses,
            "105:12: there is no stage `calibrat`. Did you mean `calibrate`? The stages are population, growth_percentiles, value_added, disaggregate, calibrate, band, aggregate, report, growth_report."),
        Mistake(
            "A stage without a name", SmallPipeline()
                .replacing("- stage: calibrate", with: "- name: calibrate"),
            schema: .refuses,
            "105:5: a stage lacks `stage`. Name what it does: population, growth_percentiles, value_added, disaggregate, calibrate, band, aggregate, report, growth_report."),
        Mistake(
            "A stage that is a text", SmallPipeline()
                .replacing("- stage: report", with: "- report"),
            schema: .refuses,
            "115:5: a stage is `report`. It must be keys with values, written `key: value`."),
        Mistake(
            "Unknown keys of a stage", SmallPipeline()
                .replacing("with: {levels: 10, minimum_schools: 2}", with: "with: {levels: 10, minimum_school: 2}\nmake: {cut_points: own}"),
            schema: .refuses,
            "106:24: `minimum_school` is not a key of `with` of stage `calibrate`. Did you mean `minimum_schools`? It takes group, levels, metrics, minimum_schools, source.",
            "107:5: `make` is not a key of a stage. Did you mean `makes`? It takes makes, reads, stage, with."),
        Mistake(
            "An unknown port", SmallPipeline()
                .adding("  reads: {score: scores}", below: "- stage: report"),
            schema: .refuses,
            "116:13: `score` is not a key of `reads` of stage `report`. Did you mean `scores`? It takes population, results, scores."),
        Mistake(
            "No minimum number of students", SmallPipeline()
                .replacing("minimum_n:", with: "minimum_m:"),
            schema: .refuses,
            "99:5: `with` of stage `disaggregate` lacks `minimum_n`. Say from how many students a group counts, with rule, source and basis.",
            "100:7: `minimum_m` is not a key of `with` of stage `disaggregate`. Did you mean `minimum_n`? It takes metrics, minimum_n, year."),
        Mistake(
            "A minimum number that is none", SmallPipeline()
                .replacing("value: 20", with: "value: twenty"),
            schema: .refuses,
            "101:16: `value` of `minimum_n` is `twenty`. It must be a whole number from 1 to 100000."),
        Mistake(
            "A minimum number without its source", SmallPipeline()
                .replacing("source: none", with: "", after: "rule: Twenty."),
            schema: .refuses,
            "100:7: `minimum_n` lacks `source`. Say who states it, or that no public source does."),
        Mistake(
            "Stages that wait for each other", SmallPipeline()
                .adding("  reads: {population: results}", below: "- stage: calibrate"),
            schema: .accepts,
            "105:5: stages `calibrate` (line 105) and `band` (line 108) wait for each other's tables. Let one of them read another table.",
            "106:25: stage `calibrate` reads `results` as population, but that holds results. Name a table of population: reads: {population: …}."),
        Mistake(
            "A missing input", SmallPipeline()
                .adding("  makes: {cut_points: deciles}", below: "- stage: calibrate")
                .replacing("publish: [scores, points, results, cut_points, ledger, population, school_reports]", with: "publish: [scores]"),
            schema: .accepts,
            "108:5: stage `band` reads table `cut_points`, but nothing makes it. Add a stage that makes it, or write reads: {cut_points: deciles}."),
        Mistake(
            "A misspelt input", SmallPipeline()
                .adding("  reads: {measures: measure}", below: "- stage: calibrate"),
            schema: .accepts,
            "106:23: stage `calibrate` reads table `measure`, but nothing makes it. Did you mean `measures`?"),
        Mistake(
            "Two producers of one table", SmallPipeline()
                .adding("  makes: {school_reports: scores}", below: "- stage: report"),
            schema: .accepts,
            "94:68: `publish` names table `school_reports`, but no stage makes it. The stages make population, measures, lowest, ledger, cut_points, results, scores, points, scores.",
            "116:29: stage `report` makes table `scores`, but so does stage `aggregate` on line 113. Give it another name: makes: {school_reports: …}."),
        Mistake(
            "A stage that makes what a source is called", SmallPipeline()
                .adding("  makes: {cut_points: discipline}", below: "- stage: calibrate"),
            schema: .accepts,
            "94:36: `publish` names table `cut_points`, but no stage makes it. The stages make population, measures, lowest, ledger, discipline, results, scores, points, school_reports.",
            "106:25: stage `calibrate` makes table `discipline`, but so does a source. Give it another name: makes: {cut_points: …}.",
            "108:5: stage `band` reads table `cut_points`, but nothing makes it. Add a stage that makes it."),
        Mistake(
            "A table of the wrong kind", SmallPipeline()
                .adding("  reads: {results: scores}", below: "- stage: report"),
            schema: .accepts,
            "116:22: stage `report` reads `scores` as results, but that holds scores. Name a table of results: reads: {results: …}."),
        Mistake(
            "A stage that reads what it makes", SmallPipeline()
                .adding("  reads: {measures: measures, population: cut_points}", below: "- stage: calibrate"),
            schema: .accepts,
            "105:5: stage `calibrate` (line 105) reads a table that it makes itself. Let one of them read another table.",
            "106:45: stage `calibrate` reads `cut_points` as population, but that holds cut points. Name a table of population: reads: {population: …}."),
        Mistake(
            "A table named like a path", SmallPipeline()
                .adding("  makes: {school_reports: ../reports}", below: "- stage: report"),
            schema: .refuses,
            "94:68: `publish` names table `school_reports`, but no stage makes it. The stages make population, measures, lowest, ledger, cut_points, results, scores, points, ../reports.",
            "116:29: `../reports` can't name a table. Use letters, digits, hyphens and underscores only, since tables are files."),
        Mistake(
            "A table with the name of the findings", SmallPipeline()
                .adding("  makes: {school_reports: findings}", below: "- stage: report"),
            schema: .refuses,
            "94:68: `publish` names table `school_reports`, but no stage makes it. The stages make population, measures, lowest, ledger, cut_points, results, scores, points, findings.",
            "116:29: `findings` is the table of what is wrong with the data. Give this table another name."),
        Mistake(
            "A population of an unknown source", SmallPipeline()
                .replacing("reads: {rows: enrollments}", with: "reads: {rows: enrolments}"),
            schema: .accepts,
            "97:19: stage `population` reads rows of `enrolments`, but there is no such source. Did you mean `enrollments`?"),
        Mistake(
            "A population without grades", SmallPipeline()
                .adding("with: {grade: grad}", below: "reads: {rows: enrollments}"),
            schema: .accepts,
            "98:19: stage `population` needs the students' grades, but source `enrollments` has no text field `grad`. Did you mean `grade`? Name the field with the grade: with: {grade: …}."),
        Mistake(
            "A population of schools only", SmallPipeline()
                .replacing("reads: {rows: enrollments}", with: "reads: {rows: students}"),
            schema: .accepts,
            "35:11: `when` of group `white` over source `students`, at character 1 (student): There is no join `student`. Nothing is joined here.",
            "36:79: `when` of group `latino` over source `students`, at character 1 (student): There is no join `student`. Nothing is joined here.",
            "96:5: stage `population` needs the students' grades, but source `students` has no text field `grade`. Name the field with the grade: with: {grade: …}.",
            "97:19: stage `population` reads rows of `students`, which has no field with `role: school`. Give that role to the field that holds the school's code."),
        Mistake(
            "A mistake in the population", SmallPipeline()
                .adding(#"with: {where: days_enrolled > "many"}"#, below: "reads: {rows: enrollments}"),
            schema: .accepts,
            #"98:19: `where` of stage `population`, at character 1 (days_enrolled > "many"): This compares a number with a text. Write a number, without quotes."#),
        Mistake(
            "A level without grades in a population", SmallPipeline()
                .replacing("high: {title: High school, grades: [9..12]}", with: "high: {title: High school}"),
            schema: .accepts,
            "96:5: stage `population` places students by grade, but school level `high` has no `grades`. List them, as in grades: [6..8]."),
        Mistake(
            "Metrics of a stage that do not exist", SmallPipeline()
                .replacing("with: {levels: 10, minimum_schools: 2}", with: "with: {levels: 10, metrics: [absense], group: white_students}"),
            schema: .accepts,
            "106:34: `with` of stage `calibrate`: there is no metric `absense`. Did you mean `absence`?",
            "106:51: `with` of stage `calibrate`: there is no group `white_students`. Choose among all, white, latino, lowest."),
        Mistake(
            "A baseline of a chosen group", SmallPipeline()
                .replacing("with: {levels: 10, minimum_schools: 2}", with: "with: {levels: 10, group: lowest}"),
            schema: .accepts,
            "105:5: stage `calibrate` takes the results of group `lowest`, which is chosen school by school. Name a group with a condition."),
        Mistake(
            "An exception for an unknown metric in bands", SmallPipeline()
                .adding("taken_from: unround\ntaken_from_by_metric: {absense: rounded}", below: "rule: By deciles."),
            schema: .refuses,
            "111:19: `taken_from` of `with` of stage `band` is `unround`. Did you mean `unrounded`? It must be one of unrounded, rounded.",
            "112:30: `taken_from_by_metric` of `with` of stage `band`: there is no metric `absense`. Did you mean `absence`?"),
        Mistake(
            "Bands without a rule", SmallPipeline()
                .replacing("rule: By deciles.", with: "")
                .replacing("levels: 10", with: "levels: 10.5"),
            schema: .refuses,
            "108:5: `with` of stage `band` lacks `rule`. Say the rule in one sentence.",
            "109:15: `levels` of `with` of stage `band` is `10.5`. It must be a whole number from 2 to 100."),
        Mistake(
            "Other levels than the cut points have", SmallPipeline()
                .replacing("with: {levels: 10, minimum_schools: 2}", with: "with: {levels: 5, minimum_schools: 2}"),
            schema: .accepts,
            "107:5: stage `band` makes 10 levels, but its cut points from line 105 are for 5. Write the same `levels` in both."),
        Mistake(
            "An unknown index", SmallPipeline()
                .replacing("with: {index: small}", with: "with: {index: smal}"),
            schema: .accepts,
            "114:19: stage `aggregate`: there is no index `smal`. Did you mean `small`?"),
        Mistake(
            "An index whose metric is not measured", SmallPipeline()
                .replacing("minimum_n:", with: "metrics: [absence]\nminimum_n:"),
            schema: .accepts,
            "114:5: index `small` counts metric `suspension`, which the stage on line 98 does not compute. Add it to `metrics` there, or take it out of the index."),
        Mistake(
            "Two stages with reports", SmallPipeline()
                .adding("- stage: report\n  makes: {school_reports: more}", below: "- stage: report")
                .replacing("publish: [scores, points, results, cut_points, ledger, population, school_reports]", with: "publish: [school_reports, more]"),
            schema: .accepts,
            "116:5: the stage on line 115 publishes school reports already. Publish those of one stage; leave the other's table out of `publish`."),
    ]
}
