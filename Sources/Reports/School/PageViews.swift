internal import Model
internal import Mustache

/// What the page template asks for, by name.
///
/// Templates ask for members with a leading dot, so that an absent one is empty and not looked for further out.
struct PageView: MustacheParent {
    let content: SchoolContent
    let words: ReportWords
    let marks: LevelMarks
    /// Markup that is the same in every page.
    let fixed: [String: String]
    /// Markup that says how the score comes about.
    let explanation: String?

    func child(named name: String) -> Any? {
        switch name {
        case "title": content.title
        case "year": content.year
        case "school": content.school.name
        case "id": content.school.id
        case "district": content.school.districtName
        case "districtID": content.school.districtID
        case "level": content.levelTitle
        case "homeLevel": content.homeLevelTitle
        case "minimumN": words.minimumN
        case "score": content.score.map { ScoreView(score: $0, level: content.levelTitle, lowest: words.lowest) }
        case "population": content.population?.map(PopulationView.init)
        case "hasPopulation": content.population != nil
        case "hasIndex": content.score != nil
        case "sections": content.sections.map { SectionView(section: $0, page: self) }
        case "matrices": MatrixView.views(of: content.sections, page: self)
        case "explanation": explanation
        default: fixed[name]
        }
    }

    func note(on metric: MetricContent) -> String? {
        Phrases.standing(of: metric, year: content.year, minimumN: words.minimumN)
    }

    func reason(of result: ResultContent) -> String? {
        result.absence.map { Phrases.reason($0, minimumN: words.minimumN) }
    }

    /// Why a component has no result; nil where it has one.
    func reason(of component: ComponentContent) -> String? {
        component.isUnchosen
            ? Phrases.noGroupChosen(minimumN: words.minimumN)
            : reason(of: component.result)
    }
}

struct ScoreView: MustacheParent {
    let score: ScoreContent
    let level: String
    let lowest: String?

    func child(named name: String) -> Any? {
        switch name {
        case "points": score.points.map { PointsView(points: $0) }
        case "reason": score.reason
        case "isRanked": score.rank != nil
        case "rank": score.rank.map(Phrases.rank)
        case "levelRank": score.levelRank.map(Phrases.rank)
        case "level": level
        case "lowest": lowest
        case "isLowest": score.isLowest.map { $0 ? Phrases.yes : Phrases.no }
        default: nil
        }
    }
}

struct PointsView: MustacheParent {
    let points: PointsContent

    func child(named name: String) -> Any? {
        switch name {
        case "earned": points.earned
        case "maximum": points.maximum
        default: nil
        }
    }
}

struct PopulationView: MustacheParent {
    let line: PopulationContent

    func child(named name: String) -> Any? {
        switch name {
        case "group": line.group.title
        case "n": Phrases.count(line.n)
        case "percent": line.percent.map { $0 + "%" } ?? Phrases.none
        default: nil
        }
    }
}

/// A domain, or the metrics outside the index.
struct SectionView: MustacheParent {
    let section: SectionContent
    let page: PageView

    func child(named name: String) -> Any? {
        switch name {
        case "title": section.title
        case "points": section.points.map(Phrases.points)
        case "total": total
        case "metrics": section.metrics.map { MetricView(metric: $0, page: page) }
        case "notApplicable": section.notApplicable.isEmpty ? nil : section.notApplicable.joined(separator: "; ")
        default: nil
        }
    }
}

extension SectionView {
    /// The score, below the last domain.
    private var total: String? {
        let isLast = section.domain?.key == page.words.domains.last?.key
        return isLast ? page.content.score?.points.map(Phrases.points) : nil
    }
}

struct MetricView: MustacheParent {
    let metric: MetricContent
    let page: PageView

    func child(named name: String) -> Any? {
        switch name {
        case "key": metric.words.key
        case "title": metric.words.title
        case "value": metric.result.value.map { $0 + metric.unit }
        case "reason": page.reason(of: metric.result)
        case "n": metric.result.n.map(Phrases.students)
        case "level": page.marks.full(metric.result.level)
        case "points": metric.points.map(Phrases.points) ?? Phrases.noPoints(metric.standing)
        case "note": page.note(on: metric)
        case "hasComponents": !metric.components.isEmpty
        case "components": metric.components.map(row).joined()
        case "rule": metric.provenance?.rule
        case "better": metric.words.better == .lower ? Phrases.lowerIsBetter : nil
        case "source": metric.provenance?.source
        case "basis": metric.provenance.map { Phrases.basis($0.basis) }
        default: nil
        }
    }

    /// A component's row as HTML, put together here like the rows of a matrix.
    private func row(_ component: ComponentContent) -> String {
        let text = PageText(), result = component.result
        let chosen = component.chosen.map { " <span class=\"chosen\">here: \(text.escapeText($0.title))</span>" } ?? ""
        let head = "<tr><th scope=\"row\">\(text.escapeText(component.component.title))\(chosen)</th>"
        if let reason = page.reason(of: component) { return head + "<td colspan=\"4\">\(text.escapeText(reason))</td></tr>\n" }
        let value = result.value.map { text.escapeText($0 + metric.unit) } ?? "", points = component.points.map(Phrases.points) ?? ""
        return head + "<td class=\"num\">\(value)</td><td class=\"num\">\(result.n.map(Phrases.count) ?? "")</td>"
            + "<td>\(page.marks.full(result.level) ?? "")</td><td class=\"num pts\">\(points)</td></tr>\n"
    }
}
