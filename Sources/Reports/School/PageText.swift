internal import Mustache

/// Texts as HTML: escaped byte by byte, most of them passed on as they are.
struct PageText: MustacheContentType {
    /// Templates that begin with this pragma escape with `PageText`; the name is registered before the first is read.
    static let name: String = {
        MustacheContentTypes.register(PageText(), named: "PAGE_TEXT")
        return "PAGE_TEXT"
    }()

    func escapeText(_ text: String) -> String {
        if !text.utf8.contains(where: { Self.isMarkup($0) }) { return text }
        let escaped = text.utf8.reduce(into: [UInt8]()) { bytes, byte in
            if let entity = Self.entity(of: byte) { bytes.append(contentsOf: entity.utf8) } else { bytes.append(byte) }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    @inline(__always)
    private static func isMarkup(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        default: false
        }
    }

    private static func entity(of byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
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
