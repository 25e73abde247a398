internal import CCbc
internal import Synchronization

/// A mixed-integer linear program: the values of variables, some of them whole, that cost least and meet all requirements.
///
/// Solved by COIN-OR's Cbc (J. Forrest and R. Lougee-Heimer, "CBC User Guide", INFORMS Tutorials 2005), by branch and cut in one
/// thread and without a limit of time, so that the same program has the same answer every time.
package struct MixedProgram {
    /// A variable's place.
    package typealias Variable = Int
    /// A multiple of a variable.
    package typealias Term = (variable: Variable, factor: Double)

    private var bounds: [ClosedRange<Double>] = []
    private var costs: [Double] = []
    private var whole: [Variable] = []
    private var rows: [(terms: [Term], bounds: ClosedRange<Double>)] = []

    package init() {}

    /// A variable between two numbers, with its cost for each unit.
    package mutating func variable(_ bounds: ClosedRange<Double>, cost: Double = 0) -> Variable {
        self.bounds.append(bounds)
        costs.append(cost)
        return costs.count - 1
    }

    /// A variable that is 0 or 1.
    package mutating func choice() -> Variable {
        whole.append(costs.count)
        return variable(0...1)
    }

    /// Requires a sum of terms to be within bounds; each variable is in one term at most.
    package mutating func require(_ terms: [Term], in bounds: ClosedRange<Double>) { rows.append((terms, bounds)) }

    package mutating func require(_ terms: [Term], atLeast least: Double) { require(terms, in: least...(.infinity)) }
}

/// What is known of a mixed program after a search.
package enum MixedProgramOutcome: Sendable, Equatable {
    /// No values meet the requirements.
    case infeasible
    /// The best values found, and below which cost there are none; both costs are the same where the search came to its end.
    case found(values: [Double], noneBelow: Double)
    /// The search was given up before it found any.
    case undecided(noneBelow: Double)
}

/// The solver is not made for several threads of a process: programs are solved one after the other.
private let solver = Mutex(())

extension MixedProgram {
    /// Searches for the values that cost least.
    ///
    /// - Parameter nodes: after how many nodes of the search tree it is given up.
    package func least(nodes: Int) -> MixedProgramOutcome { solver.withLock { _ in solved(nodes: nodes) } }

    private func solved(nodes: Int) -> MixedProgramOutcome {
        let model = Cbc_newModel()
        defer { Cbc_deleteModel(model) }
        load(into: model)
        // Its own default, a millionth, would let a choice of one in a million loosen a requirement by as much of its largest term.
        for (name, value) in [("integerT", "1e-9"), ("ratio", "0"), ("allow", "1e-7"), ("maxN", "\(nodes)"), ("log", "0")] {
            Cbc_setParameter(model, name, value)
        }
        Cbc_setLogLevel(model, 0)
        Cbc_solve(model)
        return outcome(of: model)
    }

    private func outcome(of model: UnsafeMutableRawPointer?) -> MixedProgramOutcome {
        if Cbc_isProvenInfeasible(model) != 0 { return .infeasible }
        let bound = Cbc_getBestPossibleObjValue(model)
        guard let solution = whole.isEmpty ? Cbc_getColSolution(model) : UnsafePointer(Cbc_bestSolution(model)) else { return .undecided(noneBelow: bound) }
        let values = costs.indices.map { solution[$0] }
        let cost = costs.indices.reduce(0.0) { $0 + costs[$1] * values[$1] }
        return .found(values: values, noneBelow: Cbc_isProvenOptimal(model) != 0 ? cost : min(bound, cost))
    }

    /// Column by column, as the solver wants it.
    private func load(into model: UnsafeMutableRawPointer?) {
        var columns = [[(row: Int, factor: Double)]](repeating: [], count: costs.count)
        for (row, requirement) in rows.enumerated() {
            for term in requirement.terms { columns[term.variable].append((row, term.factor)) }
        }
        var starts: [Int32] = [0]
        for column in columns { starts.append(starts.last! + Int32(column.count)) }
        let entries = columns.joined()
        Cbc_loadProblem(
            model, Int32(costs.count), Int32(rows.count), starts, entries.map { Int32($0.row) }, entries.map(\.factor),
            bounds.map(\.lowerBound), bounds.map(\.upperBound), costs, rows.map(\.bounds.lowerBound), rows.map(\.bounds.upperBound))
        for variable in whole { Cbc_setInteger(model, Int32(variable)) }
    }
}
