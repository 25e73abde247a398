internal import Conditions
internal import Disaggregation
internal import Ingestion
internal import Model

/// Reads the `groups` of a pipeline file.
struct GroupsReading {
    let names: DeclaredNames
    let problems: ProblemList

    /// Groups that can be counted at a time.
    private static let limit = 32

    func read(_ file: MappingReader) -> [GroupDeclaration] {
        guard file.required("groups", "Declare at least `\(GroupDeclaration.everyone)`, with `when: true`") != nil else { return [] }
        let entries = file.entries("groups", of: "group").map { key, reader in (group(key, reader), reader) }
        let groups = entries.map(\.0)
        let counted = groups.filter { if case .condition = $0.rule { true } else { false } }
        let place = file.place(of: "groups")
        if !counted.contains(where: { $0.key == GroupDeclaration.everyone }), !isBroken(GroupDeclaration.everyone, groups) { problems.addNoEveryone(at: place) }
        if counted.count > Self.limit { problems.addTooManyGroups(counted.count, Self.limit, at: place) }
        for (group, reader) in entries {
            var seen: Set<String> = []
            for name in reader.names("lowest_of") ?? [] {
                if !seen.insert(name.text).inserted { problems.addRepeated(name, in: "lowest_of", of: "group `\(group.key)`") }
                if counted.contains(where: { $0.key == name.text }) || isBroken(name.text, groups) { continue }
                problems.addUncountedCandidate(name, group.key, isGroup: groups.contains { $0.key == name.text }, among: counted.map(\.key))
            }
        }
        return groups
    }

    /// Whether a group is declared, but could not be read.
    private func isBroken(_ key: String, _ groups: [GroupDeclaration]) -> Bool {
        names.groups.contains(key) && !groups.contains { $0.key == key }
    }

    private func group(_ key: String, _ reader: MappingReader) -> GroupDeclaration {
        let title = reader.requiredText("title", "Name the group as reports are to print it") ?? key
        let provenance = reader.provenance()
        let candidates = reader.texts("lowest_of")
        let ties = (reader.names("ties") ?? []).compactMap { tie($0, of: reader) }
        let condition = reader.name("when")
        if reader.has("lowest_of") == reader.has("when") {
            problems.addNeitherOrBoth(
                "when", "lowest_of", of: reader, hasBoth: reader.has("when"),
                "Write either a condition over the students' columns, or the list of groups to choose from")
        } else if reader.has("lowest_of") {
            if candidates?.isEmpty ?? false { problems.addNoCandidate(of: reader) }
        } else {
            _ = reader.required("when", "Write a condition over the students' columns")
            if reader.has("ties") { problems.addTiesWithoutChoice(of: reader) }
        }
        reader.finish()
        let rule: GroupDeclaration.Rule =
            candidates.flatMap { condition == nil ? .lowest(of: $0, ties: ties) : nil }
            ?? .condition(ConditionText(text: condition?.text ?? "true", place: condition?.place ?? reader.place), bySource: [:])
        return GroupDeclaration(key: key, title: title, provenance: provenance, rule: rule, place: reader.place)
    }

    private func tie(_ name: Name, of reader: MappingReader) -> ChoiceRule.Tie? {
        if let tie = ChoiceRule.Tie(rawValue: name.text) { return tie }
        problems.addUnknownTie(name, reader.subject)
        return nil
    }

    /// The groups with their conditions compiled for every source that counts them.
    func bound(_ groups: [GroupDeclaration], to sources: [(source: SourceRule, groups: Set<String>?)], scopes: Scopes) -> [GroupDeclaration] {
        groups.map { group in
            guard case .condition(let text, _) = group.rule else { return group }
            var bySource: [String: Condition] = [:]
            for (source, wanted) in sources where wanted?.contains(group.key) ?? true {
                let subject = "`when` of group `\(group.key)` over source `\(source.name)`"
                bySource[source.name] = scopes.condition(text, over: source, subject: subject)
            }
            var bound = group
            bound.rule = .condition(text, bySource: bySource)
            return bound
        }
    }
}

// MARK: Texts

extension ProblemList {
    fileprivate func addNoEveryone(at place: Place) {
        add(
            place, "there is no group `\(GroupDeclaration.everyone)` with a condition",
            "Add it with `when: true`; every result is reported for all students")
    }

    fileprivate func addTooManyGroups(_ count: Int, _ limit: Int, at place: Place) {
        add(place, "\(count) groups have conditions", "At most \(limit) can be counted; take some out")
    }

    fileprivate func addNoCandidate(of group: MappingReader) {
        add(group.place(of: "lowest_of"), "`lowest_of` of \(group.subject) names no group", "List the groups to choose from")
    }

    fileprivate func addTiesWithoutChoice(of group: MappingReader) {
        add(
            group.place(of: "ties"), "`ties` of \(group.subject) decides nothing, since the group has a condition",
            "Take it out; it goes with `lowest_of`")
    }

    fileprivate func addUncountedCandidate(_ name: Name, _ group: String, isGroup: Bool, among all: [String]) {
        if isGroup {
            add(
                name.place, "`lowest_of` of group `\(group)` names `\(name.text)`, which has no condition of its own",
                "Choose among groups with `when`")
        } else {
            addUnknown(name, "group", among: all, subject: "`lowest_of` of group `\(group)`")
        }
    }

    fileprivate func addUnknownTie(_ name: Name, _ subject: String) {
        let all = ChoiceRule.Tie.allCases.map(\.rawValue)
        add(
            name.place, "`ties` of \(subject) names `\(name.text)`, which decides no tie", Self.suggestion(for: name.text, among: all),
            "Use \(all.joined(separator: ", "))")
    }
}
