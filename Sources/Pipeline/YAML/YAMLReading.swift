internal import Yams

/// Reads the text of a file as YAML.
struct YAMLReading {
    /// Why a text is no YAML: where, what, and how to mend it.
    struct Mistake: Error {
        var entries: [(place: Place, problem: String, remedy: String)]
    }

    let text: String
    /// The number of the file, for the places of its values.
    let layer: Int

    /// - Throws: a `Mistake`, also for a text without any value.
    func read() throws(Mistake) -> Node {
        let start = Place(layer: layer, line: 1, column: 1)
        do {
            // Values are texts until a key's reader says what they must be: no rule that tells numbers from texts is needed.
            let parser = try Parser(yaml: text, resolver: .basic)
            if let root = try parser.singleRoot() {
                var reading = NodeReading(layer: layer)
                // Anchors live as long as the parser does.
                let node = withExtendedLifetime(parser) { reading.node(root) }
                if !node.isNull { return node }
            }
        } catch let error as YamlError {
            throw mistake(error)
        } catch {
            throw Mistake(entries: [(start, "this is not YAML: \(error)", "")])
        }
        throw Mistake(entries: [(start, "the pipeline file is empty", "Start from one of the pipelines that ship with the tool")])
    }

    /// What the parser says, and where it stopped.
    private func mistake(_ error: YamlError) -> Mistake {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            let place = Place(mark, layer: layer)
            return Mistake(entries: [
                FileText(text).hasTab(at: place)
                    ? (place, "there is a tab here, and YAML indents with blanks only", "Put blanks in its place")
                    : (place, "this is not YAML: \(problem)", "Check indentation, colons and quotes here and just above")
            ])
        case .duplicatedKeysInMapping(let duplicates, let context):
            let start = Place(context.mark, layer: layer)
            return Mistake(entries: duplicates.map { key in
                let places = FileText(text).places(ofKey: key, from: start)
                let first = places.first.map { "; the first is on line \($0.line)" } ?? ""
                return (places.dropFirst().first ?? start, "the key `\(key)` stands here for the second time\(first)", "Keep one of them")
            })
        case .reader:
            let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            let line = lines.firstIndex { $0.unicodeScalars.contains(where: \.isRefusedByYAML) } ?? 0
            return Mistake(entries: [
                (Place(layer: layer, line: line + 1, column: 1), "this line has a character that YAML does not allow",
                    "Save the file as plain text in UTF-8")
            ])
        default: return Mistake(entries: [(Place(layer: layer, line: 1, column: 1), "this is not YAML: \(error)", "")])
        }
    }
}

/// Makes nodes of what the parser made, each one with an anchor once, however many aliases name it.
private struct NodeReading {
    let layer: Int
    private var anchored: [Place: Node] = [:]

    init(layer: Int) { self.layer = layer }

    mutating func node(_ parsed: Yams.Node) -> Node {
        let place = parsed.mark.map { Place($0, layer: layer) } ?? Place(layer: layer, line: 1, column: 1)
        if parsed.anchor != nil, let known = anchored[place] { return known }
        let node = Node(content: content(parsed), place: place)
        if parsed.anchor != nil { anchored[place] = node }
        return node
    }

    private mutating func content(_ parsed: Yams.Node) -> Node.Content {
        switch parsed {
        case .scalar(let scalar): return .scalar(Node.Scalar(string: scalar.string, isPlain: scalar.style == .plain))
        case .mapping(let mapping): return .mapping(Node.Mapping(written: mapping.map { (node($0.key), node($0.value)) }))
        case .sequence(let sequence): return .sequence(sequence.map { node($0) })
        case .alias: preconditionFailure("the parser follows aliases")
        }
    }
}

extension Place {
    fileprivate init(_ mark: Mark, layer: Int) { self.init(layer: layer, line: mark.line, column: mark.column) }
}

extension Unicode.Scalar {
    /// Control characters, apart from the tab.
    fileprivate var isRefusedByYAML: Bool { properties.generalCategory == .control && self != "\t" && self != "\u{85}" }
}
