/// Reads a condition's text by recursive descent.
///
///     condition   = conjunction, { "or", conjunction } ;
///     conjunction = negation, { "and", negation } ;
///     negation    = "not", negation | comparison ;
///     comparison  = sum, [ relation, sum | [ "not" ], "in", ( list | column ) | "is", [ "not" ], "missing" ] ;
///     relation    = "==" | "=" | "!=" | "<" | "<=" | ">" | ">=" ;
///     list        = "[", item, { ",", item }, [ "," ], "]" ;
///     item        = whole, "..", whole | [ "-" ], number | text | date ;
///     whole       = [ "-" ], digits ;
///     sum         = product, { ( "+" | "-" ), product } ;
///     product     = factor, { ( "*" | "/" ), factor } ;
///     factor      = "-", factor | "(", condition, ")" | number | text | date | "true" | "false" | column ;
///     column      = name, [ ".", name ] ;
///     number      = digits, [ ".", digits ], [ "%" ] ;                     (* 90% is exactly 9/10 *)
///     text        = '"', characters, '"' | "'", characters, "'" ;          (* a mark inside is doubled *)
///     date        = digit * 4, "-", digit * 2, "-", digit * 2 ;            (* before it is read as a difference *)
///     name        = letter or "_", { letter, digit or "_" } | "`", characters, "`" ;
///
/// A text that breaks these rules is refused at its first mistake.
struct Parser {
    private var tokens: [Token]
    private var position = 0
    private var operators = 0

    /// The most operators and parentheses a condition has, so that neither reading nor evaluating it nests too deeply.
    static let operatorLimit = 200

    static func parse(_ text: String) throws(ConditionProblem) -> Expression {
        var parser = Parser(tokens: try Lexer.tokens(of: text))
        if parser.next.kind == .end { throw .emptyCondition }
        let condition = try parser.condition()
        if parser.next.kind != .end { throw .unexpected(parser.next, after: condition.span) }
        return condition
    }

    private init(tokens: [Token]) { self.tokens = tokens }

    private mutating func condition() throws(ConditionProblem) -> Expression {
        var parts = [try conjunction()]
        while try acceptOperator("or") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : Expression(form: .any(parts), span: parts[0].span + parts.last!.span)
    }

    private mutating func conjunction() throws(ConditionProblem) -> Expression {
        var parts = [try negation()]
        while try acceptOperator("and") { parts.append(try negation()) }
        return parts.count == 1 ? parts[0] : Expression(form: .all(parts), span: parts[0].span + parts.last!.span)
    }

    private mutating func negation() throws(ConditionProblem) -> Expression {
        let start = next.span
        guard try acceptOperator("not") else { return try comparison() }
        let operand = try negation()
        return Expression(form: .not(operand), span: start + operand.span)
    }

    private mutating func comparison() throws(ConditionProblem) -> Expression {
        let left = try sum()
        let mark = next
        if let relation = acceptRelation() {
            try count(mark)
            let right = try sum()
            let whole = left.span + right.span
            if next.relation != nil { throw .chained(whole + next.span) }
            return Expression(form: .comparison(left, relation, right), span: whole)
        }
        if accept("is") { return try missing(left) }
        let isNegated = accept("not")
        if accept("in") { return try membership(left, isNegated: isNegated) }
        if isNegated { throw .expectedIn(next) }
        return left
    }

    private mutating func missing(_ operand: Expression) throws(ConditionProblem) -> Expression {
        let isNegated = accept("not")
        let last = next
        guard accept("missing") else { throw .expectedMissing(last) }
        try count(last)
        let test = Expression(form: .missing(operand), span: operand.span + last.span)
        return isNegated ? Expression(form: .not(test), span: test.span) : test
    }

    private mutating func sum() throws(ConditionProblem) -> Expression {
        try chain([.plus: .plus, .minus: .minus]) { parser throws(ConditionProblem) in try parser.product() }
    }

    private mutating func product() throws(ConditionProblem) -> Expression {
        try chain([.times: .times, .divide: .divided]) { parser throws(ConditionProblem) in try parser.factor() }
    }

    /// Operands joined from left to right.
    private mutating func chain(
        _ operations: [Token.Symbol: Arithmetic],
        of operand: (inout Parser) throws(ConditionProblem) -> Expression
    ) throws(ConditionProblem) -> Expression {
        var left = try operand(&self)
        while case .symbol(let symbol) = next.kind, let operation = operations[symbol] {
            try count(next)
            position += 1
            let right = try operand(&self)
            left = Expression(form: .arithmetic(left, operation, right), span: left.span + right.span)
        }
        return left
    }

    private mutating func factor() throws(ConditionProblem) -> Expression {
        let token = next
        switch token.kind {
        case .symbol(.minus):
            try count(token)
            position += 1
            let operand = try factor()
            return Expression(form: .negative(operand), span: token.span + operand.span)
        case .symbol(.open):
            try count(token)
            position += 1
            let inner = try condition()
            let last = next
            guard accept(.close) else { throw .expectedClosing(")", opened: token.span, found: last) }
            return Expression(form: inner.form, span: token.span + last.span)
        case .name(let name, let isQuoted) where isQuoted || !Token.keywords.contains(name):
            return try column()
        default:
            return try literal()
        }
    }

    private mutating func literal() throws(ConditionProblem) -> Expression {
        let token = next
        let form: Expression.Form
        switch token.kind {
        case .number(let value, let spelling): form = .number(value, spelling: spelling)
        case .text(let text): form = .text(text)
        case .date(let days): form = .date(days)
        case .name("true", quoted: false): form = .truth(true)
        case .name("false", quoted: false): form = .truth(false)
        default: throw .expectedOperand(token, after: position > 0 ? tokens[position - 1] : nil)
        }
        position += 1
        return Expression(form: form, span: token.span)
    }

    private mutating func column() throws(ConditionProblem) -> Expression {
        let (first, firstSpan) = try name()
        guard accept(.dot) else {
            let name = ColumnName(join: nil, column: first, columnSpan: firstSpan, joinSpan: nil)
            return Expression(form: .column(name), span: firstSpan)
        }
        let (second, secondSpan) = try name()
        if next.kind == .symbol(.dot) { throw .qualifiedTwice(firstSpan + secondSpan) }
        let name = ColumnName(join: first, column: second, columnSpan: secondSpan, joinSpan: firstSpan)
        return Expression(form: .column(name), span: firstSpan + secondSpan)
    }

    private mutating func name() throws(ConditionProblem) -> (String, Span) {
        guard case .name(let name, _) = next.kind else { throw .expectedName(next) }
        defer { position += 1 }
        return (name, next.span)
    }
}

/// Lists.
extension Parser {
    private mutating func membership(
        _ operand: Expression, isNegated: Bool
    ) throws(ConditionProblem) -> Expression {
        let open = next
        try count(open)
        if case .name(let name, let isQuoted) = open.kind, isQuoted || !Token.keywords.contains(name) {
            let year = try column()
            let test = Expression(form: .inYear(operand, year), span: operand.span + year.span)
            return isNegated ? Expression(form: .not(test), span: test.span) : test
        }
        guard accept(.openList) else { throw .expectedList(open) }
        var items: [ListItem] = []
        while next.kind != .symbol(.closeList) {
            items.append(try item())
            if !accept(.comma) { break }
        }
        let last = next
        guard accept(.closeList) else { throw .expectedClosing("]", opened: open.span, found: last) }
        if items.isEmpty { throw .emptyList(open.span + last.span) }
        let test = Expression(form: .membership(operand, items), span: operand.span + last.span)
        return isNegated ? Expression(form: .not(test), span: test.span) : test
    }

    private mutating func item() throws(ConditionProblem) -> ListItem {
        let first = try signedLiteral()
        guard accept(.range) else { return ListItem(form: .value(first), span: first.span) }
        let last = try signedLiteral()
        let span = first.span + last.span
        guard let lowest = first.wholeNumber, let highest = last.wholeNumber else { throw .rangeOfFractions(span) }
        guard first.literalText == String(lowest), last.literalText == String(highest) else {
            throw .rangeWithLeadingZeros(span)
        }
        if lowest > highest { throw .rangeReversed(lowest, highest, span) }
        return ListItem(form: .range(lowest, highest), span: span)
    }

    private mutating func signedLiteral() throws(ConditionProblem) -> Expression {
        let token = next
        if accept(.minus) {
            try count(token)
            let operand = try signedLiteral()
            return Expression(form: .negative(operand), span: token.span + operand.span)
        }
        if case .name(let name, let isQuoted) = token.kind, isQuoted || !["true", "false"].contains(name) {
            throw .nameInList(name, token.span)
        }
        return try literal()
    }
}

/// Words.
extension Parser {
    private var next: Token { tokens[position] }

    private mutating func accept(_ symbol: Token.Symbol) -> Bool {
        guard next.kind == .symbol(symbol) else { return false }
        position += 1
        return true
    }

    private mutating func accept(_ keyword: String) -> Bool {
        guard next.kind == .name(keyword, quoted: false) else { return false }
        position += 1
        return true
    }

    private mutating func acceptOperator(_ keyword: String) throws(ConditionProblem) -> Bool {
        let token = next
        guard accept(keyword) else { return false }
        try count(token)
        return true
    }

    private mutating func acceptRelation() -> Relation? {
        guard let relation = next.relation else { return nil }
        position += 1
        return relation
    }

    private mutating func count(_ token: Token) throws(ConditionProblem) {
        operators += 1
        if operators > Self.operatorLimit { throw .tooManyOperators(token.span) }
    }
}

extension Token {
    /// The relation the word stands for; a single `=` is read as `==`.
    fileprivate var relation: Relation? {
        guard case .symbol(let symbol) = kind else { return nil }
        return symbol == .assign ? .equal : Relation(rawValue: symbol.rawValue)
    }
}
