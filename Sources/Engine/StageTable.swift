internal import Model
internal import Reports

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
    case growth(GrowthTable)
    case comparisons([SchoolComparison], year: String)
    case growthPage(GrowthPageContent)
}

extension StageTable {
    /// The year that it is about: the run's, unless a stage says another.
    func year(of run: String) -> String {
        switch self {
        case .population(_, let year): year
        case .measures(let measures), .lowest(let measures): measures.year
        case .ledger(let ledger): ledger.year
        case .results(let results): results.measures.year
        case .points(let scores), .scores(let scores): scores.year
        case .growth(let growth): growth.year
        case .comparisons(_, let year): year
        case .growthPage(let page): page.year
        case .cutPoints, .reports: run
        }
    }

    /// The same for some of its schools, given by their places.
    func selecting(_ places: [Int]) -> StageTable {
        switch self {
        case .population(let population, let year): .population(population.selecting(places), year: year)
        case .measures(let measures): .measures(measures.selecting(places))
        case .lowest(let measures): .lowest(measures.selecting(places))
        case .ledger(let ledger): .ledger(ledger.selecting(places))
        case .results(let results): .results(results.selecting(places))
        case .points(let scores): .points(scores.selecting(places))
        case .scores(let scores): .scores(scores.selecting(places))
        case .cutPoints, .reports, .growth, .comparisons, .growthPage: self
        }
    }
}

/// The tables made so far, by name.
struct Tableau {
    private(set) var tables: [String: StageTable] = [:]

    mutating func add(_ name: String, _ table: StageTable) { tables[name] = table }

    /// The same tables for some of their schools, given by their places.
    func selecting(_ places: [Int]) -> Tableau {
        var selected = Tableau()
        for (name, table) in tables { selected.add(name, table.selecting(places)) }
        return selected
    }

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

    func growth(_ name: String?) -> GrowthTable.Content? {
        if let name, case .growth(let growth)? = tables[name] { growth.content } else { nil }
    }

    func cutPoints(_ name: String?) -> CutTable? {
        if let name, case .cutPoints(let cuts)? = tables[name] { cuts } else { nil }
    }

    func scores(_ name: String?) -> Scores? {
        if let name, case .scores(let scores)? = tables[name] { scores } else { nil }
    }
}
