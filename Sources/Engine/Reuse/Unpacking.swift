/// Reads what `PackedEncoder` wrote.
struct PackedDecoder: Decoder {
    /// The bytes are not what was written.
    struct Damage: Error {}

    /// The bytes that are left, shared by all containers of one value.
    final class Input {
        private let bytes: ArraySlice<UInt8>
        private var next: Int

        init(_ bytes: ArraySlice<UInt8>) {
            self.bytes = bytes
            next = bytes.startIndex
        }

        var isAtEnd: Bool { next == bytes.endIndex }

        private func take(_ count: Int) throws(Damage) -> ArraySlice<UInt8> {
            guard count >= 0, count <= bytes.endIndex - next else { throw Damage() }
            defer { next += count }
            return bytes[next..<next + count]
        }

        func value<Value: BitwiseCopyable>(of type: Value.Type) throws(Damage) -> Value {
            try take(MemoryLayout<Value>.size).withUnsafeBytes { $0.loadUnaligned(as: Value.self) }
        }

        func truth() throws(Damage) -> Bool {
            let byte = try value(of: UInt8.self)
            if byte > 1 { throw Damage() }
            return byte == 1
        }

        func text() throws(Damage) -> String {
            guard let text = String(validating: try take(try value(of: Int.self)), as: UTF8.self) else { throw Damage() }
            return text
        }

        func array<Element: BitwiseCopyable>(of type: Element.Type) throws(Damage) -> [Element] {
            let count = try value(of: Int.self), (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
            if count < 0 || overflow { throw Damage() }
            let source = try take(size)
            return [Element](unsafeUninitializedCapacity: count) { storage, initialized in
                source.withUnsafeBytes { UnsafeMutableRawBufferPointer(storage).copyMemory(from: $0) }
                initialized = count
            }
        }

        func value<Value: Decodable>(_ type: Value.Type) throws -> Value {
            if let plain = type as? any PlainArray.Type { return try plain.init(from: self) as! Value }
            return try Value(from: PackedDecoder(input: self))
        }
    }

    /// - Throws: where the bytes are not those of such a value, or more than those.
    static func value<Value: Decodable>(_ type: Value.Type, of bytes: ArraySlice<UInt8>) throws(Damage) -> Value {
        let input = Input(bytes)
        guard let value = try? input.value(type), input.isAtEnd else { throw Damage() }
        return value
    }

    let input: Input
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> { KeyedDecodingContainer(Keyed<Key>(input: input)) }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { Unkeyed(input: input, count: try input.value(of: Int.self)) }
    func singleValueContainer() -> any SingleValueDecodingContainer { Single(input: input) }
}

extension PackedDecoder {
    private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let input: Input
        var codingPath: [any CodingKey] { [] }

        /// Asked for by enumerations alone, whose case's name is next.
        var allKeys: [Key] { (try? input.text()).flatMap { Key(stringValue: $0) }.map { [$0] } ?? [] }

        func contains(_ key: Key) -> Bool { true }
        func decodeNil(forKey key: Key) -> Bool { false }
        func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try input.truth() }
        func decode(_ type: String.Type, forKey key: Key) throws -> String { try input.text() }
        func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try input.value(of: type) }
        func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try input.value(of: type) }
        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try input.value(type) }

        func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try input.truth() ? try input.truth() : nil }
        func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try input.truth() ? try input.text() : nil }
        func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try input.truth() ? try input.value(of: type) : nil }
        func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try input.truth() ? try input.value(of: type) : nil }
        func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
            try input.truth() ? try input.value(type) : nil
        }

        func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedDecodingContainer<Nested> {
            KeyedDecodingContainer(Keyed<Nested>(input: input))
        }

        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
            Unkeyed(input: input, count: try input.value(of: Int.self))
        }

        func superDecoder() -> any Decoder { PackedDecoder(input: input) }
        func superDecoder(forKey key: Key) -> any Decoder { PackedDecoder(input: input) }
    }

    private struct Unkeyed: UnkeyedDecodingContainer {
        let input: Input
        let total: Int
        private(set) var currentIndex = 0
        var codingPath: [any CodingKey] { [] }
        var count: Int? { nil }
        var isAtEnd: Bool { currentIndex >= total }

        init(input: Input, count: Int) {
            self.input = input
            total = count
        }

        mutating func decodeNil() -> Bool { false }

        mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            currentIndex += 1
            return try input.value(type)
        }

        mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedDecodingContainer<Nested> {
            currentIndex += 1
            return KeyedDecodingContainer(Keyed<Nested>(input: input))
        }

        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
            currentIndex += 1
            return Unkeyed(input: input, count: try input.value(of: Int.self))
        }

        mutating func superDecoder() -> any Decoder { PackedDecoder(input: input) }
    }

    private struct Single: SingleValueDecodingContainer {
        let input: Input
        var codingPath: [any CodingKey] { [] }

        func decodeNil() -> Bool { false }
        func decode(_ type: Bool.Type) throws -> Bool { try input.truth() }
        func decode(_ type: String.Type) throws -> String { try input.text() }
        func decode(_ type: Double.Type) throws -> Double { try input.value(of: type) }
        func decode(_ type: Float.Type) throws -> Float { try input.value(of: type) }
        func decode(_ type: Int.Type) throws -> Int { try input.value(of: type) }
        func decode(_ type: Int8.Type) throws -> Int8 { try input.value(of: type) }
        func decode(_ type: Int16.Type) throws -> Int16 { try input.value(of: type) }
        func decode(_ type: Int32.Type) throws -> Int32 { try input.value(of: type) }
        func decode(_ type: Int64.Type) throws -> Int64 { try input.value(of: type) }
        func decode(_ type: UInt.Type) throws -> UInt { try input.value(of: type) }
        func decode(_ type: UInt8.Type) throws -> UInt8 { try input.value(of: type) }
        func decode(_ type: UInt16.Type) throws -> UInt16 { try input.value(of: type) }
        func decode(_ type: UInt32.Type) throws -> UInt32 { try input.value(of: type) }
        func decode(_ type: UInt64.Type) throws -> UInt64 { try input.value(of: type) }
        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try input.value(type) }
    }
}
