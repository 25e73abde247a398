package import Tables

/// A rule's condition over the columns of a source, such as `days_attended / days_enrolled <= 90%`.
///
/// `Parser` has the grammar. Checked against the declared columns before any data is read:
/// - A whole number beside a text column stands for its text (`grade in [3..8, 11]`), and only a column's allowed texts
///   may be asked for; keys are compared with keys; dates are ordered, but no part of arithmetic;
///   `in` with a column asks whether a date lies in the school year that a text such as `2016-17` names.
/// - Three-valued: a comparison with a missing operand or a division by zero is unknown, `is missing` is always known.
/// - Exact: nothing is rounded, and 90% is 9/10. A comparison that needs more than 127 bits in some row is unknown
///   there; four numbers of 30 bits may still be multiplied.
package struct Condition: Sendable {
    package let text: String
    /// The qualified names of the columns it reads, sorted, each once.
    package let columns: [String]
    private let logic: Logic
    /// What stands between its `and`s; empty where there is none.
    private let pieces: [String]

    /// - Throws: the first mistake in the grammar, or all mistakes in names and types.
    package init(_ text: String, over declarations: [String: ColumnDeclaration]) throws(ConditionProblems) {
        let source = Source(text)
        let expression: Expression
        do {
            expression = try Parser.parse(text)
        } catch {
            throw ConditionProblems(problems: [source.quoted(in: error)])
        }
        var checker = Checker(declarations: declarations, source: source)
        guard let logic = checker.condition(expression) else {
            let ordered = checker.problems.sorted { ($0.column, $0.length) < ($1.column, $1.length) }
            throw ConditionProblems(problems: ordered.map(source.quoted))
        }
        let pieces: [String] = if case .all(let parts) = expression.form { parts.map { source[$0.span] } } else { [] }
        self.init(text, logic, pieces)
    }

    private init(_ text: String, _ logic: Logic, _ pieces: [String]) {
        self.text = text
        self.logic = logic
        self.pieces = pieces
        columns = Set(logic.columns).sorted()
    }

    /// The conditions that must all hold for it to hold: what stands between its `and`s, or itself.
    package var conjuncts: [Condition] {
        guard case .all(let parts) = logic, parts.count == pieces.count else { return [self] }
        return zip(pieces, parts).map { Condition($0, $1, []) }
    }

    /// The condition ready to evaluate rows of one source.
    ///
    /// - Precondition: every name in `columns` is there, with the type it was declared with.
    package func compiled(over columns: [String: ColumnView]) -> Predicate {
        Predicate(kernel: Compiler(columns: columns).kernel(of: logic))
    }
}

/// A condition over the columns of one table of rows. Threads may share it.
package struct Predicate: Sendable {
    let kernel: Kernel

    init(kernel: Kernel) { self.kernel = kernel }

    /// Rows evaluated at a time: what they need in between stays in the processor's nearest cache.
    static let chunk = 2_048

    /// Sets `truth[i]` for row `rows.lowerBound + i` to a value of `Truth`.
    ///
    /// - Precondition: the rows exist in every column.
    package func evaluate(rows: Range<Int>, into truth: UnsafeMutablePointer<UInt8>) {
        var start = rows.lowerBound
        while start < rows.upperBound {
            let end = min(start + Self.chunk, rows.upperBound)
            kernel.evaluate(start..<end, into: truth + (start - rows.lowerBound))
            start = end
        }
    }
}
