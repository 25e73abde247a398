import ArgumentParser
import Engine
import Foundation

/// What the commands of growth have in common.
enum GrowthArguments {
    /// The grades of a list with commas; empty ones too, for the command to refuse.
    static func grades(_ list: String) -> [String] {
        list.split(separator: ",", omittingEmptySubsequences: false).map { $0.drop { $0 == " " } }.map { text in
            String(text.reversed().drop { $0 == " " }.reversed())
        }
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

    /// No file is written twice, and none that is read.
    static func validateDistinct(
        outputs: [(option: String, path: String?)], inputs: [(option: String, path: String?)]
    ) throws {
        func place(_ path: String) -> String { URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path }
        var seen: [String: String] = [:]
        for case (let option, let path?) in inputs { seen[place(path)] = option }
        for case (let option, let path?) in outputs {
            if let other = seen.updateValue(option, forKey: place(path)) {
                throw ValidationError("\(other) and \(option) name the same file, \(path). Give each a file of its own.")
            }
        }
    }

    static func obtainable(_ text: String?) throws -> ClosedRange<Double>? {
        guard let text else { return nil }
        let numbers = text.split(separator: ",").compactMap { Double($0) }.filter { abs($0) < 1e9 }
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
