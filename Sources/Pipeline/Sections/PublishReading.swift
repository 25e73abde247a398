/// Reads which tables a pipeline publishes: those under `publish`, or all that its stages make.
struct PublishReading {
    let problems: ProblemList

    /// - Parameter isWhole: whether every stage could be read; otherwise a table may well be made by one that could not.
    func read(_ file: MappingReader, stages: [StageDeclaration], isWhole: Bool) -> [String] {
        // Rows that metrics count are worked on, and never published; tables of students only where they are asked for.
        func tables(_ isWanted: (TableKind) -> Bool) -> [String] {
            stages.flatMap { stage in stage.kind.makes.filter { isWanted($0.kind) }.compactMap { stage.makes[$0.name] } }
        }
        let made = tables { $0 != .records }
        guard let published = file.names("publish") else { return tables { $0 != .records && $0 != .students } }
        var seen: Set<String> = []
        for table in published {
            if !seen.insert(table.text).inserted { problems.addPublishedTwice(table) }
            else if isWhole && !made.contains(table.text) { problems.addUnmade(table, made) }
        }
        return published.map(\.text)
    }
}

// MARK: Texts

extension ProblemList {
    fileprivate func addUnmade(_ table: Name, _ made: [String]) {
        let meant = Self.suggestion(for: table.text, among: made)
        add(
            table.place, "`publish` names table `\(table.text)`, but no stage makes it",
            meant.isEmpty ? "The stages make \(made.joined(separator: ", "))" : meant)
    }

    fileprivate func addPublishedTwice(_ table: Name) {
        add(table.place, "`publish` names table `\(table.text)` twice", "Keep one")
    }
}
