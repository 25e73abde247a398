extension ConditionProblem {
    private init(_ span: Span, _ problem: String, _ remedy: String) {
        self.init(column: span.start + 1, length: span.end - span.start, subject: "", problem: problem, remedy: remedy)
    }
}

/// Words and signs.
extension ConditionProblem {
    /// Signs of other languages and what they are here.
    static let foreignSymbols = [
        "&&": "and", "&": "and", "||": "or", "|": "or", "!": "not", "<>": "!=", "≠": "!=", "=<": "<=", "≤": "<=",
        "=>": ">=", "≥": ">=", "×": "*", "÷": "/", "−": "-", "“": "\"", "”": "\"", "‘": "'", "’": "'",
    ]

    static func foreignSymbol(_ found: String, instead: String, _ span: Span) -> ConditionProblem {
        ConditionProblem(span, "\(found) is not a sign of this language.", "Write \(instead) instead.")
    }

    static func unexpectedCharacter(_ character: Character, _ span: Span) -> ConditionProblem {
        character == "%"
            ? ConditionProblem(span, "A percent sign belongs to a number.", "Write it right behind one, as in 90%.")
            : ConditionProblem(
                span, "\(character) has no meaning here.",
                "Names with characters other than letters, digits and _ stand in backquotes, texts in quotes.")
    }

    static func unterminated(_ mark: Character, _ span: Span) -> ConditionProblem {
        let kind = mark == "`" ? "name" : "text"
        return ConditionProblem(span, "This \(kind) does not end.", "Close it with another \(mark).")
    }

    static func emptyName(_ span: Span) -> ConditionProblem {
        ConditionProblem(span, "There is no name between the backquotes.", "Write a column's name between them.")
    }

    static func nameBeginsWithDigit(_ span: Span) -> ConditionProblem {
        ConditionProblem(
            span, "A number runs into a word.",
            "Put a name that begins with a digit in backquotes, a text in quotes; leave a blank behind a number.")
    }

    static func numberTooLong(_ span: Span) -> ConditionProblem {
        ConditionProblem(span, "The number has more than 18 digits.", "Shorten it.")
    }

    static func noSuchDay(_ span: Span) -> ConditionProblem {
        ConditionProblem(span, "There is no such day.", "A date is year-month-day, as in 2016-07-01.")
    }
}

/// Grammar.
extension ConditionProblem {
    static var emptyCondition: ConditionProblem {
        ConditionProblem(
            Span(start: 0, end: 0), "The condition is empty.",
            "Write one, such as days_enrolled >= 31, or true where every row counts.")
    }

    static func unexpected(_ token: Token, after condition: Span) -> ConditionProblem {
        let problem = "The condition is complete before this, and nothing joins the two."
        switch token.kind {
        case .name(let name, quoted: false):
            let keyword = ["and", "or", "in", "is"].first { $0 == name.lowercased() }
            let remedy = keyword.map { "Did you mean `\($0)`? Words of the language are in small letters." }
            return ConditionProblem(token.span, problem, remedy ?? "Join them with `and` or `or`.")
        case .symbol(.close), .symbol(.closeList):
            return ConditionProblem(
                token.span, "This bracket closes nothing.", "Take it out, or open one before it.")
        default: return ConditionProblem(token.span, problem, "Join them with `and`, `or` or a sign such as <=.")
        }
    }

    static func expectedOperand(_ found: Token, after previous: Token?) -> ConditionProblem {
        let expected = "A column, a number, a text, a date or a parenthesis has to stand here."
        if case .name(let word, quoted: false) = found.kind {
            return ConditionProblem(
                found.span, "`\(word)` is a word of the language. \(expected)",
                "Put it in backquotes if a column has this name.")
        }
        return ConditionProblem(
            found.span, expected, previous == nil ? "Put one before this." : "Complete the condition or shorten it.")
    }

    static func expectedClosing(_ mark: String, opened: Span, found: Token) -> ConditionProblem {
        let remedy = mark == "]" ? "Separate the values with commas and close the list with ]." : "Close it with )."
        return ConditionProblem(
            found.span, "The bracket opened at character \(opened.start + 1) is not closed here.", remedy)
    }

    static func expectedName(_ found: Token) -> ConditionProblem {
        ConditionProblem(found.span, "A column's name has to follow the dot.", "Write it, as in student.foster.")
    }

    static func qualifiedTwice(_ span: Span) -> ConditionProblem {
        ConditionProblem(
            span, "A column is reached through one join only.",
            "Declare a join that leads there at once; put a name that has a dot itself in backquotes.")
    }

    static func chained(_ span: Span) -> ConditionProblem {
        ConditionProblem(
            span, "Comparisons do not chain.",
            "Join two of them with `and`, as in x >= 1 and x <= 3, or write x in [1..3].")
    }

    static func expectedIn(_ found: Token) -> ConditionProblem {
        ConditionProblem(
            found.span, "Behind a value, `not` is followed by `in`.",
            "Write x not in [1, 2]; to turn a condition round, put `not` before it.")
    }

    static func expectedMissing(_ found: Token) -> ConditionProblem {
        ConditionProblem(
            found.span, "`is` is followed by `missing` or `not missing`.",
            "Write x is missing or x is not missing; values are compared with == and !=.")
    }

    static func expectedList(_ found: Token) -> ConditionProblem {
        ConditionProblem(
            found.span, "`in` is followed by a list.", "Write it in square brackets, as in [3..8, 11].")
    }

    static func emptyList(_ span: Span) -> ConditionProblem {
        ConditionProblem(span, "The list is empty.", "Write at least one value between the brackets.")
    }

    static func nameInList(_ name: String, _ span: Span) -> ConditionProblem {
        ConditionProblem(
            span, "A list holds numbers, texts in quotes and dates; this is a name.",
            "For a text, write \"\(name)\"; compare a column with ==.")
    }

    static func rangeOfFractions(_ span: Span) -> ConditionProblem {
        ConditionProblem(
            span, "A range runs between two whole numbers.", "For anything else, write x >= … and x <= ….")
    }

    static func rangeWithLeadingZeros(_ span: Span) -> ConditionProblem {
        ConditionProblem(
            span, "A range counts without leading zeros.",
            "Write it without them, or list the texts in quotes, as in [\"01\", \"02\"].")
    }

    static func rangeReversed(_ lowest: Int128, _ highest: Int128, _ span: Span) -> ConditionProblem {
        ConditionProblem(span, "The range runs backwards and holds nothing.", "Write \(highest)..\(lowest).")
    }

    static func tooManyOperators(_ span: Span) -> ConditionProblem {
        ConditionProblem(
            span, "The condition has more than \(Parser.operatorLimit) operators and brackets.",
            "Shorten it; a list (x in [1, 2, 3]) replaces many comparisons.")
    }
}

/// Names and types.
extension ConditionProblem {
    /// - Parameter known: the names of all declared columns.
    static func unknown(_ name: ColumnName, among known: [String]) -> ConditionProblem {
        guard let join = name.join, let joinSpan = name.joinSpan else {
            let elsewhere = known.first { $0.hasSuffix(".\(name.column)") }
            return ConditionProblem(
                name.columnSpan, "There is no column `\(name.column)`.",
                suggestion(elsewhere ?? nearest(to: name.column, among: known))
                    ?? "Columns here: \(list(known.filter { !$0.contains(".") })).")
        }
        let inJoin = known.filter { $0.hasPrefix("\(join).") }.map { String($0.dropFirst(join.count + 1)) }
        if inJoin.isEmpty {
            let joins = known.compactMap { $0.split(separator: ".").count > 1 ? String($0.prefix { $0 != "." }) : nil }
            let different = Array(Set(joins)).sorted()
            let none = different.isEmpty ? "Nothing is joined here." : "Joins here: \(list(different))."
            return ConditionProblem(
                joinSpan, "There is no join `\(join)`.", suggestion(nearest(to: join, among: different)) ?? none)
        }
        return ConditionProblem(
            name.columnSpan, "The join `\(join)` has no column `\(name.column)`.",
            suggestion(nearest(to: name.column, among: inJoin)) ?? "It has \(list(inJoin)).")
    }

    static func notACondition(_ meaning: Meaning, _ source: String, _ span: Span) -> ConditionProblem {
        let remedy =
            switch meaning {
            case .key: "Ask whether it `is missing`, or compare it with another identifier."
            case .text: "Compare it, as in \(source) == \"…\"."
            case .textLiteral: "Compare a column with it, as in grade == \(source)."
            default: "Compare it, as in \(source) >= …."
            }
        return ConditionProblem(span, "This is \(meaning.kind.rawValue), neither true nor false.", remedy)
    }

    static func notANumber(_ meaning: Meaning, _ source: String, _ span: Span) -> ConditionProblem {
        let remedy =
            switch meaning {
            case .date: "Dates are compared with dates; count days or years in a column of their own."
            case .truth: "Conditions are joined with `and` and `or`."
            case .textLiteral: "If it is a number, write it without quotes."
            default: "Only columns declared as integer or number take part."
            }
        return ConditionProblem(span, "Arithmetic takes numbers; this is \(meaning.kind.rawValue).", remedy)
    }

    static func noOrder(_ relation: Relation, _ meaning: Meaning, _ span: Span) -> ConditionProblem {
        let remedy =
            switch meaning {
            case .text, .textLiteral:
                "List the texts that are meant, as in grade in [3..8]; or declare the column a number."
            default: "Compare with == or !=."
            }
        return ConditionProblem(
            span, "\(relation.rawValue) asks for an order, and \(meaning.kind.plural) have none.", remedy)
    }

    static func mixed(
        _ left: (meaning: Meaning, source: String), _ right: (meaning: Meaning, source: String), _ span: Span
    ) -> ConditionProblem {
        ConditionProblem(
            span, "This compares \(left.meaning.kind.rawValue) with \(right.meaning.kind.rawValue).",
            remedy(mixing: left, right) ?? remedy(mixing: right, left) ?? "Compare values of one kind.")
    }

    private static func remedy(
        mixing left: (meaning: Meaning, source: String), _ right: (meaning: Meaning, source: String)
    ) -> String? {
        switch (left.meaning, right.meaning) {
        case (.key, .textLiteral), (.key, .number):
            "An identifier is compared with another identifier's column, never with a value written here."
        case (.truth, .textLiteral), (.truth, .number): "Write \(left.source) or not \(left.source)."
        case (.text, .number(let ratio)) where ratio.constant != nil,
            (.text, .date(let ratio)) where ratio.constant != nil:
            "Write the text in quotes: \"\(right.source)\"."
        case (.number, .textLiteral): "Write a number, without quotes."
        case (.date, .number(let ratio)) where ratio.constant != nil: "Write a day as 2016-07-01."
        case (.date, .textLiteral): "Write a day as 2016-07-01, without quotes."
        default: nil
        }
    }

    static func neverHolds(_ column: String, _ text: String, _ allowed: [String], _ span: Span) -> ConditionProblem {
        // One number is not a misspelling of another.
        let meant = Int128(text) == nil ? nearest(to: text, among: allowed).map { "Did you mean \"\($0)\"? " } : nil
        return ConditionProblem(span, "\(column) is never \"\(text)\".", "\(meant ?? "")It is one of \(list(allowed)).")
    }

    static func emptyText(_ column: String, _ span: Span) -> ConditionProblem {
        ConditionProblem(
            span, "An empty text is a missing value.",
            "Write \(column) is missing or \(column) is not missing.")
    }

    static func noColumn(_ span: Span) -> ConditionProblem {
        ConditionProblem(span, "No column takes part in this.", "Write a column's name without quotes.")
    }

    static func noList(_ meaning: Meaning, _ source: String, _ span: Span) -> ConditionProblem {
        let remedy =
            if case .key = meaning { "Compare it with another identifier's column." } else {
                "Write \(source) or not \(source)."
            }
        return ConditionProblem(span, "\(meaning.kind.plural.capitalizedFirst) are not looked up in lists.", remedy)
    }

    static func notInYear(_ first: Meaning, _ second: Meaning, _ span: Span) -> ConditionProblem {
        ConditionProblem(
            span, "`in` with a column asks whether a date lies in a school year; this has \(first.kind.rawValue) in \(second.kind.rawValue).",
            "Name a column of dates before it and the column of the year behind it; write a list in square brackets.")
    }

    static func divisionByZero(_ span: Span) -> ConditionProblem {
        ConditionProblem(span, "Dividing by 0 has no result in any row.", "Divide by something else.")
    }

    static func tooLongToDecide(_ span: Span) -> ConditionProblem {
        ConditionProblem(
            span, "The numbers written here are too long together to be decided exactly.", "Write fewer digits.")
    }

    static func tooManySteps(_ span: Span) -> ConditionProblem {
        ConditionProblem(
            span, "So many divisions inside each other take too long to decide exactly.",
            "Divide less often, as in (a + b) / c instead of a / c + b / c.")
    }

    private static func suggestion(_ name: String?) -> String? { name.map { "Did you mean `\($0)`?" } }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(20).joined(separator: ", ")
        return names.count > 20 ? "\(shown) and \(names.count - 20) more" : shown
    }
}

extension Meaning {
    /// What the messages call it.
    enum Kind: String {
        case truth = "a yes/no value"
        case number = "a number"
        case date = "a date"
        case text = "a text"
        case key = "an identifier"

        var plural: String { "\(rawValue.drop { $0 != " " }.dropFirst())s" }
    }

    var kind: Kind {
        switch self {
        case .truth: .truth
        case .number: .number
        case .date: .date
        case .text, .textLiteral: .text
        case .key: .key
        }
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
