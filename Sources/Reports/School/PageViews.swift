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
        case "score": content.score.map { ScoreView(score: $0, level: content.levelTitle) }
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

    func child(named name: String) -> Any? {
        switch name {
        case "points": score.points.map { PointsView(points: $0) }
        case "reason": score.reason
        case "isRanked": score.rank != nil
        case "rank": score.rank.map(Phrases.rank)
        case "levelRank": score.levelRank.map(Phrases.rank)
        case "level": level
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
        case "components": metric.components.map { ComponentView(component: $0, unit: metric.unit, page: page) }
        case "rule": metric.provenance?.rule
        case "better": metric.words.better == .lower ? Phrases.lowerIsBetter : nil
        case "source": metric.provenance?.source
        case "basis": metric.provenance.map { Phrases.basis($0.basis) }
        default: nil
        }
    }
}

struct ComponentView: MustacheParent {
    let component: ComponentContent
    let unit: String
    let page: PageView

    func child(named name: String) -> Any? {
        switch name {
        case "title": component.component.title
        case "chosen": component.chosen?.title
        case "value": component.result.value.map { $0 + unit }
        case "reason": page.reason(of: component)
        case "n": component.result.n.map(Phrases.count)
        case "level": page.marks.full(component.result.level)
        case "points": component.points.map(Phrases.points)
        default: nil
        }
    }
}
