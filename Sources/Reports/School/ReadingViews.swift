internal import Model
internal import Mustache

/// A line of the legend for its template.
struct LegendView: MustacheParent {
    let band: LevelBand

    func child(named name: String) -> Any? {
        switch name {
        case "from": band.levels.lowerBound
        case "to": band.levels.upperBound
        case "tone": band.tone.rawValue
        case "shape": band.shape
        case "word": band.title
        default: nil
        }
    }
}

/// A rule with all its parts for its template.
struct RuleView: MustacheParent {
    let subject: String
    let sentence: String
    let source: String
    var parts: [PartView]

    /// Parts that follow each other and share subject, sentence and source become one rule.
    static func views(of rules: [ReportWords.Rule]) -> [RuleView] {
        rules.reduce(into: []) { views, rule in
            let part = PartView(part: rule.part.replacing("_", with: " "), basis: rule.basis)
            if let last = views.last, last.subject == rule.subject, last.sentence == rule.sentence, last.source == rule.source {
                views[views.count - 1].parts.append(part)
            } else {
                views.append(RuleView(subject: rule.subject, sentence: rule.sentence, source: rule.source, parts: [part]))
            }
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "subject": subject
        case "sentence": sentence
        case "source": source
        case "parts": parts
        default: nil
        }
    }
}

/// A part of a rule with its basis.
struct PartView: MustacheParent {
    let part: String
    let basis: Basis

    func child(named name: String) -> Any? {
        switch name {
        case "part": part.isEmpty ? nil : part
        case "basis": basis.rawValue
        default: nil
        }
    }
}

/// How many parts of rules have a basis.
struct BasisCount: MustacheParent {
    let basis: Basis
    let count: Int

    static func counts(of rules: [ReportWords.Rule]) -> [BasisCount] {
        Basis.allCases.map { basis in BasisCount(basis: basis, count: rules.filter { $0.basis == basis }.count) }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "basis": basis.rawValue
        case "count": count
        default: nil
        }
    }
}
