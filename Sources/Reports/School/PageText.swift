internal import Mustache

/// Texts as HTML: escaped byte by byte, most of them passed on as they are.
struct PageText: MustacheContentType {
    /// Templates that begin with this pragma escape with `PageText`; the name is registered before the first is read.
    static let name: String = {
        MustacheContentTypes.register(PageText(), named: "PAGE_TEXT")
        return "PAGE_TEXT"
    }()

    func escapeText(_ text: String) -> String {
        let entities = Self.entities
        if !text.utf8.contains(where: { entities[Int($0)] != nil }) { return text }
        let escaped = text.utf8.reduce(into: [UInt8]()) { bytes, byte in
            if let entity = entities[Int(byte)] { bytes.append(contentsOf: entity) } else { bytes.append(byte) }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    /// Byte → what stands for it; nil for nearly all.
    private static let entities: [[UInt8]?] = {
        var entities = [[UInt8]?](repeating: nil, count: 256)
        for (character, entity) in [("<", "&lt;"), (">", "&gt;"), ("&", "&amp;"), ("\"", "&quot;"), ("'", "&#39;")] {
            entities[Int(character.utf8.first!)] = Array(entity.utf8)
        }
        return entities
    }()
}

extension MustacheTemplate {
    /// A template compiled into the tool.
    init(page bytes: [UInt8]) {
        let pragma = "{{% CONTENT_TYPE: \(PageText.name)}}"
        do {
            try self.init(string: pragma + String(decoding: bytes, as: UTF8.self))
        } catch {
            preconditionFailure("a template of the school report is malformed: \(error)")
        }
    }
}
