/// How a file departs from plain CSV: its delimiter, and the lines above its header.
package struct CSVLayout: Sendable, Equatable {
    /// The byte between fields: an ASCII character other than a quote, CR, LF or NUL.
    package var delimiter: UInt8
    /// Physical lines before the header, such as a title row.
    package var rowsToSkip: Int
    /// The longest record in bytes, line end included, at least 16; a longer one is malformed, and read past.
    package var recordLimit: Int

    package init(delimiter: UInt8 = UInt8(ascii: ","), rowsToSkip: Int = 0, recordLimit: Int = 16 << 20) {
        precondition(
            delimiter < 0x80 && ![Byte.quote, Byte.lineFeed, Byte.carriageReturn, 0].contains(delimiter),
            "a delimiter is an ASCII character other than a quote or a line end")
        precondition(rowsToSkip >= 0, "the number of lines to skip is not negative")
        precondition((16...1 << 28).contains(recordLimit), "a record's limit is between 16 bytes and 256 MiB")
        self.delimiter = delimiter
        self.rowsToSkip = rowsToSkip
        self.recordLimit = recordLimit
    }
}

/// The bytes with a meaning in CSV.
enum Byte {
    static let tab = UInt8(ascii: "\t")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let quote = UInt8(ascii: "\"")
}
