internal import Model

/// What a stage makes: one of the kinds of tables that stages hand on.
enum StageTable: Sendable {
    case population(Population, year: String)
    case measures(Measures)
    case lowest(Measures)
    case ledger(Ledger)
    case cutPoints(CutTable)
    case results(Results)
    case points(Scores)
    case scores(Scores)
    case reports
}

/// The tables made so far, by name.
struct Tableau {
    private(set) var tables: [String: StageTable] = [:]

    mutating func add(_ name: String, _ table: StageTable) { tables[name] = table }

    func measures(_ name: String?) -> Measures {
        guard let name, case .measures(let measures)? = tables[name] else { preconditionFailure("the composition was checked") }
        return measures
    }

    func results(_ name: String?) -> Results {
        guard let name, case .results(let results)? = tables[name] else { preconditionFailure("the composition was checked") }
        return results
    }

    func population(_ name: String?) -> Population? {
        if let name, case .population(let population, _)? = tables[name] { population } else { nil }
    }

    func cutPoints(_ name: String?) -> CutTable? {
        if let name, case .cutPoints(let cuts)? = tables[name] { cuts } else { nil }
    }

    func scores(_ name: String?) -> Scores? {
        if let name, case .scores(let scores)? = tables[name] { scores } else { nil }
    }
}
