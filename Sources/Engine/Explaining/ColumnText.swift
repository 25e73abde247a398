internal import Model
internal import Tables

/// A column's values as texts.
enum ColumnText {
    /// The value of a row; empty where it is missing.
    static func text(_ column: Column, _ row: Int, keys: StudentKeys) -> String {
        if column.isMissing(row) { return "" }
        switch column {
        case .key(let values): return keys.text(of: values[row])
        case .text(let codes, let words): return words.text(of: codes[row]) ?? ""
        case .short(let values): return "\(values[row])"
        case .integer(let values): return "\(values[row])"
        case .number(let values): return Rational(Int128(values[row]), over: Int128(Column.numberScale)).plain
        case .boolean(let values): return values[row] == Truth.yes ? "yes" : "no"
        case .date(let values): return day(Int(values[row]))
        }
    }

    /// A day of the Gregorian calendar, from days since 1970-01-01.
    ///
    /// Source: H. Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
    private static func day(_ days: Int) -> String {
        let shifted = days + 719_468, era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let place = (5 * dayOfYear + 2) / 153
        let month = place < 10 ? place + 3 : place - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(dayOfYear - (153 * place + 2) / 5 + 1, 2)
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}

extension Column {
    /// Whether a row has no value.
    func isMissing(_ row: Int) -> Bool {
        switch self {
        case .key(let values): values[row] == 0
        case .text(let codes, _): codes[row] == 0
        case .short(let values): values[row] == .min
        case .integer(let values), .date(let values): values[row] == .min
        case .number(let values): values[row] == .min
        case .boolean(let values): values[row] == Truth.unknown
        }
    }
}
