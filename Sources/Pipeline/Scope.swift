internal import Conditions
internal import Ingestion
internal import Tables

/// The columns that conditions over a source can read: its own fields, and through joins those of other sources.
struct Scopes {
    let sources: [SourceRule]
    let names: DeclaredNames
    /// Source → joins that could not be read.
    let brokenJoins: [String: Set<String>]
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
    ///
    /// What it reads through a join that is wrong in itself is no second mistake.
    func condition(_ text: ConditionText, over source: SourceRule, subject: String) -> Condition? {
        let lost = source.joins.filter { join in !sources.contains { $0.name == join.source } }.map(\.name)
        let broken = brokenJoins[source.name, default: []].union(lost)
        if broken.contains(where: { text.text.contains($0 + ".") }) { return nil }
        return condition(text, over: declarations(of: source), subject: subject)
    }

    /// A condition over a source's own fields.
    func own(_ text: ConditionText, over source: SourceRule, subject: String) -> Condition? {
        condition(text, over: own(source), subject: subject)
    }

    private func condition(
        _ text: ConditionText, over declarations: [String: ColumnDeclaration], subject: String
    ) -> Condition? {
        do throws(ConditionProblems) {
            return try Condition(text.text, over: declarations)
        } catch {
            problems.add(error, in: text, subject: subject)
            return nil
        }
    }

    /// Checks that joins name sources and fields that exist and fit.
    func checkJoins(_ joins: [JoinDeclaration]) {
        for join in joins {
            guard let other = sources.first(where: { $0.name == join.to.text }) else {
                if !names.sources.contains(join.to.text) {
                    problems.addUnknown(join.to, "source", among: names.sources, subject: join.subject)
                }
                continue
            }
            guard let source = sources.first(where: { $0.name == join.source }) else { continue }
            for name in join.by { check(name, of: join, source, other) }
            if let condition = join.condition {
                _ = self.condition(condition, over: own(other), subject: "`where` of \(join.subject)")
            }
            checkYears(join, source, other)
        }
    }

    private func check(_ name: Name, of join: JoinDeclaration, _ source: SourceRule, _ other: SourceRule) {
        let sides = source.name == other.name ? [source] : [source, other]
        for side in sides where side.field(name.text) == nil {
            problems.addUnknownField(name, of: side, subject: "\(join.subject) goes by")
        }
        guard let own = source.field(name.text), let foreign = other.field(name.text) else { return }
        if own.type != foreign.type {
            problems.addUnlikeTypes(name, join.subject, source.name, own.type, other.name, foreign.type)
        } else if ![.key, .text, .integer].contains(own.type) {
            problems.addUnusableType(name, join.subject, own.type)
        }
    }

    private func checkYears(_ join: JoinDeclaration, _ source: SourceRule, _ other: SourceRule) {
        guard let own = source.field(.year)?.name, let foreign = other.field(.year)?.name, own == foreign,
            !join.rule.by.contains(own)
        else { return }
        problems.remarkJoinWithoutYear(own, join)
    }
}

// MARK: Texts

extension ProblemList {
    fileprivate func addUnlikeTypes(
        _ name: Name, _ subject: String, _ own: String, _ ownType: ColumnType, _ other: String, _ otherType: ColumnType
    ) {
        add(
            name.place,
            "\(subject) goes by `\(name.text)`, which is \(ownType.inWords) in `\(own)` and \(otherType.inWords) in `\(other)`",
            "Declare the field with the same type in both sources")
    }

    fileprivate func addUnusableType(_ name: Name, _ subject: String, _ type: ColumnType) {
        add(
            name.place, "\(subject) goes by `\(name.text)`, which is \(type.inWords)",
            "Join by identifiers, texts or whole numbers")
    }

    fileprivate func remarkJoinWithoutYear(_ year: String, _ join: JoinDeclaration) {
        remark(
            join.place, "\(join.subject) does not go by `\(year)`: where a run reads several years, it finds rows of all of them",
            "Add `\(year)` to `by`, unless that is meant")
    }
}
