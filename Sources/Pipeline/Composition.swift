internal import Conditions
internal import Ingestion

/// Checks how stages fit together, and puts them into an order in which they can run.
struct Composition {
    let sources: [SourceRule]
    let names: DeclaredNames
    let problems: ProblemList
    /// Source → where it is named.
    let places: [String: Place]

    /// The stages, each after those whose tables it reads, otherwise as listed.
    ///
    /// - Parameter isWhole: whether every stage could be read; otherwise a missing table may be made by one that could not.
    func ordered(_ stages: [StageDeclaration], isWhole: Bool) -> [StageDeclaration] {
        let tables = producers(stages)
        check(stages, tables: tables, isWhole: isWhole)
        for source in sources where source.isMade && isWhole {
            if tables[source.name]?.kind != .records { problems.addUnmadeSource(source.name, at: places[source.name] ?? .start) }
        }
        return sorted(stages, tables: tables)
    }

    private struct Producer {
        /// Nil for a source that could not be read.
        let kind: TableKind?
        /// The stage's place in the list; nil for a source.
        let stage: Int?
    }

    private func producers(_ stages: [StageDeclaration]) -> [String: Producer] {
        var tables: [String: Producer] = [:]
        let made = Set(sources.filter(\.isMade).map(\.name))
        for name in names.sources where !made.contains(name) { tables[name] = Producer(kind: nil, stage: nil) }
        for source in sources where !source.isMade {
            tables[source.name] = Producer(kind: source.tableKind, stage: nil)
        }
        for (number, stage) in stages.enumerated() {
            for port in stage.kind.makes {
                guard let table = stage.makes[port.name] else { continue }
                if let other = tables[table] {
                    let owner = other.stage.map { "stage `\(stages[$0].kind.rawValue)` on line \(stages[$0].place.line)" } ?? "a source"
                    problems.addSecondProducer(of: table, port, stage, owner: owner)
                    continue
                }
                tables[table] = Producer(kind: port.kind, stage: number)
            }
        }
        return tables
    }

    private func check(_ stages: [StageDeclaration], tables: [String: Producer], isWhole: Bool) {
        for stage in stages {
            for port in stage.kind.reads {
                guard let table = stage.reads[port.name] else { continue }
                guard let producer = tables[table] else {
                    if !isWhole || !port.isRequired && table == port.name || stage.kind == .population { continue }
                    problems.addMissingTable(table, port, stage, fitting: tables.filter { $0.value.kind == port.kind }.keys.sorted())
                    continue
                }
                if let kind = producer.kind, kind != port.kind { problems.addUnfitTable(table, kind, port, stage) }
            }
        }
    }

    private func sorted(_ stages: [StageDeclaration], tables: [String: Producer]) -> [StageDeclaration] {
        var done: Set<Int> = []
        var order: [StageDeclaration] = []
        // Rows that a stage makes are looked into by name, from metrics and joins: who counts rows waits for all of them.
        let making = stages.indices.filter { number in stages[number].kind.makes.contains { $0.kind == .records } }
        func waitsFor(_ number: Int) -> [Int] {
            let read = stages[number].reads.values.compactMap { tables[$0]?.stage }
            let counts = stages[number].kind == .disaggregate || stages[number].kind == .population
            return (read + (counts ? making : [])).filter { !done.contains($0) }
        }
        while order.count < stages.count {
            guard let ready = stages.indices.first(where: { !done.contains($0) && waitsFor($0).isEmpty }) else {
                let circle = circle(among: stages.indices.filter { !done.contains($0) }, waitsFor)
                problems.addCircle(circle.map { stages[$0] })
                return stages
            }
            done.insert(ready)
            order.append(stages[ready])
        }
        return order
    }

    /// The stages of one circle, without those that merely wait for it.
    private func circle(among waiting: [Int], _ waitsFor: (Int) -> [Int]) -> [Int] {
        var path = [waiting[0]]
        while true {
            let next = waitsFor(path.last!).min()!
            if let start = path.firstIndex(of: next) { return path[start...].sorted() }
            path.append(next)
        }
    }
}

// MARK: Texts

extension ProblemList {
    fileprivate func addUnmadeSource(_ name: String, at place: Place) {
        add(
            place, "the rows of source `\(name)` are made by a stage, but none makes them",
            "Add a stage with makes: {percentiles: \(name)}, or name the file that holds them")
    }

    fileprivate func addSecondProducer(of table: String, _ port: Port, _ stage: StageDeclaration, owner: String) {
        add(
            stage.place(of: port.name), "stage `\(stage.kind.rawValue)` makes table `\(table)`, but so does \(owner)",
            "Give it another name: makes: {\(port.name): …}")
    }

    fileprivate func addMissingTable(_ table: String, _ port: Port, _ stage: StageDeclaration, fitting: [String]) {
        let meant = Self.suggestion(for: table, among: fitting)
        let other = fitting.first.map { ", or write reads: {\(port.name): \($0)}" } ?? ""
        add(
            stage.place(of: port.name), "stage `\(stage.kind.rawValue)` reads table `\(table)`, but nothing makes it",
            meant.isEmpty ? "Add a stage that makes it\(other)" : meant)
    }

    fileprivate func addUnfitTable(_ table: String, _ kind: TableKind, _ port: Port, _ stage: StageDeclaration) {
        add(
            stage.place(of: port.name),
            "stage `\(stage.kind.rawValue)` reads `\(table)` as \(port.kind.rawValue), but that holds \(kind.rawValue)",
            "Name a table of \(port.kind.rawValue): reads: {\(port.name): …}")
    }

    fileprivate func addCircle(_ stages: [StageDeclaration]) {
        let names = stages.map { "`\($0.kind.rawValue)` (line \($0.place.line))" }.joined(separator: " and ")
        add(
            stages[0].place,
            stages.count == 1
                ? "stage \(names) reads a table that it makes itself" : "stages \(names) wait for each other's tables",
            "Let one of them read another table")
    }
}

extension SourceRule {
    /// What the source can be read as.
    fileprivate var tableKind: TableKind {
        switch kind {
        case "cut_points": .cutPoints
        case "growth_knots": .growthKnots
        case "growth_coefficients": .growthCoefficients
        default: .records
        }
    }
}
