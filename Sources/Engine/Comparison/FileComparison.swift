internal import Ingestion
package import Model
internal import Parallel
internal import Reports

/// Two CSV files side by side: rows that only one of them has, and cells that differ.
package struct FileComparison: Sendable {
    /// How far apart numbers can be and count as equal.
    package struct Tolerances: Sendable {
        package let all: Rational?
        package let byColumn: [String: Rational]

        package init(all: Rational? = nil, byColumn: [String: Rational] = [:]) {
            self.all = all
            self.byColumn = byColumn
        }

        /// - Parameter texts: each `0.01` or `1e-2`, for all columns, or `column=0.01`.
        /// - Returns: nil where one of them is neither.
        package init?(_ texts: [String]) {
            var all: Rational?, byColumn: [String: Rational] = [:]
            for text in texts {
                let parts = text.split(separator: "=", omittingEmptySubsequences: false)
                guard parts.count <= 2, let number = Rational(cell: String(parts.last!)), number >= .zero else { return nil }
                if parts.count == 1 { all = number } else { byColumn[String(parts[0])] = number }
            }
            self.init(all: all, byColumn: byColumn)
        }
    }

    private let workers: Workers
    private let tables: [TextTable]
    private let keys: [String]
    private let onlyInFirst: [[String]]
    private let onlyInSecond: [[String]]
    /// Columns that one of the files lacks.
    private let columnsOfOne: [(name: String, file: String)]
    /// By row of the first file the columns whose cells differ.
    private let differing: [(key: [String], cells: [Cell])]

    private struct Cell {
        let column: String
        let first: String
        let second: String
    }

    package var isEqual: Bool { onlyInFirst.isEmpty && onlyInSecond.isEmpty && columnsOfOne.isEmpty && differing.isEmpty }

    /// - Parameter keys: columns that no two rows of a file have alike.
    /// - Throws: everything that keeps a file from being read.
    package init(_ first: String, _ second: String, keys: [String], tolerances: Tolerances, threads: Int) throws(RunFailure) {
        workers = Workers(count: threads)
        let own: TextTable, other: TextTable
        do throws(InputProblems) {
            own = try TextTable(first, keys: keys, workers: workers)
            other = try TextTable(second, keys: keys, workers: workers)
            for name in tolerances.byColumn.keys.sorted() { _ = try TextTable.place(of: name, in: own.columns, first) }
        } catch {
            throw .inputs(error.problems.map(\.problem))
        }
        tables = [own, other]
        self.keys = keys
        onlyInFirst = own.keys.filter { other.places[$0] == nil }
        onlyInSecond = other.keys.filter { own.places[$0] == nil }
        columnsOfOne = own.columns.filter { !other.columns.contains($0) }.map { ($0, "A") }
            + other.columns.filter { !own.columns.contains($0) }.map { ($0, "B") }
        let shared = own.columns.indices.compactMap { place -> (first: Int, second: Int, tolerance: Rational?)? in
            let tolerance = tolerances.byColumn[own.columns[place]] ?? tolerances.all
            return other.columns.firstIndex(of: own.columns[place]).map { (first: place, second: $0, tolerance: tolerance) }
        }
        differing = own.keys.indices.compactMap { row -> (key: [String], cells: [Cell])? in
            guard let place = other.places[own.keys[row]] else { return nil }
            let cells = shared.compactMap { columns -> Cell? in
                let text = own.rows[row][columns.first], new = other.rows[place][columns.second]
                let isEqual = Self.isEqual(text, new, within: columns.tolerance)
                return isEqual ? nil : Cell(column: own.columns[columns.first], first: text, second: new)
            }
            return cells.isEmpty ? nil : (own.keys[row], cells)
        }
    }

    /// Equal texts, or numbers no further apart than a tolerance.
    private static func isEqual(_ one: String, _ other: String, within tolerance: Rational?) -> Bool {
        if one == other { return true }
        guard let tolerance, let number = Rational(cell: one), let new = Rational(cell: other) else { return false }
        return number - new <= tolerance && new - number <= tolerance
    }

    /// Writes every row that differs into a directory, which is made where it is not there.
    package func write(to directory: String) throws(RunFailure) {
        let cells = differing.flatMap { row in
            row.cells.map { DifferingRow(key: row.key, column: $0.column, first: $0.first, second: $0.second, note: "") }
        }
        let ofOne = [(onlyInFirst, "only in A"), (onlyInSecond, "only in B")].flatMap { rows, note in
            rows.map { DifferingRow(key: $0, column: "", first: "", second: "", note: note) }
        }
        _ = try TableFiles.write([.differingRows(cells + ofOne, keys: keys)], to: directory, workers)
    }

    // MARK: Texts

    /// Rows and cells told one by one.
    private static let limit = 10

    /// What is said of a comparison on the terminal.
    package var text: String {
        if isEqual { return "Nothing differs.\n" }
        var lines = zip(["A", "B"], tables).map { "\($0)  \($1.path): \(counted($1.rows.count, "row", "rows"))" } + [""]
        lines += columnsOfOne.map { "Column \($0.name) is only in \($0.file)." }
        for (rows, name) in [(onlyInFirst, "A"), (onlyInSecond, "B")] where !rows.isEmpty {
            lines.append("\(counted(rows.count, "row is", "rows are")) only in \(name): " + Self.listed(rows.map(named)))
        }
        if !differing.isEmpty {
            let byColumn = tables[0].columns.compactMap { column -> String? in
                let count = differing.reduce(0) { $0 + $1.cells.count { $0.column == column } }
                return count == 0 ? nil : "\(column) \(count)"
            }
            lines += ["\(counted(differing.count, "row differs", "rows differ")), cells by column: \(byColumn.joined(separator: ", "))", ""]
            lines += differing.prefix(Self.limit).map { row in
                "\(named(row.key)): " + row.cells.map { "\($0.column) \(Self.shown($0.first)) -> \(Self.shown($0.second))" }.joined(separator: ", ")
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func named(_ key: [String]) -> String { zip(keys, key).map { "\($0)=\($1)" }.joined(separator: " ") }

    private static func listed(_ rows: [String]) -> String {
        rows.prefix(limit).joined(separator: "; ") + (rows.count > limit ? "; …" : "")
    }

    private static func shown(_ text: String) -> String { text.isEmpty ? "(empty)" : text }
}

extension Rational {
    /// A number of up to 18 digits with a power of ten behind it, such as `1e+05`, or a plain one; exactly. Nil for anything else.
    fileprivate init?(cell text: String) {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        guard parts.count == 2 else {
            self.init(text)
            return
        }
        let longest = 18
        guard let digits = Rational(parts[0]), let exponent = Int(parts[1]), (-longest...longest).contains(exponent),
            parts[0].utf8.count(where: { (0x30...0x39).contains($0) }) <= longest, !parts[0].contains("/")
        else { return nil }
        let power = Rational(Rational.power(of10: abs(exponent)), over: 1)
        self = exponent < 0 ? digits / power : digits * power
    }
}
