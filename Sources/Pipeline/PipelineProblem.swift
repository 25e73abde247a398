/// Something wrong with a pipeline file: where, what, and how to mend it.
package struct PipelineProblem: Error, Equatable, Sendable, CustomStringConvertible {
    package let file: String
    /// From 1; 0 for what is in no file.
    package let line: Int
    /// From 1.
    package let column: Int
    package let problem: String
    package let remedy: String

    package init(file: String, line: Int, column: Int, problem: String, remedy: String) {
        self.file = file
        self.line = line
        self.column = column
        self.problem = problem
        self.remedy = remedy
    }

    package var description: String {
        (line == 0 ? "\(file): " : "\(file):\(line):\(column): ") + [problem, remedy].filter { !$0.isEmpty }.map(\.asSentence).joined(separator: " ")
    }
}

/// Everything wrong with a pipeline file, in the order of its lines.
package struct PipelineProblems: Error, Sendable, CustomStringConvertible {
    package let problems: [PipelineProblem]

    package init(_ problems: [PipelineProblem]) { self.problems = problems }

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// A place in a pipeline file, or in one of the scenarios that change it.
package struct Place: Sendable, Hashable {
    /// The number of the file: 0 is the pipeline's own, the scenarios follow.
    package let layer: Int
    package let line: Int
    package let column: Int

    package static let start = Place(line: 1, column: 1)

    package init(layer: Int = 0, line: Int, column: Int) {
        self.layer = layer
        self.line = line
        self.column = column
    }
}

extension String {
    /// With a full stop, unless it ends in one or asks something.
    fileprivate var asSentence: String { hasSuffix(".") || hasSuffix("?") ? self : self + "." }
}
