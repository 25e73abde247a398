/// Cuts a condition's text into words.
struct Lexer {
    private let characters: [Character]
    private var position = 0

    /// The words of a text, an `end` last.
    static func tokens(of text: String) throws(ConditionProblem) -> [Token] {
        var lexer = Lexer(characters: Array(text))
        var tokens: [Token] = []
        repeat {
            tokens.append(try lexer.next())
        } while tokens.last?.kind != .end
        return tokens
    }

    private init(characters: [Character]) { self.characters = characters }

    private mutating func next() throws(ConditionProblem) -> Token {
        skip(while: \.isWhitespace)
        let start = position
        guard position < characters.count else { return token(.end, from: start) }
        switch characters[position] {
        case let digit where digit.isASCIIDigit: return try number()
        case "\"", "'":
            let text = try quoted(by: characters[position])
            return token(.text(text), from: start)
        case "`":
            let name = try quoted(by: "`")
            if name.isEmpty { throw .emptyName(Span(start: start, end: position)) }
            return token(.name(name, quoted: true), from: start)
        case let letter where letter.isLetter || letter == "_":
            skip { $0.isLetter || $0.isASCIIDigit || $0 == "_" }
            return token(.name(String(characters[start..<position]), quoted: false), from: start)
        default:
            let symbol = try symbol()
            return token(.symbol(symbol), from: start)
        }
    }

    private mutating func symbol() throws(ConditionProblem) -> Token.Symbol {
        for length in [2, 1] {
            let spelling = String(characters[position...].prefix(length))
            if let foreign = ConditionProblem.foreignSymbols[spelling] {
                throw .foreignSymbol(spelling, instead: foreign, Span(start: position, end: position + spelling.count))
            }
            if let symbol = Token.Symbol(rawValue: spelling) {
                position += spelling.count
                return symbol
            }
        }
        throw .unexpectedCharacter(characters[position], Span(start: position, end: position + 1))
    }

    /// The text up to the closing mark, which is doubled inside the text to stand for itself.
    private mutating func quoted(by mark: Character) throws(ConditionProblem) -> String {
        let start = position
        var content = ""
        position += 1
        while position < characters.count {
            let character = characters[position]
            position += 1
            if character != mark {
                content.append(character)
            } else if position < characters.count, characters[position] == mark {
                content.append(mark)
                position += 1
            } else {
                return content
            }
        }
        throw .unterminated(mark, Span(start: start, end: position))
    }

    private mutating func number() throws(ConditionProblem) -> Token {
        let start = position
        if let date = try date() { return date }
        skip(while: \.isASCIIDigit)
        let wholeEnd = position
        if peek(0) == ".", peek(1)?.isASCIIDigit == true {
            position += 1
            skip(while: \.isASCIIDigit)
        }
        let digits = characters[start..<position].filter { $0 != "." }
        let decimals = max(0, position - wholeEnd - 1)
        let isPercent = peek(0) == "%"
        if isPercent { position += 1 }
        if let letter = peek(0), letter.isLetter || letter == "_" {
            skip { $0.isLetter || $0.isASCIIDigit || $0 == "_" }
            throw .nameBeginsWithDigit(Span(start: start, end: position))
        }
        guard digits.count <= 18, let value = Int128(String(digits)) else {
            throw .numberTooLong(Span(start: start, end: position))
        }
        let scale = (0..<(decimals + (isPercent ? 2 : 0))).reduce(Int128(1)) { scale, _ in scale * 10 }
        return token(.number(Fraction(value, over: scale), spelling: String(characters[start..<position])), from: start)
    }

    /// A date if four digits, two and two with hyphens between them follow.
    private mutating func date() throws(ConditionProblem) -> Token? {
        let start = position
        guard start + 10 <= characters.count, peek(10)?.isASCIIDigit != true else { return nil }
        let parts = characters[start..<start + 10].split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], parts.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }) else { return nil }
        position += 10
        let numbers = parts.compactMap { Int(String($0)) }
        guard let days = daysSince1970(year: numbers[0], month: numbers[1], day: numbers[2]) else {
            throw .noSuchDay(Span(start: start, end: position))
        }
        return token(.date(days), from: start)
    }

    private func peek(_ distance: Int) -> Character? {
        position + distance < characters.count ? characters[position + distance] : nil
    }

    private mutating func skip(while isPart: (Character) -> Bool) {
        while position < characters.count, isPart(characters[position]) { position += 1 }
    }

    private func token(_ kind: Token.Kind, from start: Int) -> Token {
        Token(kind: kind, span: Span(start: start, end: position))
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
