import Foundation

/// A page of the documentation: its text, and its fenced blocks with what their fence says they are.
struct Article {
    let text: String
    let blocks: [Block]

    struct Block {
        let language: String
        let lines: [String]
    }

    /// The package's directory.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// An article of the catalogue.
    init(_ name: String) throws {
        try self.init(path: "Sources/schoolindex/Documentation.docc/\(name).md")
    }

    /// - Parameter path: below the package's directory.
    init(path: String) throws {
        text = try String(contentsOfFile: "\(Self.root)/\(path)", encoding: .utf8)
        var blocks: [Block] = [], language: String?, lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if !line.hasPrefix("```") {
                lines.append(line)
            } else if let opened = language {
                blocks.append(Block(language: opened, lines: lines))
                language = nil
            } else {
                language = String(line.dropFirst(3))
                lines = []
            }
        }
        self.blocks = blocks
    }

    func lines(_ language: String) -> [String] { blocks.filter { $0.language == language }.flatMap(\.lines) }
}
