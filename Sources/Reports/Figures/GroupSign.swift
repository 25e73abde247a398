/// A colour and a shape for a line of a picture; a picture has room for eight.
struct GroupSign {
    let style: String
    /// As a legend shows it.
    let text: String
    private let number: Int

    private static let signs = ["●", "■", "▲", "▼", "◆", "✚", "✖", "▬"]

    init(_ number: Int) {
        self.number = number % Self.signs.count
        style = "g\(self.number + 1)"
        text = Self.signs[self.number]
    }

    /// The shape around a point, as a path.
    func path(at point: (x: Double, y: Double)) -> String {
        let corners: [(Double, Double)] =
            switch number {
            case 0: [(-1.2, -3), (1.2, -3), (3, -1.2), (3, 1.2), (1.2, 3), (-1.2, 3), (-3, 1.2), (-3, -1.2)]
            case 1: [(-2.7, -2.7), (2.7, -2.7), (2.7, 2.7), (-2.7, 2.7)]
            case 2: [(0, -3.4), (3.4, 2.8), (-3.4, 2.8)]
            case 3: [(0, 3.4), (3.4, -2.8), (-3.4, -2.8)]
            case 4: [(0, -3.8), (3.8, 0), (0, 3.8), (-3.8, 0)]
            case 5: Self.cross
            case 6: Self.cross.map { (($0.0 - $0.1) * 0.7, ($0.0 + $0.1) * 0.7) }
            default: [(-3.6, -1.3), (3.6, -1.3), (3.6, 1.3), (-3.6, 1.3)]
            }
        let texts = corners.map { "\(DecimalText.coordinate(point.x + $0.0)) \(DecimalText.coordinate(point.y + $0.1))" }
        return "M" + texts.joined(separator: "L") + "z"
    }

    private static let cross: [(Double, Double)] = [
        (-1.1, -3.4), (1.1, -3.4), (1.1, -1.1), (3.4, -1.1), (3.4, 1.1), (1.1, 1.1), (1.1, 3.4), (-1.1, 3.4), (-1.1, 1.1), (-3.4, 1.1),
        (-3.4, -1.1), (-1.1, -1.1),
    ]
}
