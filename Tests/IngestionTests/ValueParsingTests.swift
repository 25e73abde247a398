import Testing

@testable import Ingestion

/// Numbers and dates as files have them, worked by hand.
@Suite struct ValueParsingTests {
    private func billionths(_ text: String) -> Int64? {
        Array(text.utf8).withUnsafeBytes { bytes in
            if case .billionths(let value) = ValueParsing.number(bytes) { value } else { nil }
        }
    }

    @Test(arguments: [
        ("0", 0), ("7", 7_000_000_000), ("-7", -7_000_000_000), ("+7", 7_000_000_000), ("2.50", 2_500_000_000),
        (".5", 500_000_000), ("5.", 5_000_000_000), ("-0.000000001", -1), ("000000000012", 12_000_000_000),
        ("999999999.999999999", 999_999_999_999_999_999),
    ] as [(String, Int64)])
    func `A decimal number is kept in billionths`(text: String, expected: Int64) {
        #expect(billionths(text) == expected)
    }

    @Test(arguments: [
        ("0.0000000014", 1), ("0.0000000015", 2), ("-0.0000000015", -2), ("0.00000000149999", 1), ("0.9999999996", 1_000_000_000),
    ] as [(String, Int64)])
    func `Decimals after the ninth are rounded half away from zero`(text: String, expected: Int64) {
        #expect(billionths(text) == expected)
    }

    @Test(arguments: ["-", "+", ".", "-.", "+.", "1.2.3", "1,5", "1e5", "--1", " 1", "1 ", "NaN", "1000000000"])
    func `What is not a number of at most nine whole digits is none`(text: String) {
        #expect(billionths(text) == nil)
    }

    private func whole(_ text: String) -> Int64? { Array(text.utf8).withUnsafeBytes { ValueParsing.whole($0) } }

    @Test func `Whole numbers have up to eighteen digits and no plus sign`() {
        #expect(whole("0") == 0)
        #expect(whole("-20") == -20)
        #expect(whole("999999999999999999") == 999_999_999_999_999_999)
        for text in ["-", "+1", "1.0", "1000000000000000000", "x"] { #expect(whole(text) == nil, "\(text)") }
    }

    private func day(_ text: String) -> Int32? { Array(text.utf8).withUnsafeBytes { ValueParsing.date($0) } }

    @Test(arguments: [
        ("1970-01-01", 0), ("1970-01-02", 1), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2000-03-01", 11_017),
        ("2016-08-15", 17_028),
    ] as [(String, Int32)])
    func `A date is a number of days`(text: String, expected: Int32) {
        #expect(day(text) == expected)
    }

    @Test(arguments: ["2015-02-29", "1900-02-29", "2016-13-01", "2016-00-10", "2016-04-31", "2016-8-15", "15.08.2016", "2016-08-1x"])
    func `Days that no calendar has are no dates`(text: String) {
        #expect(day(text) == nil)
    }
}
