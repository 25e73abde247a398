import Tables

/// Writes random expressions over `SampleColumns`.
struct SampleWriter {
    var random: SeededNumbers
    /// How deep arithmetic nests.
    let arithmeticDepth: Int
    let numericTypes: [String]

    mutating func condition(depth: Int) -> Sample {
        if depth == 0 { return test() }
        switch roll(6) {
        case 0: return .not(condition(depth: depth - 1))
        case 1: return .all((0...1 + roll(2)).map { _ in condition(depth: depth - 1) })
        case 2: return .any((0...1 + roll(2)).map { _ in condition(depth: depth - 1) })
        case 3: return .missing(condition(depth: depth - 1), flip())
        case 4: return .comparison(condition(depth: depth - 1), pick(["==", "!="]), condition(depth: depth - 1))
        default: return test()
        }
    }

    private mutating func test() -> Sample {
        switch roll(10) {
        case 0: return column("flag")
        case 1: return .literal(flip() ? "true" : "false", .truth(0)).fixed
        case 2: return .comparison(column("text"), pick(["==", "!=", "="]), flip() ? column("text") : text())
        case 3:
            let items = (0...roll(3)).flatMap { _ in textItems() }
            return .list(column("text"), flip(), items)
        case 4: return .comparison(column("key"), pick(["==", "!="]), column("key"))
        case 5: return .missing(column(pick(["text", "key", "flag", "day", "short", "whole", "decimal"])), flip())
        case 6: return .comparison(day(), relation(), day())
        case 7: return .list(arithmetic(depth: roll(2) * arithmeticDepth), flip(), (0...roll(3)).map { _ in item() })
        case 8: return .missing(arithmetic(depth: arithmeticDepth), flip())
        default:
            return .comparison(arithmetic(depth: arithmeticDepth), relation(), arithmetic(depth: arithmeticDepth))
        }
    }

    private mutating func arithmetic(depth: Int) -> Sample {
        if depth == 0 || roll(4) == 0 { return flip() ? column(pick(numericTypes)) : number() }
        if roll(5) == 0 { return .negative(arithmetic(depth: depth - 1)) }
        return .arithmetic(arithmetic(depth: depth - 1), pick(["+", "-", "*", "/", "/"]), arithmetic(depth: depth - 1))
    }

    private mutating func number() -> Sample {
        let digits = [0, 1, 2, 9, 50, 90][roll(6)]
        switch roll(4) {
        case 0: return .literal("\(digits)%", Self.number(digits, over: 100))
        case 1: return .literal("\(digits).5", Self.number(digits * 10 + 5, over: 10))
        default: return .literal("\(digits)", Self.number(digits))
        }
    }

    private mutating func item() -> (text: String, from: Cell, through: Cell) {
        let low = roll(40) - 20, high = low + roll(20)
        switch roll(3) {
        case 0: return ("\(low)..\(high)", Self.number(low), Self.number(high))
        case 1: return ("\(low)", Self.number(low), Self.number(low))
        default: return ("\(high + 20).25", Self.number(high * 100 + 2025, over: 100), Self.number(high * 100 + 2025, over: 100))
        }
    }

    private mutating func textItems() -> [(text: String, from: Cell, through: Cell)] {
        if roll(3) == 0 {
            // A range means three texts; the second and third are written once more, which changes nothing.
            return [("7..9", .text("7"), .text("7")), ("8", .text("8"), .text("8")), ("9", .text("9"), .text("9"))]
        }
        guard case .literal(let text, let value) = text() else { return [] }
        return [(text, value, value)]
    }

    private mutating func text() -> Sample {
        let text = pick(SampleColumns.texts + ["Z"])
        return .literal(pick(Int(text) == nil ? ["\"\(text)\"", "'\(text)'"] : ["\"\(text)\"", text]), .text(text))
    }

    private mutating func day() -> Sample {
        let (text, days) = [("1970-01-01", 0), ("1970-02-15", 45), ("1969-12-01", -31)][roll(3)]
        return roll(3) == 0 ? .literal(text, Self.number(days)) : column("day")
    }

    private mutating func column(_ type: String) -> Sample {
        .column("\(pick(["", "", "other."]))\(pick(["first", "second"]))_\(type)")
    }

    private mutating func relation() -> String { pick(["==", "!=", "<", "<=", ">", ">="]) }

    private mutating func roll(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    private mutating func flip() -> Bool { Bool.random(using: &random) }

    private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &random)! }

    private static func number(_ value: Int, over scale: Int = 1) -> Cell {
        .number(BigRatio(BigWhole(value), over: BigWhole(scale)))
    }
}

extension Sample {
    /// The literal `true` or `false` with the value it spells.
    fileprivate var fixed: Sample {
        if case .literal(let text, _) = self { .literal(text, .truth(text == "true" ? 1 : -1)) } else { self }
    }
}
