import Foundation
import Tables
import Testing

@testable import Ingestion

/// What the text of one field becomes, by type.
@Suite("A field") struct FieldReadingTests {
    /// What a text becomes: its value, nil for missing, or the rule it breaks.
    private func value(_ text: String, _ field: FieldRule) throws -> String? {
        let quoted = "\"" + text.replacing("\"", with: "\"\"") + "\""
        let outcome = try TypedReading([field, .field("other", .text)]).read("\(field.name),other\n\(quoted),x\n")
        if let finding = outcome.content.findings.first {
            #expect(outcome.rows.isEmpty && outcome.content.findings.count == 1)
            #expect(finding.value == text && finding.line == 2 && finding.column == field.name)
            #expect(outcome.rejects["rows.csv"] == "\(field.name),other\n\(quoted),x\n")
            return "<\(finding.rule): \(finding.problem)>"
        }
        return outcome.rows[0][0]
    }

    private static func day(_ text: String) -> String {
        let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
        return String(Int(try! style.parse(text).timeIntervalSince1970 / 86_400))
    }

    // MARK: Whole numbers

    private static let notWhole = "<type: is not a whole number>"

    @Test("of type integer is a whole number of 32 bits", arguments: [
        ("0", "0"), ("-0", "0"), ("007", "7"), ("175", "175"), ("-32768", "-32768"), ("32768", "32768"),
        ("2147483647", "2147483647"), ("-2147483647", "-2147483647"), ("", nil),
        ("2147483648", "<maximum: is greater than 2147483647>"), ("-2147483648", "<minimum: is less than -2147483647>"),
        ("999999999999999999", "<maximum: is greater than 2147483647>"), ("1000000000000000000", notWhole),
        ("99999999999999999999999", notWhole), ("5.0", notWhole), ("1e3", notWhole), ("+5", notWhole), ("-", notWhole),
        ("--5", notWhole), ("1,000", notWhole), ("5 ", notWhole), ("٣", notWhole), ("NA", notWhole),
    ])
    func integer(text: String, expected: String?) throws { #expect(try value(text, .field("n", .integer)) == expected) }

    @Test("of type integer keeps to its range", arguments: [
        ("0", "0"), ("366", "366"), ("-1", "<minimum: is less than 0>"), ("367", "<maximum: is greater than 366>"), ("", nil),
    ])
    func integerInRange(text: String, expected: String?) throws {
        #expect(try value(text, .field("n", .integer) { ($0.minimum, $0.maximum) = (0, 366) }) == expected)
    }

    @Test("of type integer may be recoded, with values beyond 16 bits too", arguments: [
        ("50000", "50000"), ("many", "70000"), ("*", nil), ("none", "0"), ("100001", "<maximum: is greater than 100000>"),
        ("few", "<type: is not a whole number>"), ("+5", "<type: is not a whole number>"),
    ])
    func codedInteger(text: String, expected: String?) throws {
        let field = FieldRule.field("n", .integer) {
            ($0.maximum, $0.missing, $0.recode) = (100_000, ["*"], ["many": "70000", "none": "0"])
        }
        #expect(try value(text, field) == expected)
    }

    @Test("of type integer may be recoded within a small range", arguments: [
        ("3", "3"), ("Met", "3"), ("5", "<maximum: is greater than 4>"), ("NS", nil), ("0", "<minimum: is less than 1>"),
    ])
    func codedShort(text: String, expected: String?) throws {
        let field = FieldRule.field("level", .integer) {
            ($0.minimum, $0.maximum, $0.missing, $0.recode) = (1, 4, ["NS"], ["Met": "3"])
        }
        #expect(try value(text, field) == expected)
    }

    // MARK: Numbers

    private static let notNumber = "<type: is not a number>"
    private static let tooMany = "<type: has more digits than the tool keeps (nine before and nine after the point)>"

    @Test("of type number is a decimal, kept to nine decimals and rounded half away from zero", arguments: [
        ("2.5", "2.5"), ("0", "0"), ("-0.0", "0"), ("+3", "3"), (".5", "0.5"), ("5.", "5"), ("000012.50", "12.5"),
        ("0.000000001", "0.000000001"), ("0.0000000005", "0.000000001"), ("0.0000000004999", "0"),
        ("-0.0000000005", "-0.000000001"), ("0.9999999995", "1"), ("999999999.999999999", "999999999.999999999"), ("", nil),
        ("1000000000", tooMany), ("12345678901234567890", tooMany), ("1e5", notNumber), ("NaN", notNumber), ("inf", notNumber),
        ("-", notNumber), ("+", notNumber), (".", notNumber), ("-.", notNumber), ("1.2.3", notNumber), ("1,5", notNumber),
        ("12%", notNumber), ("0x10", notNumber), ("1 000", notNumber),
    ])
    func number(text: String, expected: String?) throws { #expect(try value(text, .field("gpa", .number)) == expected) }

    @Test("of type number keeps to its range", arguments: [
        ("0", "0"), ("4", "4"), ("4.000000001", "<maximum: is greater than 4>"), ("-0.000000001", "<minimum: is less than 0>"),
        ("NA", nil), ("A", "4"),
    ])
    func numberInRange(text: String, expected: String?) throws {
        let field = FieldRule.field("gpa", .number) { ($0.minimum, $0.maximum, $0.missing, $0.recode) = (0, 4, ["NA"], ["A": "4.0"]) }
        #expect(try value(text, field) == expected)
    }

    // MARK: Dates

    private static let notDate = "<type: is not a date>"

    @Test("of type date is a day of the calendar", arguments: [
        ("1970-01-01", "0"), ("1969-12-31", "-1"), ("2016-08-15", day("2016-08-15")), ("2016-02-29", day("2016-02-29")),
        ("2000-02-29", day("2000-02-29")), ("1900-03-01", day("1900-03-01")), ("9999-12-31", day("9999-12-31")), ("", nil),
        ("2017-02-29", notDate), ("1900-02-29", notDate), ("2016-13-01", notDate), ("2016-00-10", notDate), ("2016-04-31", notDate),
        ("2016-08-00", notDate), ("2016-8-15", notDate), ("15/08/2016", notDate), ("08-15-2016", notDate), ("20160815", notDate),
        ("2016-08-15T00:00", notDate), ("2016/08/15", notDate), ("-016-08-15", notDate), ("-000-01-01", notDate),
        ("2016--1-15", notDate), ("42597", notDate),
    ])
    func date(text: String, expected: String?) throws { #expect(try value(text, .field("start", .date)) == expected) }

    @Test("of type date may have texts for missing ones and be recoded", arguments: [
        ("0000-00-00", nil), ("Sept", day("2016-09-01")), ("2016-09-02", day("2016-09-02")),
    ])
    func codedDate(text: String, expected: String?) throws {
        let field = FieldRule.field("start", .date) { ($0.missing, $0.recode) = (["0000-00-00"], ["Sept": "2016-09-01"]) }
        #expect(try value(text, field) == expected)
    }

    // MARK: Yes and no

    @Test("of type boolean is yes, no or missing", arguments: [
        ("Y", "yes"), ("Yes", "yes"), ("yes", "yes"), ("true", "yes"), ("1", "yes"), ("N", "no"), ("No", "no"), ("no", "no"),
        ("false", "no"), ("0", "no"), ("", nil), ("y", "<type: is neither yes nor no>"), ("maybe", "<type: is neither yes nor no>"),
    ])
    func boolean(text: String, expected: String?) throws { #expect(try value(text, .field("swd", .boolean)) == expected) }

    @Test("of type boolean may have texts of its own", arguments: [
        ("IEP", "yes"), ("none", "no"), ("Y", "<type: is neither yes nor no>"), ("?", nil), ("504", "yes"),
    ])
    func declaredBoolean(text: String, expected: String?) throws {
        let field = FieldRule.field("swd", .boolean) {
            ($0.truthTexts, $0.missing, $0.recode) = ((["IEP"], ["none"]), ["?"], ["504": "IEP"])
        }
        #expect(try value(text, field) == expected)
    }

    // MARK: Texts

    @Test("of type text is what stands there, recoded and allowed", arguments: [
        ("AA", "AA"), ("Black", "AA"), ("", nil), ("Unknown", nil), ("refused", nil), ("aa", "<enum: is not one of the values that the column may have>"),
        ("A much longer text than sixteen bytes", "<enum: is not one of the values that the column may have>"),
        ("Hispanic or Latino of any race", "LX"),
    ])
    func text(text: String, expected: String?) throws {
        let field = FieldRule.field("race", .text) {
            ($0.allowed, $0.missing) = (["AA", "LX"], ["Unknown"])
            $0.recode = ["Black": "AA", "refused": "", "Hispanic or Latino of any race": "LX"]
        }
        #expect(try value(text, field) == expected)
    }

    @Test("of type text without declared values is any text", arguments: ["Ä", "a,b", "say \"x\"", "two\nlines", "=1+1", "0012", "ﷺ", "a\u{301}"])
    func anyText(text: String) throws { #expect(try value(text, .field("note", .text)) == text) }

    @Test("with many different texts keeps them apart") func manyTexts() throws {
        let texts = (0..<5_000).map { $0.isMultiple(of: 2) ? "t\($0)" : "a text of more than sixteen bytes, number \($0)" }
        let outcome = try TypedReading([.field("note", .text), .field("place", .integer)]).read(
            "note,place\n" + texts.enumerated().map { "\"\($1)\",\($0)\n" }.joined())
        #expect(outcome.rows.map { $0[0]! } == texts)
    }

    // MARK: What every type has

    @Test("that is required has a value in every row", arguments: [ColumnType.key, .text, .integer, .number, .boolean, .date])
    func required(type: ColumnType) throws {
        let field = FieldRule.field("needed", type) { ($0.isRequired, $0.missing) = (true, ["NA"]) }
        #expect(try value("", field) == "<required: is empty, but every row needs it>")
        #expect(try value("NA", field) == "<required: is empty, but every row needs it>")
    }

    @Test("may be a constant", arguments: [
        (ColumnType.text, "ela", "ela"), (.integer, "7", "7"), (.number, "2.5", "2.5"), (.boolean, "Y", "yes"), (.date, "1970-01-02", "1"),
        (.key, "0042", "0042"),
    ])
    func constant(type: ColumnType, text: String, expected: String) throws {
        let field = FieldRule.field("same", type) { $0.origin = .constant(text) }
        let outcome = try TypedReading([field, .field("n", .integer)]).read("n\n1\n2\n")
        #expect(outcome.rows == [[expected, "1"], [expected, "2"]])
    }

    @Test("may have another name in the file; findings name that one") func mapped() throws {
        let field = FieldRule.field("level", .integer) { ($0.origin, $0.maximum) = (.column("ACHIEVEMENT LEVEL"), 4) }
        let outcome = try TypedReading([field]).read("x,ACHIEVEMENT LEVEL\na,3\nb,9\n")
        #expect(outcome.rows == [["3"]])
        #expect(outcome.findings == ["3 ACHIEVEMENT LEVEL 9: maximum"])
    }
}
