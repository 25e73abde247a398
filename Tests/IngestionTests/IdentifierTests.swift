import Foundation
import Tables
import Testing

@testable import Ingestion

/// Identifiers are text: what stands in the file is what is compared and printed.
@Suite("An identifier") struct IdentifierTests {
    /// Different ones, many of them equal as numbers or in their first or last characters.
    static let identifiers: [String] =
        ["0", "00", "000", "1", "01", "001", "10", "0123456789", "123456789", "00123456789", "19647331933118", "01964733193311",
         "1964733193311", "1964733193311\u{0660}", "A1", "a1", "A01", "ABCDEFG", "ABCDEFGH", "ABCDEFGHI", "SSID-0001", "SSID-001",
         "Ä12", "A\u{308}12", "12345678901234567", "123456789012345678", "012345678901234567", "99999999999999999",
         "999999999999999999", "9999999999999999999999", "1e5", "1.0", "+1", "-1", "ﬁ", "fi", "9007199254740993", "9007199254740992"]
        + (0...20).map { String(repeating: "0", count: $0) + "7" } + (7...20).map { String(repeating: "x", count: $0) }

    @Test("stays as it is, leading zeros, letters and all") func identity() throws {
        let outcome = try TypedReading([.field("student_id", .key, role: .student)]).read(
            "student_id,n\n" + Self.identifiers.map { $0 + ",1\n" }.joined())
        #expect(outcome.rows.map { $0[0]! } == Self.identifiers)
    }

    @Test("equals another exactly where the texts are the same bytes") func equality() {
        let keys = StudentKeys()
        let values = Self.identifiers.map { id in Array(id.utf8).withUnsafeBytes { keys.key(of: $0) } }
        let again = Self.identifiers.reversed().map { id in Array(id.utf8).withUnsafeBytes { keys.key(of: $0) } }
        #expect(values == again.reversed())
        for (first, second) in zip(values.indices, values.indices.dropFirst()) {
            for other in second..<values.count where Array(Self.identifiers[first].utf8) != Array(Self.identifiers[other].utf8) {
                #expect(values[first] != values[other], "\(Self.identifiers[first]) and \(Self.identifiers[other])")
            }
        }
        #expect(!values.contains(0))
    }

    @Test("that differs by leading zeros only is another student's") func leadingZeros() throws {
        let fields: [FieldRule] = [.field("student_id", .key, role: .student), .field("grade", .text)]
        let outcome = try TypedReading(fields, key: ["student_id"]).read("student_id,grade\n0042,3\n42,4\n00042,5\n0042,3\n")
        #expect(outcome.rows == [["0042", "3"], ["42", "4"], ["00042", "5"]])
        #expect(outcome.findings == ["-  : repeated_row"])
    }

    @Test("of a school is a code of 14 characters, not a number") func schools() throws {
        let field = FieldRule.field("school_id", .text, role: .school) { $0.isRequired = true }
        var reading = try TypedReading([field, .field("n", .integer)])
        reading.schools = Vocabulary(["01612590000003", "19647331933118"])
        let outcome = try reading.read("school_id,n\n01612590000003,1\n1612590000003,2\n19647331933118,3\n1.9647331933118E13,4\n")
        #expect(outcome.rows == [["01612590000003", "1"], ["19647331933118", "3"]])
        #expect(outcome.findings == ["3 school_id 1612590000003: foreign_key", "5 school_id 1.9647331933118E13: foreign_key"])
    }

    @Test("may have texts that mean there is none") func missing() throws {
        let field = FieldRule.field("student_id", .key, role: .student) { ($0.missing, $0.recode) = (["NULL"], ["old7": "new7"]) }
        let outcome = try TypedReading([field, .field("n", .integer)]).read("student_id,n\nNULL,1\n7,2\nold7,3\n")
        #expect(outcome.rows == [[nil, "1"], ["7", "2"], ["new7", "3"]])
    }
}
