/// A pipeline file's text by lines, to find the place of a character inside a value.
struct FileText {
    private let lines: [[Character]]

    init(_ text: String) {
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(Array.init)
    }

    /// Whether a line begins with blanks up to a place, a tab among them.
    func hasTab(at place: Place) -> Bool {
        guard lines.indices.contains(place.line - 1) else { return false }
        return lines[place.line - 1].prefix(place.column).allSatisfy(\.isWhitespace)
            && lines[place.line - 1].prefix(place.column).contains("\t")
    }

    /// Where a key of the mapping that begins at a place stands, as far as each key has a line of its own.
    func places(ofKey key: String, from start: Place) -> [Place] {
        var places: [Place] = []
        for number in max(0, start.line - 1)..<lines.count {
            let line = lines[number], indent = line.prefix { $0 == " " }.count
            if indent < start.column - 1, indent < line.count, number > start.line - 1 { break }
            let rest = String(line.dropFirst(start.column - 1))
            if rest.hasPrefix(key + ":") { places.append(Place(layer: start.layer, line: number + 1, column: start.column)) }
        }
        return places
    }

    /// Where a character of a value stands in the file.
    ///
    /// A value may be quoted, or folded over several lines: blanks are passed over on both sides, so that only the other
    /// characters have to agree.
    ///
    /// - Parameters:
    ///   - number: the character, from 1; one past the last for the value's end.
    ///   - start: where the value begins, as the YAML parser says.
    /// - Returns: the value's beginning where the file's text can't be followed (an escape, an alias).
    func place(ofCharacter number: Int, of value: String, from start: Place) -> Place {
        let wanted = value.filter { !$0.isWhitespace }
        let before = value.prefix(number - 1).filter { !$0.isWhitespace }.count
        var cursor = Cursor(lines: lines, place: start)
        cursor.skipMarks()
        var place = cursor.place, seen = 0
        for character in wanted {
            guard let found = cursor.next(), found.character == character else { return start }
            if seen == before { return found.place }
            place = Place(layer: start.layer, line: found.place.line, column: found.place.column + 1)
            seen += 1
        }
        return place
    }

    /// Walks through the characters of a value that are not blank.
    private struct Cursor {
        let lines: [[Character]]
        var place: Place
        private var quote: Character?

        init(lines: [[Character]], place: Place) {
            self.lines = lines
            self.place = place
        }

        private var current: Character? {
            guard lines.indices.contains(place.line - 1) else { return nil }
            let line = lines[place.line - 1]
            return line.indices.contains(place.column - 1) ? line[place.column - 1] : "\n"
        }

        private mutating func advance() {
            if current == "\n" { place = Place(layer: place.layer, line: place.line + 1, column: 1) }
            else { place = Place(layer: place.layer, line: place.line, column: place.column + 1) }
        }

        /// Passes an opening quote, or the sign of a folded text with the rest of its line.
        mutating func skipMarks() {
            switch current {
            case "\"", "'":
                quote = current
                advance()
            case ">", "|": while let character = current { advance(); if character == "\n" { break } }
            default: break
            }
        }

        mutating func next() -> (character: Character, place: Place)? {
            while let character = current, character.isWhitespace { advance() }
            if quote == "'" && current == "'" || quote == "\"" && current == "\\" { advance() }
            guard let character = current else { return nil }
            defer { advance() }
            return (character, place)
        }
    }
}
