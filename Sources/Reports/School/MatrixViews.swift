internal import Model
internal import Mustache

/// The results of a section's metrics for every student group: a row per group, a column per metric.
struct MatrixView: MustacheParent {
    let title: String
    private let metrics: [MetricContent]
    private let rows: [MatrixRowView]
    private let emptyGroups: [EmptyGroups]

    /// nil where no metric of the section has a result for any group beside all students.
    init?(section: SectionContent, page: PageView) {
        let everyone = page.words.scoredGroups.everyone
        let metrics = section.metrics.filter { metric in
            metric.groups.contains { $0.group.key != everyone && $0.result.value != nil }
        }
        guard let places = metrics.first?.groups.indices else { return nil }
        let withResult = places.filter { place in metrics.contains { $0.groups[place].result.value != nil } }
        title = section.title
        self.metrics = metrics
        rows = withResult.map { MatrixRowView(place: $0, metrics: metrics, page: page) }
        emptyGroups = EmptyGroups.gathered(
            places.filter { !withResult.contains($0) }, metrics: metrics, minimumN: page.words.minimumN)
    }

    func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "columns": metrics.map(\.words.title)
        case "rows": rows
        case "emptyGroups": emptyGroups
        default: nil
        }
    }
}

/// Groups without a result on any metric, for the same reasons.
struct EmptyGroups: MustacheParent {
    let reason: String
    private var titles: [String]

    /// - Parameter places: of the groups, in every metric's list.
    static func gathered(_ places: [Int], metrics: [MetricContent], minimumN: Int) -> [EmptyGroups] {
        places.reduce(into: []) { gathered, place in
            let absences = Set(metrics.compactMap { $0.groups[place].result.absence })
            let reason = Absence.allCases.filter(absences.contains)
                .map { Phrases.reason($0, minimumN: minimumN) }.joined(separator: " or ")
            let title = metrics[0].groups[place].group.title
            if let known = gathered.firstIndex(where: { $0.reason == reason }) {
                gathered[known].titles.append(title)
            } else {
                gathered.append(EmptyGroups(reason: reason, titles: [title]))
            }
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "reason": reason
        case "titles": titles.joined(separator: "; ")
        default: nil
        }
    }
}

struct MatrixRowView: MustacheParent {
    let place: Int
    let metrics: [MetricContent]
    let page: PageView

    func child(named name: String) -> Any? {
        switch name {
        case "group": metrics[0].groups[place].group.title
        case "cells":
            metrics.map { MatrixCellView(result: $0.groups[place].result, unit: $0.unit, page: page) }
        default: nil
        }
    }
}

struct MatrixCellView: MustacheParent {
    let result: ResultContent
    let unit: String
    let page: PageView

    func child(named name: String) -> Any? {
        switch name {
        case "value": result.value.map { $0 + unit }
        case "level": page.marks.short(result.level)
        case "note": result.n.map(Phrases.students) ?? page.text(of: result, unit: unit)
        default: nil
        }
    }
}
