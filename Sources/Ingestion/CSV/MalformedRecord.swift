/// A record that is not CSV, or not of this file's shape: kept byte for byte, for the rejects file.
package struct MalformedRecord: Sendable, Equatable {
    /// Its first physical line within the batch, 0-based.
    package let line: Int
    /// How many physical lines it covers, at least 1.
    package let lines: Int
    /// The record without its line end; of one beyond the limit only the first 1,024 bytes.
    package let bytes: [UInt8]
    package let fault: Fault

    /// Why a record is malformed; `column` is the 1-based byte of the record where it shows.
    package enum Fault: Sendable, Equatable {
        case fieldCount(found: Int, expected: Int)
        case quoteInsideUnquotedField(column: Int)
        case textAfterClosingQuote(column: Int)
        case quoteNeverClosed
        case notUTF8(byte: UInt8, column: Int)
        case nulByte(column: Int)
        case tooLong(limit: Int)
    }
}

/// The texts.
extension MalformedRecord.Fault {
    package var problem: String {
        switch self {
        case .fieldCount(let found, let expected):
            "\(found) \(found == 1 ? "field" : "fields"), where the header has \(expected)"
        case .quoteInsideUnquotedField(let column):
            "a quote inside a field that does not begin with one, at column \(column)"
        case .textAfterClosingQuote(let column): "text after a field's closing quote, at column \(column)"
        case .quoteNeverClosed: "a quoted field is never closed"
        case .notUTF8(let byte, let column):
            "not UTF-8 (byte 0x\(String(byte, radix: 16, uppercase: true)) at column \(column))"
        case .nulByte(let column): "a NUL byte at column \(column)"
        case .tooLong(let limit): "longer than \(limit) bytes"
        }
    }

    package var remedy: String {
        switch self {
        case .fieldCount: "Put fields that contain the delimiter in quotes, and write empty fields for missing values"
        case .quoteInsideUnquotedField, .textAfterClosingQuote:
            "Put the whole field in quotes, and write each quote inside it twice"
        case .quoteNeverClosed: "Close the quote, or remove it"
        case .notUTF8: "Save the file as UTF-8"
        case .nulByte: "Export the file again as text in UTF-8"
        case .tooLong: "Check that the file is CSV, has line ends, and closes its quotes"
        }
    }
}
