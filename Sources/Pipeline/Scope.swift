internal import Conditions
internal import Ingestion
internal import Tables

/// The columns that conditions over a source can read: its own fields, and through joins those of other sources.
struct Scopes {
    let sources: [SourceRule]
    let problems: ProblemList

    /// Name → declaration; joined fields as `join.field`, and `join.count`.
    func declarations(of source: SourceRule) -> [String: ColumnDeclaration] {
        var result = own(source)
        for join in source.joins {
            result["\(join.name).\(JoinRule.count)"] = ColumnDeclaration(.integer)
            guard let other = sources.first(where: { $0.name == join.source }) else { continue }
            for field in other.fields { result["\(join.name).\(field.name)"] = field.declaration }
        }
        return result
    }

    func own(_ source: SourceRule) -> [String: ColumnDeclaration] {
        Dictionary(source.fields.map { ($0.name, $0.declaration) }) { first, _ in first }
    }

    /// A condition over a source; nil with the problems reported where it is wrong.
    func condition(_ text: ConditionText, over source: SourceRule, subject: String) -> Condition? {
        condition(text, over: declarations(of: source), subject: subject)
    }

    func condition(
        _ text: ConditionText, over declarations: [String: ColumnDeclaration], subject: String
    ) -> Condition? {
        do throws(ConditionProblems) {
            return try Condition(text.text, over: declarations)
        } catch {
            for problem in error.problems {
                problems.add(
                    text.place, "\(subject): at character \(problem.column), \(problem.subject): \(problem.problem.trimmedStop)",
                    problem.remedy.trimmedStop)
            }
            return nil
        }
    }

    /// Checks that joins name sources and fields that exist and fit.
    func checkJoins(places: [String: Place]) {
        for source in sources {
            let place = places[source.name] ?? .start
            for join in source.joins {
                let subject = "join `\(join.name)` of source `\(source.name)`"
                guard let other = sources.first(where: { $0.name == join.source }) else {
                    let suggestion = nearest(to: join.source, among: sources.map(\.name)).map { "Did you mean `\($0)`?" } ?? ""
                    problems.add(place, "\(subject) looks into `\(join.source)`, but there is no such source", suggestion)
                    continue
                }
                for name in join.by { check(name, source, other, subject: subject, place: place) }
                if let condition = join.condition {
                    _ = self.condition(
                        ConditionText(text: condition, place: place), over: own(other), subject: "`where` of \(subject)")
                }
            }
        }
    }

    private func check(_ name: String, _ source: SourceRule, _ other: SourceRule, subject: String, place: Place) {
        for side in [source, other] where side.field(name) == nil {
            problems.add(place, "\(subject) goes by `\(name)`, which is not a field of source `\(side.name)`")
        }
        guard let own = source.field(name), let foreign = other.field(name) else { return }
        let isUsable = own.type == foreign.type && [.key, .text, .integer].contains(own.type)
        if !isUsable {
            problems.add(
                place, "\(subject) goes by `\(name)`, which is \(own.type.rawValue) here and \(foreign.type.rawValue) there",
                "Join by keys, texts or whole numbers of the same type")
        }
    }
}

extension String {
    /// Without a full stop at the end, since messages add their own.
    fileprivate var trimmedStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
