internal import Model
internal import Mustache

/// The results of metrics for every student group: a row per group, a column per metric.
struct MatrixView: MustacheParent {
    private let title: String
    private let metrics: [MetricContent]
    private let rows: String
    private let emptyGroups: [EmptyGroups]

    /// As many columns as fit a printed page.
    private static let mostColumns = 6

    /// Sections in order, neighbours in one table where their columns fit; metrics without group results have none.
    static func views(of sections: [SectionContent], page: PageView) -> [MatrixView] {
        let everyone = page.words.scoredGroups.everyone
        var tables: [(titles: [String], metrics: [MetricContent])] = []
        for section in sections {
            let columns = section.metrics.filter { metric in
                metric.groups.contains { $0.group.key != everyone && $0.result.value != nil }
            }
            if columns.isEmpty { continue }
            if let last = tables.last, last.metrics.count + columns.count <= mostColumns {
                tables[tables.count - 1] = (last.titles + [section.title], last.metrics + columns)
            } else {
                tables.append(([section.title], columns))
            }
        }
        return tables.map { MatrixView(title: $0.titles.joined(separator: "; "), metrics: $0.metrics, page: page) }
    }

    /// - Precondition: at least one metric; all have the same groups.
    private init(title: String, metrics: [MetricContent], page: PageView) {
        let places = metrics[0].groups.indices
        let withResult = places.filter { place in metrics.contains { $0.groups[place].result.value != nil } }
        self.title = title
        self.metrics = metrics
        rows = withResult.map { Self.row($0, metrics, page) }.joined()
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

    /// A group's row as HTML: a page has hundreds of cells, and a template for each takes several times as long.
    private static func row(_ place: Int, _ metrics: [MetricContent], _ page: PageView) -> String {
        let text = PageText()
        let cells = metrics.map { metric in
            let result = metric.groups[place].result, value = result.value.map { text.escapeText($0 + metric.unit) } ?? ""
            let note = result.n.map { "n " + Phrases.count($0) } ?? page.reason(of: result) ?? ""
            return "<td>\(value) \(page.marks.short(result.level) ?? "")<small>\(text.escapeText(note))</small></td>"
        }
        return "<tr><th scope=\"row\">\(text.escapeText(metrics[0].groups[place].group.title))</th>\(cells.joined())</tr>\n"
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
