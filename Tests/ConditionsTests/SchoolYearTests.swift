import Tables
import Testing

@testable import Conditions

/// Dates in school years.
@Suite struct SchoolYearTests {
    private func evaluate(_ text: String, dates: [Int32], year: String) throws -> [UInt8] {
        var years = Vocabulary()
        let inserted = years.insert(year)
        let code = try #require(inserted)
        let views = [
            "day": ColumnView(.date(dates)), "year": ColumnView(.text(dates.map { _ in code }, years)),
        ]
        var truth = [UInt8](repeating: 9, count: dates.count)
        let declarations = views.mapValues { ColumnDeclaration($0.column.type) }
        try Condition(text, over: declarations).compiled(over: views).evaluate(rows: 0..<dates.count, into: &truth)
        return truth
    }

    private static let days = [(2016, 6, 30), (2016, 7, 1), (2017, 1, 1), (2017, 6, 30), (2017, 7, 1)].map {
        daysSince1970(year: $0.0, month: $0.1, day: $0.2)!
    }

    @Test(arguments: ["2016-17", "2016-2017", "2016_2017", "2016/17"])
    func `A school year is July 1 to June 30`(year: String) throws {
        #expect(try evaluate("day in year", dates: Self.days, year: year) == [0, 2, 2, 2, 0])
        #expect(try evaluate("day not in year", dates: Self.days, year: year) == [2, 0, 0, 0, 2])
    }

    @Test func `A missing date is in no year that is known`() throws {
        #expect(try evaluate("day in year", dates: [.min], year: "2016-17") == [1])
    }

    @Test(arguments: ["2016", "2016-18", "2016-15", "16-17", "2016-1x", "2016.17", "2016-017"])
    func `A text that names no school year leaves the answer unknown`(year: String) throws {
        #expect(try evaluate("day in year", dates: Self.days, year: year) == [1, 1, 1, 1, 1])
    }

    @Test func `A century ends like any other year`() throws {
        let days = [(1999, 6, 30), (1999, 7, 1), (2000, 6, 30), (2000, 7, 1)].map { daysSince1970(year: $0.0, month: $0.1, day: $0.2)! }
        #expect(try evaluate("day in year", dates: days, year: "1999-00") == [0, 2, 2, 0])
    }
}
