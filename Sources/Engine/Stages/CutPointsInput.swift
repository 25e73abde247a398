internal import Ingestion
internal import Model
internal import Tables

extension CutTable {
    /// The cut points of a source of kind `cut_points`: one row per metric, school level and level.
    ///
    /// Rows may stand in any order; the checker finds gaps and overlaps.
    init(_ table: Table) {
        var rows: [[String]: [(level: Int, bound: Rational, row: Int)]] = [:]
        for row in 0..<table.rowCount {
            let level = table.whole("level", row) ?? 0
            guard case .number(let bounds)? = table.columns["cut_point"] else { continue }
            let bound = Rational(Int128(bounds[row]), over: Int128(Column.numberScale))
            rows[[table.text("metric", row), table.text("school_level", row)], default: []].append((level, bound, row))
        }
        self.init(rows.keys.sorted { $0.lexicographicallyPrecedes($1) }.map { key in
            let levels = rows[key]!.sorted { $0.level < $1.level }
            let row = levels[0].row
            let origin = CutPoints.Origin(
                year: table.text("year", row), schools: table.whole("schools", row), method: table.text("method", row),
                source: table.text("source", row))
            return CutPoints(metric: key[0], schoolLevel: key[1], bounds: levels.map(\.bound), levels: levels.map(\.level), origin: origin)
        })
    }
}

extension Table {
    /// The whole number of a row; nil where it is missing or the table has no such column.
    func whole(_ name: String, _ row: Int) -> Int? {
        switch columns[name] {
        case .short(let values)?: values[row] == .min ? nil : Int(values[row])
        case .integer(let values)?: values[row] == .min ? nil : Int(values[row])
        default: nil
        }
    }
}
