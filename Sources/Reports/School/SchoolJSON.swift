internal import Model

/// A school's report as JSON, format 1: printed decimals as numbers, null where there is none with the reason beside.
struct SchoolJSON: Sendable {
    let words: ReportWords
    /// Groups and chosen groups, whose titles stand once for all metrics.
    let groups: [GroupWords]

    func bytes(_ content: SchoolContent) -> [UInt8] {
        JSONText.document { text in
            text.add("format", 1)
            text.add("index", content.title)
            text.add("year", content.year)
            addSchool(content, to: &text)
            if let score = content.score { addScore(score, to: &text) }
            if let population = content.population { addPopulation(population, to: &text) }
            text.list("domains", content.sections.filter { $0.domain != nil }) { text, section in
                text.object { addSection(section, year: content.year, to: &$0) }
            }
            text.list("other_metrics", content.sections.filter { $0.domain == nil }.flatMap(\.metrics)) { text, metric in
                text.object { addMetric(metric, year: content.year, to: &$0) }
            }
            addReading(to: &text)
            if let explanation = content.explanation { text.object("explanation") { explanation.addMembers(to: &$0, withRules: false) } }
        }
    }

    private func addSchool(_ content: SchoolContent, to text: inout JSONText) {
        text.object("school") { text in
            text.add("id", content.school.id)
            text.add("name", content.school.name)
            text.add("district_id", content.school.districtID)
            text.add("district_name", content.school.districtName)
            text.add("level", content.school.level)
            text.add("level_title", content.levelTitle)
            text.add("compared_within", content.homeLevelTitle ?? content.levelTitle)
        }
    }

    private func addScore(_ score: ScoreContent, to text: inout JSONText) {
        func rank(_ key: String, _ rank: Rank?, _ text: inout JSONText) {
            text.object(key, isInline: true) { text in
                text.add("place", rank?.place)
                text.add("of", rank?.of)
            }
        }
        text.object("score") { text in
            text.add("points", decimal: score.points?.earned)
            text.add("maximum", decimal: score.points?.maximum)
            text.add("reason", score.reason)
            rank("rank", score.rank, &text)
            rank("level_rank", score.levelRank, &text)
            text.add("lowest", score.isLowest)
        }
    }

    private func addPopulation(_ population: [PopulationContent], to text: inout JSONText) {
        text.list("population", population) { text, line in
            text.object(isInline: true) { text in
                text.add("group", line.group.key)
                text.add("title", line.group.title)
                text.add("n", line.n)
                text.add("percent", decimal: line.percent)
            }
        }
    }

    private func addSection(_ section: SectionContent, year: String, to text: inout JSONText) {
        text.add("domain", section.domain?.key)
        text.add("title", section.title)
        text.add("weight", decimal: section.domain?.weight.text(decimals: 2))
        addPoints(section.points, to: &text)
        text.list("metrics", section.metrics) { text, metric in
            text.object { addMetric(metric, year: year, to: &$0) }
        }
        text.list("not_applicable", section.notApplicable) { text, title in text.add(title) }
    }

    private func addMetric(_ metric: MetricContent, year: String, to text: inout JSONText) {
        text.add("metric", metric.words.key)
        text.add("title", metric.words.title)
        text.add("better", metric.words.better.rawValue)
        text.add("unit", metric.unit)
        addResult(metric.result, to: &text)
        addPoints(metric.points, to: &text)
        text.add("note", Phrases.standing(of: metric, year: year, minimumN: words.minimumN))
        text.add("rule", metric.provenance?.rule)
        text.add("source", metric.provenance?.source)
        text.add("basis", metric.provenance.map { Phrases.basis($0.basis) })
        text.list("components", metric.components) { text, component in
            text.object(isInline: true) { addComponent(component, to: &$0) }
        }
        text.list("groups", metric.groups) { text, group in
            text.object(isInline: true) { text in
                text.add("group", group.group.key)
                addResult(group.result, to: &text)
            }
        }
    }

    private func addComponent(_ component: ComponentContent, to text: inout JSONText) {
        text.add("component", component.component.key)
        text.add("group", component.isUnchosen ? nil : (component.chosen ?? component.component).key)
        addResult(component.result, to: &text)
        addPoints(component.points, to: &text)
    }

    private func addResult(_ result: ResultContent, to text: inout JSONText) {
        text.add("n", result.n)
        text.add("value", decimal: result.value)
        text.add("reason_code", result.absence?.rawValue)
        text.add("reason", result.absence.map { Phrases.reason($0, minimumN: words.minimumN) })
        text.add("level", result.level)
        text.add("band", result.level.flatMap(words.band(ofLevel:))?.title)
    }

    private func addPoints(_ points: PointsContent?, to text: inout JSONText) {
        text.add("points", decimal: points?.earned)
        text.add("max_points", decimal: points?.maximum)
    }

    /// How to read the numbers: the same in every school's report.
    private func addReading(to text: inout JSONText) {
        text.list("groups", groups) { text, group in
            text.object(isInline: true) { text in
                text.add("group", group.key)
                text.add("title", group.title)
            }
        }
        text.list("legend", words.bands) { text, band in
            text.object(isInline: true) { text in
                text.add("from_level", band.levels.lowerBound)
                text.add("to_level", band.levels.upperBound)
                text.add("word", band.title)
            }
        }
        text.list("rules", words.rules) { text, rule in
            text.object { text in
                text.add("subject", rule.subject)
                text.add("part", rule.part)
                text.add("basis", rule.basis.rawValue)
                text.add("rule", rule.sentence)
                text.add("source", rule.source)
            }
        }
    }
}
