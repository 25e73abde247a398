internal import Tables

/// The days of a school year, July 1 to June 30.
///
/// Source: California Education Code, section 37200.
struct SchoolYear: Equatable {
    let days: ClosedRange<Int32>

    /// The year that a text names by two calendar years, such as `2016-17`, `2016-2017` or `2016_2017`; nil for any other.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 7 || bytes.count == 9, "-_/".utf8.contains(bytes[4]) else { return nil }
        guard let first = Self.number(bytes[..<4]), let second = Self.number(bytes[5...]) else { return nil }
        guard second == (first + 1) % (bytes.count == 7 ? 100 : 10_000) else { return nil }
        guard let begin = daysSince1970(year: first, month: 7, day: 1), let end = daysSince1970(year: first + 1, month: 6, day: 30)
        else { return nil }
        days = begin...end
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        let isNumber = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return isNumber ? digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } : nil
    }
}

/// Whether a date lies in the school year that a text column names; unknown where the text names none.
struct InSchoolYear: Sendable {
    private let dates: Values<Int32>
    private let years: Values<UInt16>
    /// First and last day by the year's code; nil for a text that names no school year.
    private let days: [ClosedRange<Int32>?]

    init(_ dates: Values<Int32>, _ years: Values<UInt16>, _ vocabulary: Vocabulary) {
        self.dates = dates
        self.years = years
        days = [nil] + vocabulary.texts.map { SchoolYear($0)?.days }
    }

    func evaluate(_ rows: Range<Int>, into truth: UnsafeMutablePointer<UInt8>) {
        dates.read(rows) { dates in
            years.read(rows) { years in
                for i in 0..<rows.count {
                    let days = days[Int(years[i])]
                    let isKnown = days != nil && dates[i] != .min
                    truth[i] = Truth.of((days?.contains(dates[i]) ?? false).bit, known: isKnown.bit)
                }
            }
        }
    }
}
