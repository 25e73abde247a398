internal import Model

/// Values one after the other as bytes, without names: kept results are read by the version of the tool that wrote them.
///
/// Arrays of plain numbers are their memory. Keyed containers are written in the order of the calls; the name of an enumeration's
/// case goes in front of its values.
struct PackedEncoder: Encoder {
    /// The bytes written so far, shared by all containers of one value.
    final class Output {
        var bytes: [UInt8] = []

        func add<Value: BitwiseCopyable>(plain value: Value) { withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) } }

        func add(text: String) {
            var text = text
            text.withUTF8 { utf8 in
                add(plain: utf8.count)
                bytes.append(contentsOf: utf8)
            }
        }

        func add<Element: BitwiseCopyable>(all values: [Element]) {
            add(plain: values.count)
            values.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }

        func add(_ value: some Encodable) throws {
            if let array = value as? any PlainArray {
                array.add(to: self)
            } else {
                try value.encode(to: PackedEncoder(output: self))
            }
        }
    }

    static func bytes(of value: some Encodable) -> [UInt8] {
        let output = Output()
        do { try output.add(value) } catch { preconditionFailure("results of ours can be packed: \(error)") }
        return output.bytes
    }

    let output: Output
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> { KeyedEncodingContainer(Keyed<Key>(output: output)) }
    func unkeyedContainer() -> any UnkeyedEncodingContainer { Unkeyed(output: output) }
    func singleValueContainer() -> any SingleValueEncodingContainer { Single(output: output) }
}

/// An array that is packed as its memory.
protocol PlainArray {
    func add(to output: PackedEncoder.Output)
    init(from input: PackedDecoder.Input) throws(PackedDecoder.Damage)
}

/// A value that is packed as its memory where it stands in an array.
protocol PlainValue: BitwiseCopyable {}

extension UInt8: PlainValue {}
extension UInt16: PlainValue {}
extension UInt64: PlainValue {}
extension Int16: PlainValue {}
extension Int32: PlainValue {}
extension Int64: PlainValue {}
extension Int: PlainValue {}
extension Double: PlainValue {}
extension Cell: PlainValue {}

extension Array: PlainArray where Element: PlainValue {
    func add(to output: PackedEncoder.Output) { output.add(all: self) }
    init(from input: PackedDecoder.Input) throws(PackedDecoder.Damage) { self = try input.array(of: Element.self) }
}

extension PackedEncoder {
    private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let output: Output
        var codingPath: [any CodingKey] { [] }

        func encodeNil(forKey key: Key) {}
        func encode(_ value: Bool, forKey key: Key) { output.add(plain: value) }
        func encode(_ value: String, forKey key: Key) { output.add(text: value) }
        func encode(_ value: Double, forKey key: Key) { output.add(plain: value) }
        func encode(_ value: Int, forKey key: Key) { output.add(plain: value) }
        func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try output.add(value) }

        func encodeIfPresent(_ value: Bool?, forKey key: Key) { present(value) { output.add(plain: $0) } }
        func encodeIfPresent(_ value: String?, forKey key: Key) { present(value) { output.add(text: $0) } }
        func encodeIfPresent(_ value: Double?, forKey key: Key) { present(value) { output.add(plain: $0) } }
        func encodeIfPresent(_ value: Int?, forKey key: Key) { present(value) { output.add(plain: $0) } }
        func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws { try present(value) { try output.add($0) } }

        private func present<Value>(_ value: Value?, _ add: (Value) throws -> Void) rethrows {
            output.add(plain: value != nil)
            if let value { try add(value) }
        }

        /// The case of an enumeration.
        func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
            output.add(text: key.stringValue)
            return KeyedEncodingContainer(Keyed<Nested>(output: output))
        }

        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { Unkeyed(output: output) }
        func superEncoder() -> any Encoder { PackedEncoder(output: output) }
        func superEncoder(forKey key: Key) -> any Encoder { PackedEncoder(output: output) }
    }

    /// Its number of elements stands in front of them, and grows with each.
    private struct Unkeyed: UnkeyedEncodingContainer {
        let output: Output
        let start: Int
        private(set) var count = 0
        var codingPath: [any CodingKey] { [] }

        init(output: Output) {
            self.output = output
            start = output.bytes.count
            output.add(plain: 0)
        }

        private mutating func grow() {
            count += 1
            let count = self.count, start = self.start
            output.bytes.withUnsafeMutableBytes { $0.storeBytes(of: count, toByteOffset: start, as: Int.self) }
        }

        mutating func encodeNil() throws { preconditionFailure("arrays of ours have no gaps") }

        mutating func encode(_ value: String) {
            output.add(text: value)
            grow()
        }

        mutating func encode<Value: Encodable>(_ value: Value) throws {
            try output.add(value)
            grow()
        }

        mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
            grow()
            return KeyedEncodingContainer(Keyed<Nested>(output: output))
        }

        mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
            grow()
            return Unkeyed(output: output)
        }

        mutating func superEncoder() -> any Encoder { PackedEncoder(output: output) }
    }

    private struct Single: SingleValueEncodingContainer {
        let output: Output
        var codingPath: [any CodingKey] { [] }

        func encodeNil() { preconditionFailure("what is absent is told by the containers") }
        func encode(_ value: Bool) { output.add(plain: value) }
        func encode(_ value: String) { output.add(text: value) }
        func encode(_ value: Double) { output.add(plain: value) }
        func encode(_ value: Float) { output.add(plain: value) }
        func encode(_ value: Int) { output.add(plain: value) }
        func encode(_ value: Int8) { output.add(plain: value) }
        func encode(_ value: Int16) { output.add(plain: value) }
        func encode(_ value: Int32) { output.add(plain: value) }
        func encode(_ value: Int64) { output.add(plain: value) }
        func encode(_ value: UInt) { output.add(plain: value) }
        func encode(_ value: UInt8) { output.add(plain: value) }
        func encode(_ value: UInt16) { output.add(plain: value) }
        func encode(_ value: UInt32) { output.add(plain: value) }
        func encode(_ value: UInt64) { output.add(plain: value) }
        func encode<Value: Encodable>(_ value: Value) throws { try output.add(value) }
    }
}
