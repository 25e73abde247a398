/// Points gathered in hexagons, where dots would hide each other.
///
/// Source: D. B. Carr et al., "Scatterplot matrix techniques for large N", Journal of the American Statistical Association 82,
/// 1987.
struct Hexagons {
    struct Cell: Hashable {
        /// Rows are 1.5 radii apart; every other one is set off by half a column.
        let column: Int
        let row: Int
    }

    /// How many points each holds.
    let counts: [Cell: Int]
    private let most: Int

    static let radius = 5.0
    private static let columnWidth = radius * 3.0.squareRoot(), rowHeight = radius * 1.5

    init(_ points: [(x: Double, y: Double)]) {
        counts = points.reduce(into: [:]) { counts, point in counts[Self.cell(at: point), default: 0] += 1 }
        most = counts.values.max() ?? 1
    }

    static func centre(of cell: Cell) -> (x: Double, y: Double) {
        ((Double(cell.column) + (cell.row.isMultiple(of: 2) ? 0 : 0.5)) * columnWidth, Double(cell.row) * rowHeight)
    }

    /// The hexagon whose centre is nearest; of the two rows a point is between, one has it.
    static func cell(at point: (x: Double, y: Double)) -> Cell {
        let below = Int((point.y / rowHeight).rounded(.down))
        func nearest(inRow row: Int) -> Cell {
            let offset = row.isMultiple(of: 2) ? 0 : 0.5
            return Cell(column: Int((point.x / columnWidth - offset).rounded(.toNearestOrAwayFromZero)), row: row)
        }
        func distance(_ cell: Cell) -> Double {
            let centre = centre(of: cell)
            return (centre.x - point.x) * (centre.x - point.x) + (centre.y - point.y) * (centre.y - point.y)
        }
        let (lower, upper) = (nearest(inRow: below), nearest(inRow: below + 1))
        return distance(upper) < distance(lower) ? upper : lower
    }

    /// Five shades, each for as many more points as the one before: up to a fifth of the fullest, two fifths …
    func shade(_ count: Int) -> Int { (5 * count + most - 1) / most }

    var reading: String {
        let most = Phrases.count(most)
        return "Hexagons are darker the more schools they hold, up to \(most); each of the five shades is a fifth of that."
    }

    func add(to drawing: inout Drawing) {
        let inOrder = counts.sorted { ($0.key.row, $0.key.column) < ($1.key.row, $1.key.column) }
        for shade in 1...5 {
            let hexagons = inOrder.filter { self.shade($0.value) == shade }.map { Self.centre(of: $0.key) }
            drawing.add("h\(shade)", path: hexagons.map(Self.path).joined())
        }
    }

    private static func path(around centre: (x: Double, y: Double)) -> String {
        let half = columnWidth / 2
        let corners = [
            (0, -radius), (half, -radius / 2), (half, radius / 2), (0, radius), (-half, radius / 2), (-half, -radius / 2),
        ]
        let points = corners.map { x, y in
            DecimalText.coordinate(centre.x + x) + " " + DecimalText.coordinate(centre.y + y)
        }
        return "M" + points.joined(separator: "L") + "z"
    }
}
