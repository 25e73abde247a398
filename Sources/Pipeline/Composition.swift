internal import Conditions
internal import Ingestion

/// Checks how stages fit together, and puts them into an order in which they can run.
struct Composition {
    let sources: [SourceRule]
    let problems: ProblemList

    /// The stages, each after those whose tables it reads, otherwise as listed.
    func ordered(_ stages: [StageDeclaration]) -> [StageDeclaration] {
        let tables = producers(stages)
        check(stages, tables: tables)
        return sorted(stages, tables: tables)
    }

    private struct Producer {
        let kind: TableKind
        /// The stage's place in the list; nil for a source.
        let stage: Int?
    }

    private func producers(_ stages: [StageDeclaration]) -> [String: Producer] {
        var tables: [String: Producer] = [:]
        for source in sources {
            tables[source.name] = Producer(kind: source.kind == "cut_points" ? .cutPoints : .records, stage: nil)
        }
        for (number, stage) in stages.enumerated() {
            for port in stage.kind.makes {
                guard let table = stage.makes[port.name] else { continue }
                if let other = tables[table] {
                    let owner = other.stage.map { "stage `\(stages[$0].kind.rawValue)` on line \(stages[$0].place.line)" } ?? "a source"
                    problems.add(
                        stage.place, "stage `\(stage.kind.rawValue)` makes table `\(table)`, but so does \(owner)",
                        "Give it another name: makes: {\(port.name): …}")
                    continue
                }
                tables[table] = Producer(kind: port.kind, stage: number)
            }
        }
        return tables
    }

    private func check(_ stages: [StageDeclaration], tables: [String: Producer]) {
        for stage in stages {
            for port in stage.kind.reads {
                guard let table = stage.reads[port.name] else { continue }
                guard let producer = tables[table] else {
                    if !port.isRequired && table == port.name { continue }
                    let fitting = tables.filter { $0.value.kind == port.kind }.keys.sorted()
                    let suggestion = nearest(to: table, among: fitting).map { "Did you mean `\($0)`? " } ?? ""
                    problems.add(
                        stage.place, "stage `\(stage.kind.rawValue)` reads table `\(table)`, but nothing makes it",
                        "\(suggestion)Add a stage or source that makes it, or name another under reads: {\(port.name): …}")
                    continue
                }
                if producer.kind != port.kind {
                    problems.add(
                        stage.place, "stage `\(stage.kind.rawValue)` reads table `\(table)` as \(port.kind.rawValue), but it holds \(producer.kind.rawValue)",
                        "Name a table of \(port.kind.rawValue) under reads: {\(port.name): …}")
                }
            }
        }
    }

    private func sorted(_ stages: [StageDeclaration], tables: [String: Producer]) -> [StageDeclaration] {
        var done: Set<Int> = []
        var order: [StageDeclaration] = []
        while order.count < stages.count {
            let ready = stages.indices.first { number in
                !done.contains(number)
                    && stages[number].reads.values.allSatisfy { table in
                        tables[table]?.stage.map(done.contains) ?? true
                    }
            }
            guard let ready else {
                let waiting = stages.indices.filter { !done.contains($0) }
                let names = waiting.map { "`\(stages[$0].kind.rawValue)` (line \(stages[$0].place.line))" }
                problems.add(
                    stages[waiting[0]].place, "stages read each other's tables in a circle: \(names.joined(separator: ", "))",
                    "Let one of them read another table")
                return stages
            }
            done.insert(ready)
            order.append(stages[ready])
        }
        return order
    }
}
