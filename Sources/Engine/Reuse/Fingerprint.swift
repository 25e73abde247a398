internal import Conditions
internal import Model
internal import Pipeline

/// A digest of what a declaration says: its values, and neither where they stand in the file nor why they hold.
///
/// Everything that a declaration holds counts, so that one with a new part has another digest without anybody thinking of it.
/// Places, sentences, sources and the spelling of conditions do not; sets and mappings have no order.
enum Fingerprint {
    static func of(_ values: Any...) -> String { Digest.hexadecimal(of: Array(values.map(text).joined(separator: "\n").utf8)) }

    private static func text(_ value: Any) -> String {
        if value is Place || value is Provenance { return "" }
        if let number = value as? any BinaryInteger { return "\(number)" }
        let mirror = Mirror(reflecting: value)
        var children = mirror.children.map { child in (name: child.label ?? "", text: text(child.value)) }
        // The text of a condition is one of many ways to write what it was read as.
        if value is Condition { children.removeAll { $0.name == "text" } }
        switch mirror.displayStyle {
        case .set, .dictionary: return "{\(children.map(\.text).sorted().joined(separator: ","))}"
        case .collection: return "[\(children.map(\.text).joined(separator: ","))]"
        case .optional: return children.first.map { "some(\($0.text))" } ?? "none"
        case .enum where children.isEmpty: return "\(type(of: value)).\(value)"
        case nil where children.isEmpty, .struct where children.isEmpty: return String(reflecting: value)
        default: return "\(type(of: value))(\(children.map { "\($0.name):\($0.text)" }.joined(separator: ",")))"
        }
    }
}
