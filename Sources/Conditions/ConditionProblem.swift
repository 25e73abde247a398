/// A mistake in a condition: where it stands, what was found there, what is wrong with it and how to mend it.
package struct ConditionProblem: Error, Equatable, Sendable {
    /// The mistake's first character in the condition's text, from 1.
    package let column: Int
    /// How many characters it takes; 0 at the end of the text.
    package let length: Int
    /// The piece of text in question.
    package let subject: String
    package let problem: String
    package let remedy: String
}

/// All the mistakes found in one condition, in the order of the text.
package struct ConditionProblems: Error, Equatable, Sendable {
    package let problems: [ConditionProblem]
}

extension ConditionProblem: CustomStringConvertible {
    package var description: String { "at character \(column) (\(subject)): \(problem) \(remedy)" }
}

extension ConditionProblems: CustomStringConvertible {
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// A condition's text by characters.
struct Source: Sendable {
    private let characters: [Character]

    init(_ text: String) { characters = Array(text) }

    subscript(_ span: Span) -> String { String(characters[span.start..<span.end]) }

    /// The problem with the piece of text it is about as its subject.
    func quoted(in problem: ConditionProblem) -> ConditionProblem {
        let start = problem.column - 1
        let piece = self[Span(start: start, end: start + problem.length)]
        let clipped = piece.count > 60 ? piece.prefix(59) + "…" : piece
        return ConditionProblem(
            column: problem.column, length: problem.length, subject: piece.isEmpty ? "the end" : clipped,
            problem: problem.problem, remedy: problem.remedy)
    }
}
