import Model
import Testing
import TestSupport

@testable import Reports

/// The text of the tables: quoting, formulas, numbers.
@Suite struct RowTextTests {
    private func text(_ fill: (inout RowText) -> Void) -> String {
        var text = RowText()
        fill(&text)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("two words", "two words"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("\"", "\"\"\"\""),
        ("two\nlines", "\"two\nlines\""), ("two\r\nlines", "\"two\r\nlines\""), ("\r", "\"'\r\""), ("Ñandú 🏫", "Ñandú 🏫"), ("0042", "0042"),
        ("a;b", "a;b"), (" blank ", " blank "),
    ])
    func aTextIsQuotedOnlyWhereItMustBe(value: String, expected: String) {
        #expect(text { $0.add(value) } == expected)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"),
        ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""), ("=1,2", "\"'=1,2\""), ("a=1", "a=1"), ("1-2", "1-2"), ("'=1", "'=1"),
    ])
    func aTextIsNeverAFormula(value: String, expected: String) {
        #expect(text { $0.add(value) } == expected)
    }

    /// What a reader finds is what was written, apart from the apostrophe in front of a formula.
    @Test func whatIsWrittenIsRead() {
        let texts = ["", "a", "a,b", "\"", "\"\"", ",", "\n", "x\r\ny", "''", "é", "a\"b,c\nd"]
        let rows = texts.flatMap { first in texts.map { [first, $0, "end"] } }
        let written = text { text in
            for row in rows {
                for field in row { text.add(field) }
                text.endRow()
            }
        }
        let read = CSVDocument("first,second,third\n" + written)
        #expect(read.rows == rows)
    }

    @Test func fieldsAreSeparatedAndRowsCounted() {
        var rows = RowText()
        rows.add("a")
        rows.add(nil as Int?)
        rows.add("")
        rows.endRow()
        rows.add(1)
        rows.add(RenderedFields("b", "c,d"))
        rows.endRow()
        #expect(String(decoding: rows.bytes, as: UTF8.self) == "a,,\n1,b,\"c,d\"\n")
        #expect(rows.rowCount == 2)
    }

    @Test(arguments: [(0, "0"), (-5, "-5"), (1_000_000, "1000000"), (.max, "9223372036854775807"), (.min, "-9223372036854775808")])
    func wholeNumbersHaveNoSeparators(value: Int, expected: String) {
        #expect(text { $0.add(value) } == expected)
    }

    @Test(arguments: [
        (Rational(2, over: 3), 2, "0.67"), (Rational(1, over: 2), 0, "1"), (Rational(-1, over: 2), 0, "-1"), (Rational(5, over: 1_000), 2, "0.01"),
        (Rational(-4, over: 1_000), 2, "0.00"), (Rational(100), 2, "100.00"), (Rational(0), 3, "0.000"), (Rational(40, over: 3), 2, "13.33"),
        (Rational(995, over: 1_000), 2, "1.00"), (Rational(-7, over: 100), 1, "-0.1"), (Rational(123_456_789), 9, "123456789.000000000"),
    ])
    func fractionsAreRoundedOnceHalfAwayFromZero(value: Rational, decimals: Int, expected: String) {
        #expect(text { $0.add(value, decimals: decimals) } == expected)
    }

    @Test(arguments: [
        (Int128(1_333), 2, "13.33"), (5, 2, "0.05"), (-5, 2, "-0.05"), (0, 2, "0.00"), (7, 0, "7"), (-100, 2, "-1.00"),
        (Int128(Int.max) * 100, 2, "9223372036854775807.00"), (-Int128(Int.max) * 1_000 - 1, 3, "-9223372036854775807.001"),
    ])
    func scaledNumbersHaveTheirDecimals(value: Int128, decimals: Int, expected: String) {
        #expect(text { $0.add(scaled: value, decimals: decimals) } == expected)
    }

    @Test func nothingIsAnEmptyField() {
        #expect(text { $0.add(nil as Rational?, decimals: 2) } == "")
        #expect(text { $0.add(scaled: nil, decimals: 2) } == "")
    }
}
