import TestSupport

extension Mistake {
    /// Mistakes in whole files, their sections and the rules' provenance.
    static let fileMistakes: [Mistake] = [
        Mistake(
            "Not YAML at all", text: "format: 1\ntitle: [Small\nyear: 2016-17\n",
            schema: .refuses,
            "3:5: this is not YAML: did not find expected ',' or ']'. Check indentation, colons and quotes here and just above."),
        Mistake(
            "A control character", text: "format: 1\ntitle: Sm\u{1}all\nyear: 2016-17\n",
            schema: .refuses,
            "2:1: this line has a character that YAML does not allow. Save the file as plain text in UTF-8."),
        Mistake(
            "A colon without a blank", text: "format: 1\ntitle: Small\nyear:2016-17\nsources:\n",
            schema: .refuses,
            "4:1: this is not YAML: could not find expected ':'. Check indentation, colons and quotes here and just above."),
        Mistake(
            "Indented with a tab", text: "format: 1\nschool_levels:\n\tlevels: {}\n",
            schema: .refuses,
            "3:1: there is a tab here, and YAML indents with blanks only. Put blanks in its place."),
        Mistake(
            "Empty", text: "",
            schema: .refuses,
            "1:1: the pipeline file is empty. Start from one of the pipelines that ship with the tool."),
        Mistake(
            "Comments only", text: "# nothing yet\n",
            schema: .refuses,
            "1:1: the pipeline file is empty. Start from one of the pipelines that ship with the tool."),
        Mistake(
            "A list instead of keys", text: "- format: 1\n",
            schema: .refuses,
            "1:1: the pipeline file is a list. It must be keys with values, written `key: value`."),
        Mistake(
            "The same metric twice", SmallPipeline()
                .replacing("suspension:", with: "absence:"),
            schema: .accepts,
            "55:3: the key `absence` stands here for the second time; the first is on line 45. Keep one of them."),
        Mistake(
            "The same key twice", SmallPipeline()
                .adding("title: Absence", below: "title: Chronic absence"),
            schema: .accepts,
            "47:5: the key `title` stands here for the second time; the first is on line 46. Keep one of them."),
        Mistake(
            "Another format", SmallPipeline()
                .replacing("format: 1", with: "format: 2"),
            schema: .refuses,
            "1:9: `format` of the pipeline file is `2`. It must be 1."),
        Mistake(
            "No format", SmallPipeline()
                .replacing("format: 1", with: ""),
            schema: .refuses,
            "1:1: the pipeline file lacks `format`. Write format: 1."),
        Mistake(
            "An empty title", SmallPipeline()
                .replacing("title: Small index", with: "title:", after: "format: 1"),
            schema: .refuses,
            "2:1: `title` of the pipeline file is empty. Name the index."),
        Mistake(
            "A title of no characters", SmallPipeline()
                .replacing("title: Small index", with: "title: ''", after: "format: 1"),
            schema: .accepts,
            "2:1: `title` of the pipeline file is empty. Name the index."),
        Mistake(
            "A misspelt section", SmallPipeline()
                .replacing("groups:", with: "grups:"),
            schema: .refuses,
            "1:1: the pipeline file lacks `groups`. Declare at least `all`, with `when: true`.",
            "28:1: `grups` is not a key of the pipeline file. Did you mean `groups`? It takes data_quality, format, groups, indices, metrics, publish, school_levels, sources, stages, title, uncertainty, year."),
        Mistake(
            "An unknown key at the top", SmallPipeline()
                .replacing("year: 2016-17", with: "yaer: 2016-17"),
            schema: .refuses,
            "3:1: `yaer` is not a key of the pipeline file. Did you mean `year`? It takes data_quality, format, groups, indices, metrics, publish, school_levels, sources, stages, title, uncertainty, year."),
        Mistake(
            "A list as title", SmallPipeline()
                .replacing("title: Small index", with: "title: [Small, index]", after: "format: 1"),
            schema: .refuses,
            "2:8: `title` of the pipeline file is a list. It must be one text."),
        Mistake(
            "A rule without a source", SmallPipeline()
                .replacing("source: no public source", with: ""),
            schema: .refuses,
            "4:1: `school_levels` lacks `source`. Say who states it, or that no public source does."),
        Mistake(
            "A rule without its sentence", SmallPipeline()
                .replacing("rule: Three levels.", with: ""),
            schema: .refuses,
            "4:1: `school_levels` lacks `rule`. Say the rule in one sentence."),
        Mistake(
            "A rule without a basis", SmallPipeline()
                .replacing("basis: {met: stated, counted: assumed}", with: ""),
            schema: .refuses,
            "55:3: metric `suspension` lacks `basis`. Write stated, inferred or assumed; or one of them for each part of the rule."),
        Mistake(
            "An unknown basis", SmallPipeline()
                .replacing("basis: {met: stated, counted: assumed}", with: "basis: assummed"),
            schema: .refuses,
            "59:12: `basis` of metric `suspension` is `assummed`. Did you mean `assumed`? It must be one of stated, inferred, assumed."),
        Mistake(
            "An unknown basis of a part", SmallPipeline()
                .replacing("basis: {met: stated, counted: assumed}", with: "basis: {met: stated, counted: guessed}"),
            schema: .refuses,
            "59:35: `counted` of `basis` of metric `suspension` is `guessed`. It must be one of stated, inferred, assumed."),
        Mistake(
            "No school level", SmallPipeline()
                .replacing("levels:", with: "levels: {}")
                .replacing("elementary: {title: Elementary school, grades: [TK, KG, 1..5]}", with: "")
                .replacing("middle: {title: Middle school, grades: [6..8]}", with: "")
                .replacing("high: {title: High school, grades: [9..12]}", with: ""),
            schema: .refuses,
            "4:1: there is no school level. Declare at least one under `levels`."),
        Mistake(
            "A grade in two levels", SmallPipeline()
                .replacing("middle: {title: Middle school, grades: [6..8]}", with: "middle: {title: Middle school, grades: [5..8]}"),
            schema: .accepts,
            "10:45: grade `5` is in school level `elementary` and in school level `middle`. A grade belongs to one level."),
        Mistake(
            "A range of grades that runs backwards", SmallPipeline()
                .replacing("middle: {title: Middle school, grades: [6..8]}", with: "middle: {title: Middle school, grades: [8..6]}"),
            schema: .accepts,
            "10:45: `grades` of school level `middle` names `8..6`, which is no range of grades. A range goes from a lower number to a higher one, as in 6..8; list grades such as KG one by one."),
        Mistake(
            "Percentages that are none", SmallPipeline()
                .adding("data_quality: {warning_up_to: 0.5, hold_back_above: 120%}", below: "year: 2016-17"),
            schema: .refuses,
            "4:31: `warning_up_to` of `data_quality` is `0.5`. Write a percentage from 0% to 100%, such as 0.5%.",
            "4:53: `hold_back_above` of `data_quality` is `120%`. Write a percentage from 0% to 100%, such as 0.5%."),
        Mistake(
            "Held back before warned", SmallPipeline()
                .adding("data_quality: {warning_up_to: 5%, hold_back_above: 1%}", below: "year: 2016-17"),
            schema: .accepts,
            "4:1: `warning_up_to` is above `hold_back_above`: a file would be held back while its rows are still only warned of. Make `hold_back_above` the larger share."),
        Mistake(
            "Uncertainty of nothing that there is", SmallPipeline()
                .adding(
                    "uncertainty: {rule: r, source: s, basis: assumed, replicates: 0, sampling: schools, measurement: maybe, weights: {concentration: 0}}",
                    below: "year: 2016-17"),
            schema: .refuses,
            "4:63: `replicates` of `uncertainty` is `0`. It must be a whole number from 1 to 100000.",
            "4:76: `sampling` of `uncertainty` is `schools`. It must be one of students, none.",
            "4:98: `measurement` of `uncertainty` is `maybe`. Write true or false.",
            """
            4:130: `concentration` of `weights` of `uncertainty` is not above 0 and up to 1000000. Write how close weights stay to the \
            declared ones: with 100, a weight of a quarter of its domain varies by 4 hundredths of it.
            """),
        Mistake(
            "Nothing to merge", SmallPipeline()
                .adding("<<: stated", below: "title: Suspension"),
            schema: .refuses,
            "57:9: `<<` of metric `suspension` is `stated`. Give it the anchor of a set of keys, such as <<: *race."),
        Mistake(
            "A published table that no stage makes", SmallPipeline()
                .replacing("publish: [scores, points, results, cut_points, ledger, population, school_reports]", with: "publish: [scores, point]"),
            schema: .accepts,
            "94:19: `publish` names table `point`, but no stage makes it. Did you mean `points`?"),
        Mistake(
            "A table published twice", SmallPipeline()
                .replacing("publish: [scores, points, results, cut_points, ledger, population, school_reports]", with: "publish: [scores, points, scores]"),
            schema: .refuses,
            "94:27: `publish` names table `scores` twice. Keep one."),
        Mistake(
            "Text in place of a list", SmallPipeline()
                .replacing("publish: [scores, points, results, cut_points, ledger, population, school_reports]", with: "publish: scores"),
            schema: .refuses,
            "94:10: `publish` of the pipeline file is `scores`. It must be a list, written [a, b]."),
    ]
}
