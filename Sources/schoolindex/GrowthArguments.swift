import ArgumentParser
import Engine

/// What the commands of growth have in common.
enum GrowthArguments {
    /// The grades of a list with commas; empty ones too, for the command to refuse.
    static func grades(_ list: String) -> [String] {
        list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    static func percentiles(_ list: String?, of option: String, within range: ClosedRange<Int>) throws -> [Int] {
        try (list ?? "").split(separator: ",").map { text in
            guard let number = Int(text), range.contains(number) else {
                throw ValidationError(
                    "\(option) \(list ?? ""): `\(text)` is no percentile; give numbers from \(range.lowerBound) to "
                        + "\(range.upperBound).")
            }
            return number
        }
    }

    static func obtainable(_ text: String?) throws -> ClosedRange<Double>? {
        guard let text else { return nil }
        let numbers = text.split(separator: ",").compactMap { Double($0) }
        guard numbers.count == 2, numbers[0] < numbers[1] else {
            throw ValidationError("--obtainable \(text): give the lowest and the highest score, such as 150,700.")
        }
        return numbers[0]...numbers[1]
    }
}

extension GrowthSummary {
    func say(quiet: Bool) {
        for warning in warnings { Console.say("warning: \(warning)") }
        if !quiet { for fact in facts { Console.say(fact) } }
    }
}
