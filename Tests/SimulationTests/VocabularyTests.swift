import Testing

@testable import Simulation

@Suite struct VocabularyTests {
    private func line<each Field: CSVField>(_ fields: repeat each Field) -> String {
        var rows = RowBuffer()
        rows.append(repeat each fields)
        return String(decoding: rows.bytes, as: UTF8.self)
    }

    @Test func fieldsAreWrittenAsTheSchemasHaveThem() {
        #expect(line(0, 7, 10, 1_099, -3) == "0,7,10,1099,-3\n")
        #expect(line(Hundredths(rounding: 2.345), Hundredths(rounding: -0.055), Hundredths(rounding: 4)) == "2.35,-0.06,4.00\n")
        #expect(line(true, false, Int?.none, Int?.some(4)) == "Y,N,,4\n")
        #expect(line(Grade.first, Grade.kindergarten, Grade(ordinal: 11)) == "TK,KG,11\n")
        #expect(line(DistrictID(number: 199_259), SchoolID(number: 1_992_596_000_001)) == "0199259,01992596000001\n")
        #expect(line(CalendarDate(year: 2016, month: 8, day: 5), "Peña") == "2016-08-05,Peña\n")
    }

    @Test(arguments: ["2016-17", "1999-00", "2009-10"])
    func schoolYearsReadAsTheyAreWritten(text: String) throws {
        #expect(line(try #require(SchoolYear(text))) == text + "\n")
    }

    @Test(arguments: ["", "2016", "2016-18", "16-17", "2016-2017", "2016-17 ", "2016-7", "1899-00", "+016-17"])
    func otherTextIsNoSchoolYear(text: String) {
        #expect(SchoolYear(text) == nil)
    }

    @Test func partsAddUpAndKeepTheirLeast() {
        #expect(apportion(10, by: [1, 1, 1], atLeast: 1).reduce(0, +) == 10)
        #expect(apportion(6, by: [100, 1, 1], atLeast: 2) == [2, 2, 2])
        #expect(apportion(100, by: [3, 1], atLeast: 0) == [75, 25])
    }

    @Test func studentIDsDiffer() {
        let ids = Set((0..<20_000).map { StudentID(student: $0 * 40_961).number })
        #expect(ids.count == 20_000)
        #expect(ids.allSatisfy { (1_000_000_000...9_999_999_999).contains($0) })
    }
}
