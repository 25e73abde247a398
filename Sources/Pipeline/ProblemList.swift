internal import Conditions
internal import Ingestion

/// Collects the problems and remarks of a pipeline file, and of the scenarios that change it, while they are read.
final class ProblemList {
    private let layers: [PipelineFile.Layer]
    /// Split into lines once a place in them is looked for.
    private lazy var texts = layers.map { FileText($0.text) }
    private var problems: [PipelineProblem] = []
    private var noted: [PipelineProblem] = []

    init(_ layers: [PipelineFile.Layer]) {
        self.layers = layers
    }

    /// Adds a mistake: nothing runs before it is mended. Remedies follow each other; empty ones are left out.
    func add(_ place: Place, _ problem: String, _ remedies: String...) {
        let new = entry(place, problem, remedies)
        if !problems.contains(new) { problems.append(new) }
    }

    /// Adds something worth knowing that keeps nothing from running.
    func remark(_ place: Place, _ problem: String, _ remedies: String...) {
        let new = entry(place, problem, remedies)
        if !noted.contains(new) { noted.append(new) }
    }

    /// Mistakes of one condition that are written out: a list of thousands of wrong texts is one mistake to its writer.
    private static let conditionLimit = 100

    /// Adds every mistake of a condition at the very character where it stands.
    func add(_ wrong: ConditionProblems, in condition: ConditionText, subject: String) {
        for problem in wrong.problems.prefix(Self.conditionLimit) {
            let place = texts[condition.place.layer].place(ofCharacter: problem.column, of: condition.text, from: condition.place)
            add(
                place, "\(subject), at character \(problem.column) (\(problem.subject)): \(problem.problem)",
                problem.remedy)
        }
        let more = wrong.problems.count - Self.conditionLimit
        if more > 0 { add(condition.place, "\(subject): \(more) more are wrong like these", "Mend these first") }
    }

    /// Adds that a name stands for nothing, with the name that was probably meant or else all there are.
    ///
    /// Where there is nothing to name, that is a mistake of its own, reported where the section is read.
    func addUnknown(_ name: Name, _ kind: String, among all: [String], subject: String) {
        if all.isEmpty { return }
        let candidates = Array(Set(all)).sorted { all.firstIndex(of: $0)! < all.firstIndex(of: $1)! }
        let meant = Self.suggestion(for: name.text, among: candidates)
        add(
            name.place, "\(subject): there is no \(kind) `\(name.text)`",
            meant.isEmpty ? Self.list(candidates) : meant)
    }

    /// Adds that a name stands for no field of a source, with the field that was probably meant or else all it has.
    func addUnknownField(_ name: Name, of source: SourceRule, subject: String) {
        let fields = source.fields.map(\.name)
        let meant = Self.suggestion(for: name.text, among: fields)
        add(
            name.place, "\(subject) `\(name.text)`, but source `\(source.name)` has no such field",
            meant.isEmpty ? "It has \(fields.joined(separator: ", "))" : meant)
    }

    /// Adds that a mapping has both of two keys that exclude each other, or neither.
    func addNeitherOrBoth(_ first: String, _ second: String, of mapping: MappingReader, hasBoth: Bool, _ remedy: String) {
        let which = hasBoth ? "both `\(first)` and" : "neither `\(first)` nor"
        add(mapping.place, "\(mapping.subject) has \(which) `\(second)`", remedy)
    }

    /// Adds that a list names something twice.
    func addRepeated(_ name: Name, in list: String, of subject: String) {
        add(name.place, "`\(list)` of \(subject) names `\(name.text)` twice", "Keep one")
    }

    private func entry(_ place: Place, _ problem: String, _ remedies: [String]) -> PipelineProblem {
        let remedy = remedies.filter { !$0.isEmpty }.map { $0.hasSuffix("?") || $0 == remedies.last ? $0 : $0 + "." }
        return PipelineProblem(
            file: layers[place.layer].path, line: layers[place.layer].isOption ? 0 : place.line, column: place.column, problem: problem, remedy: remedy.joined(separator: " "))
    }

    var isEmpty: Bool { problems.isEmpty }

    var count: Int { problems.count }

    /// The mistakes in the order of lines.
    var sorted: [PipelineProblem] { Self.sorted(problems) }

    /// The remarks in the order of lines.
    var remarks: [PipelineProblem] { Self.sorted(noted) }

    private static func sorted(_ problems: [PipelineProblem]) -> [PipelineProblem] {
        problems.enumerated().sorted { first, second in
            (first.element.line, first.element.column, first.offset) < (second.element.line, second.element.column, second.offset)
        }.map(\.element)
    }
}

// MARK: Texts

extension ProblemList {
    /// "Did you mean `x`?", or nothing where no name is close: one number or year is not a misspelling of another.
    static func suggestion(for name: String, among names: some Sequence<String>) -> String {
        !name.contains(where: \.isLetter) ? "" : nearest(to: name, among: names).map { "Did you mean `\($0)`?" } ?? ""
    }

    /// "Choose among a, b and 7 more", or nothing where there is no name.
    private static func list(_ names: [String]) -> String {
        if names.isEmpty { return "" }
        let shown = names.prefix(20).joined(separator: ", ")
        return names.count > 20 ? "Choose among \(shown) and \(names.count - 20) more" : "Choose among \(shown)"
    }
}
