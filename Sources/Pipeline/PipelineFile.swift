internal import Foundation
internal import Yams

/// The text of a pipeline file and where it is, since its sources can stand beside it.
package struct PipelineFile: Sendable {
    package let path: String
    package let text: String

    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// - Throws: one problem at 1:1 where the file can't be read.
    package init(path: String) throws(PipelineProblems) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw PipelineProblems([
                PipelineProblem(
                    file: path, line: 1, column: 1, problem: "the pipeline file can't be read",
                    remedy: "Check the path and its permissions")
            ])
        }
        guard let text = String(validating: data, as: UTF8.self) else { throw PipelineProblems([.notUTF8(path, Array(data))]) }
        self.init(path: path, text: text)
    }

    /// The directory it is in.
    package var directory: String {
        let directory = (path as NSString).deletingLastPathComponent
        return directory.isEmpty ? "." : directory
    }

    /// Its name without the directories above it.
    package var name: String { (path as NSString).lastPathComponent }

    /// Reads and checks the whole file.
    ///
    /// - Throws: all problems of the file at once.
    package func pipeline() throws(PipelineProblems) -> Pipeline {
        let problems = ProblemList(file: path, text: text)
        guard let root = root(problems), let reader = MappingReader(root, subject: "the pipeline file", problems: problems)
        else { throw PipelineProblems(problems.sorted) }
        let pipeline = PipelineReading(file: reader, problems: problems).read()
        if !problems.isEmpty { throw PipelineProblems(problems.sorted) }
        return pipeline
    }

    private func root(_ problems: ProblemList) -> Node? {
        do {
            if let node = try Yams.compose(yaml: text), !node.isNull { return node }
            problems.add(.start, "the pipeline file is empty", "Start from one of the pipelines that ship with the tool")
        } catch let error as YamlError {
            problems.add(error, in: text)
        } catch {
            problems.add(.start, "this is not YAML: \(error)")
        }
        return nil
    }
}

// MARK: Texts

extension PipelineProblem {
    /// The first line that is not UTF-8.
    fileprivate static func notUTF8(_ path: String, _ bytes: [UInt8]) -> PipelineProblem {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
        return PipelineProblem(
            file: path, line: line + 1, column: 1, problem: "this line is not UTF-8", remedy: "Save the file as UTF-8")
    }
}

extension ProblemList {
    /// What the YAML parser says, and where it stopped.
    fileprivate func add(_ error: YamlError, in text: String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            let place = Place(line: mark.line, column: mark.column)
            if FileText(text).hasTab(at: place) {
                add(place, "there is a tab here, and YAML indents with blanks only", "Put blanks in its place")
            } else {
                add(place, "this is not YAML: \(problem)", "Check indentation, colons and quotes here and just above")
            }
        case .duplicatedKeysInMapping(let duplicates, let context):
            let start = Place(line: context.mark.line, column: context.mark.column)
            for key in duplicates {
                let place = FileText(text).places(ofKey: key, from: start)
                let first = place.first.map { "; the first is on line \($0.line)" } ?? ""
                add(place.dropFirst().first ?? start, "the key `\(key)` stands here for the second time\(first)", "Keep one of them")
            }
        case .reader:
            let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            let line = lines.firstIndex { $0.unicodeScalars.contains(where: \.isRefusedByYAML) } ?? 0
            add(Place(line: line + 1, column: 1), "this line has a character that YAML does not allow", "Save the file as plain text in UTF-8")
        default: add(.start, "this is not YAML: \(error)")
        }
    }
}

extension Unicode.Scalar {
    /// Control characters, apart from the tab.
    fileprivate var isRefusedByYAML: Bool { properties.generalCategory == .control && self != "\t" && self != "\u{85}" }
}
