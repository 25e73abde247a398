/// An HTML page taken apart plainly: its elements, and what is wrong with how they nest.
package struct HTMLPage {
    package struct Element {
        package let name: String
        package let attributes: [String: String]
        /// The names of the elements around it, outermost first.
        package let path: [String]
        /// All text in it, character references resolved.
        package fileprivate(set) var text = ""
    }

    package private(set) var elements: [Element] = []
    /// What does not nest, is not closed or stands twice.
    package private(set) var faults: [String] = []

    private static let void: Set<String> = ["meta", "link", "br", "hr", "img", "input", "base", "col"]

    package init(_ text: String) {
        var open: [Int] = []
        var rest = Substring(text)
        while let tag = rest.firstIndex(of: "<") {
            let isRaw = open.last.map { ["style", "script"].contains(elements[$0].name) } ?? false
            if isRaw, !rest[tag...].hasPrefix("</") {
                add(String(rest[...tag]), to: open)
                rest = rest[rest.index(after: tag)...]
                continue
            }
            add(Self.resolved(rest[..<tag]), to: open)
            guard let end = rest[tag...].firstIndex(of: ">") else {
                faults.append("a tag is not closed: \(rest[tag...].prefix(40))")
                return
            }
            read(rest[rest.index(after: tag)..<end], &open)
            rest = rest[rest.index(after: end)...]
        }
        if rest.contains(where: { !$0.isWhitespace }) { faults.append("text behind the page: \(rest)") }
        for place in open { faults.append("<\(elements[place].name)> is not closed") }
    }

    private mutating func add(_ text: String, to open: [Int]) {
        for place in open { elements[place].text += text }
    }

    private mutating func read(_ tag: Substring, _ open: inout [Int]) {
        if tag.hasPrefix("!") { return }
        if tag.hasPrefix("/") {
            let name = String(tag.dropFirst())
            guard let last = open.popLast(), elements[last].name == name else {
                faults.append("</\(name)> closes nothing")
                return
            }
            return
        }
        let isClosed = tag.hasSuffix("/")
        let name = String(tag.prefix { !$0.isWhitespace && $0 != "/" })
        elements.append(
            Element(name: name, attributes: attributes(tag.dropFirst(name.count)), path: open.map { elements[$0].name }))
        if !isClosed && !Self.void.contains(name) { open.append(elements.count - 1) }
    }

    private mutating func attributes(_ text: Substring) -> [String: String] {
        var attributes: [String: String] = [:]
        var rest = text.drop { $0.isWhitespace || $0 == "/" }
        while !rest.isEmpty {
            let name = String(rest.prefix { $0 != "=" && !$0.isWhitespace && $0 != "/" })
            rest = rest.dropFirst(name.count)
            var value = ""
            if rest.hasPrefix("=\"") {
                rest = rest.dropFirst(2)
                value = String(rest.prefix { $0 != "\"" })
                rest = rest.dropFirst(value.count + 1)
            } else if rest.hasPrefix("=") {
                value = String(rest.dropFirst().prefix { !$0.isWhitespace })
                rest = rest.dropFirst(value.count + 1)
            }
            if attributes.updateValue(Self.resolved(Substring(value)), forKey: name) != nil { faults.append("\(name) stands twice in a tag") }
            rest = rest.drop { $0.isWhitespace || $0 == "/" }
        }
        return attributes
    }

    private static func resolved(_ text: Substring) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(String(text)) { text, reference in
            text.replacing(reference.0, with: reference.1)
        }
    }

    // MARK: Looking things up

    package func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

    package func element(id: String) -> Element? { elements.first { $0.attributes["id"] == id } }

    /// The cells of each row of the tables with a class, or in the element with an id.
    package func rows(ofTable name: String) -> [[String]] {
        var rows: [[String]] = [], isInside = false, depth = 0
        for element in elements {
            if element.name == "table", element.attributes["class"] == name || element.attributes["id"] == name {
                (isInside, depth) = (true, element.path.count)
                continue
            }
            if element.path.count <= depth { isInside = false }
            if !isInside { continue }
            if element.name == "tr" { rows.append([]) }
            if element.name == "td" || element.name == "th" { rows[rows.count - 1].append(element.text.words) }
        }
        return rows
    }
}

extension String {
    /// The same with single spaces between its words and none around them.
    package var words: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
