internal import Tables

/// What an expression stands for.
enum Meaning: Sendable {
    case truth(Logic)
    case number(Ratio)
    case date(Ratio)
    case text(column: String)
    case textLiteral(String)
    case key(column: String)
}

/// Checks an expression against the declared columns and collects every mistake.
///
/// An expression with a mistake has no meaning (nil); nothing further is said about what contains it.
struct Checker {
    private let declarations: [String: ColumnDeclaration]
    private let source: Source
    private(set) var problems: [ConditionProblem] = []

    init(declarations: [String: ColumnDeclaration], source: Source) {
        self.declarations = declarations
        self.source = source
    }

    /// The logic of a part that has to be true or false.
    mutating func condition(_ expression: Expression) -> Logic? {
        guard let meaning = meaning(of: expression) else { return nil }
        if case .truth(let logic) = meaning { return logic }
        return refuse(.notACondition(meaning, source[expression.span], expression.span))
    }

    private mutating func meaning(of expression: Expression) -> Meaning? {
        switch expression.form {
        case .number(let value, _): .number(Ratio(value))
        case .text(let text): .textLiteral(text)
        case .date(let days): .date(Ratio(Fraction(whole: Int128(days))))
        case .truth(let truth): .truth(.constant(truth))
        case .column(let name): column(name, expression.span)
        case .negative(let operand): number(operand).map { .number($0.negated) }
        case .arithmetic(let left, let operation, let right):
            arithmetic(left, operation, right, expression.span).map { .number($0) }
        case .comparison(let left, let relation, let right):
            comparison(left, relation, right, expression.span).map { .truth($0) }
        case .membership(let operand, let items): membership(operand, items).map { .truth($0) }
        case .inYear(let date, let year): inYear(date, year, expression.span).map { .truth($0) }
        case .missing(let operand): missing(operand).map { .truth($0) }
        case .not(let operand): condition(operand).map { .truth(.not($0)) }
        case .all(let parts): conditions(parts).map { .truth(.all($0)) }
        case .any(let parts): conditions(parts).map { .truth(.any($0)) }
        }
    }

    private mutating func conditions(_ parts: [Expression]) -> [Logic]? {
        let logics = parts.map { condition($0) }
        return logics.contains { $0 == nil } ? nil : logics.compactMap(\.self)
    }

    private mutating func column(_ name: ColumnName, _ span: Span) -> Meaning? {
        let qualified = name.qualified
        guard let declaration = declarations[qualified] else {
            return refuse(.unknown(name, among: declarations.keys.sorted()))
        }
        switch declaration.type {
        case .key: return .key(column: qualified)
        case .text: return .text(column: qualified)
        case .integer: return .number(Ratio(column: qualified))
        case .number: return .number(Ratio(column: qualified, unit: Fraction(1, over: Int128(Column.numberScale))))
        case .boolean: return .truth(.column(qualified))
        case .date: return .date(Ratio(column: qualified))
        }
    }

    private mutating func missing(_ operand: Expression) -> Logic? {
        switch meaning(of: operand) {
        case nil: return nil
        case .truth(let logic): return .missing(logic)
        case .number(let ratio), .date(let ratio):
            return exactly(operand.span) { () throws(Fraction.TooLong) in
                .missing(.comparison(try CrossComparison(ratio, .equal, Ratio(.zero))))
            }
        case .text(let column): return .missing(.text(column: column, among: TextSet()))
        case .textLiteral: return .constant(false)
        case .key(let column): return .missing(.sameKey(column, column))
        }
    }

    private mutating func refuse<Value>(_ problem: ConditionProblem) -> Value? {
        problems.append(problem)
        return nil
    }

    /// The result of exact arithmetic, which may turn out too long.
    private mutating func exactly<Value>(_ span: Span, _ body: () throws(Fraction.TooLong) -> Value) -> Value? {
        do {
            return try body()
        } catch {
            return refuse(.tooLongToDecide(span))
        }
    }
}

/// Arithmetic.
extension Checker {
    private mutating func number(_ expression: Expression) -> Ratio? {
        guard let meaning = meaning(of: expression) else { return nil }
        if case .number(let ratio) = meaning { return ratio }
        return refuse(.notANumber(meaning, source[expression.span], expression.span))
    }

    private mutating func arithmetic(
        _ left: Expression, _ operation: Arithmetic, _ right: Expression, _ span: Span
    ) -> Ratio? {
        let (first, second) = (number(left), number(right))
        guard let first, let second else { return nil }
        if operation == .divided, second.factor == .zero { return refuse(.divisionByZero(right.span)) }
        let result = exactly(span) { () throws(Fraction.TooLong) in
            switch operation {
            case .plus: try first.plus(second)
            case .minus: try first.plus(second.negated)
            case .times: try first.times(second)
            case .divided: try first.divided(by: second)
            }
        }
        if let result, result.size > Ratio.largestSize { return refuse(.tooManySteps(span)) }
        return result
    }
}

/// Comparisons.
extension Checker {
    private mutating func comparison(
        _ left: Expression, _ relation: Relation, _ right: Expression, _ span: Span
    ) -> Logic? {
        let (first, second) = (meaning(of: left), meaning(of: right))
        guard let first, let second else { return nil }
        switch (first, second) {
        case (.number(let a), .number(let b)), (.date(let a), .date(let b)):
            return exactly(span) { () throws(Fraction.TooLong) in try Self.compare(a, relation, b) }
        case _ where relation.needsOrder && first.kind == second.kind:
            return refuse(.noOrder(relation, first, span))
        case (.truth(let a), .truth(let b)): return Self.equality(relation, .same(a, b))
        case (.key(let a), .key(let b)): return Self.equality(relation, .sameKey(a, b))
        case (.text(let a), .text(let b)): return Self.equality(relation, .sameText(a, b))
        case (.text(let column), _) where right.literalText != nil:
            if relation.needsOrder { return refuse(.noOrder(relation, first, span)) }
            return textSet(column, [ListItem(form: .value(right), span: right.span)])
                .map { Self.equality(relation, .text(column: column, among: $0)) }
        case (_, .text) where left.literalText != nil: return comparison(right, relation, left, span)
        case (.textLiteral, .textLiteral): return refuse(.noColumn(span))
        default:
            return refuse(.mixed((first, source[left.span]), (second, source[right.span]), span))
        }
    }

    private static func equality(_ relation: Relation, _ logic: Logic) -> Logic {
        relation == .notEqual ? .not(logic) : logic
    }

    private static func compare(_ a: Ratio, _ relation: Relation, _ b: Ratio) throws(Fraction.TooLong) -> Logic {
        switch relation {
        case .equal: .comparison(try CrossComparison(a, .equal, b))
        case .notEqual: .not(.comparison(try CrossComparison(a, .equal, b)))
        case .less: .comparison(try CrossComparison(a, .less, b))
        case .lessOrEqual: .comparison(try CrossComparison(a, .lessOrEqual, b))
        case .greater: .comparison(try CrossComparison(b, .less, a))
        case .greaterOrEqual: .comparison(try CrossComparison(b, .lessOrEqual, a))
        }
    }
}

/// Lists.
extension Checker {
    private mutating func membership(_ operand: Expression, _ items: [ListItem]) -> Logic? {
        guard let meaning = meaning(of: operand) else { return nil }
        switch meaning {
        case .text(let column): return textSet(column, items).map { .text(column: column, among: $0) }
        case .number(let ratio), .date(let ratio):
            let tests = items.map { test($0, ratio, meaning, operand) }
            return tests.contains { $0 == nil } ? nil : .any(tests.compactMap(\.self))
        case .textLiteral: return refuse(.noColumn(operand.span))
        case .truth, .key: return refuse(.noList(meaning, source[operand.span], operand.span))
        }
    }

    /// A date's column beside the column of a school year.
    private mutating func inYear(_ date: Expression, _ year: Expression, _ span: Span) -> Logic? {
        let (first, second) = (meaning(of: date), meaning(of: year))
        guard let first, let second else { return nil }
        guard case .date = first, case .column(let name) = date.form, case .text(let column) = second else {
            return refuse(.notInYear(first, second, span))
        }
        return .inYear(date: name.qualified, year: column)
    }

    /// Whether a number or date is what the item says.
    private mutating func test(_ item: ListItem, _ ratio: Ratio, _ kind: Meaning, _ operand: Expression) -> Logic? {
        switch (item.form, kind) {
        case (.range(let lowest, let highest), .number):
            return exactly(item.span) { () throws(Fraction.TooLong) in
                .all([
                    try Self.compare(Ratio(Fraction(whole: lowest)), .lessOrEqual, ratio),
                    try Self.compare(ratio, .lessOrEqual, Ratio(Fraction(whole: highest))),
                ])
            }
        case (.range, _): return refuse(.rangeOfFractions(item.span))
        case (.value(let value), _):
            guard let meaning = meaning(of: value) else { return nil }
            switch (meaning, kind) {
            case (.number(let other), .number), (.date(let other), .date):
                return exactly(item.span) { () throws(Fraction.TooLong) in try Self.compare(ratio, .equal, other) }
            default:
                return refuse(.mixed((kind, source[operand.span]), (meaning, source[value.span]), item.span))
            }
        }
    }

    /// The texts of a list, each one that the column may have.
    private mutating func textSet(_ column: String, _ items: [ListItem]) -> TextSet? {
        let countBefore = problems.count
        var set = TextSet()
        for item in items {
            switch item.form {
            case .range(let lowest, let highest):
                set.ranges.append(lowest...highest)
                checkAllowed((lowest...highest).lazy.map(String.init), of: column, item.span)
            case .value(let value):
                guard let text = text(value, beside: column) else { continue }
                set.texts.insert(text)
                checkAllowed(CollectionOfOne(text), of: column, item.span)
            }
        }
        return problems.count == countBefore ? set : nil
    }

    /// The text a literal stands for.
    private mutating func text(_ value: Expression, beside column: String) -> String? {
        if let text = value.literalText { return text.isEmpty ? refuse(.emptyText(column, value.span)) : text }
        guard let meaning = meaning(of: value) else { return nil }
        return refuse(.mixed((.text(column: column), column), (meaning, source[value.span]), value.span))
    }

    private mutating func checkAllowed(_ texts: some Sequence<String>, of column: String, _ span: Span) {
        guard let allowed = declarations[column]?.allowed, let foreign = texts.first(where: { !allowed.contains($0) })
        else { return }
        problems.append(.neverHolds(column, foreign, allowed, span))
    }
}
