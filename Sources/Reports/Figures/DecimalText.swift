internal import Model

/// Numbers as pages of figures print them.
enum DecimalText {
    private static let powers = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6]

    /// With exactly so many decimals, halves rounded away from zero, a minus of full width and never `-0.0`; a dash for what is
    /// no number.
    static func text(_ value: Double, _ decimals: Int) -> String {
        plain(value, decimals)?.replacing("-", with: "\u{2212}") ?? Phrases.none
    }

    /// A coordinate of a drawing: a tenth of its unit is finer than print.
    static func coordinate(_ value: Double) -> String {
        guard let text = plain(value, 1) else { preconditionFailure("what is no number is not drawn") }
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// - Returns: nil for what is no number, or too large for one.
    private static func plain(_ value: Double, _ decimals: Int) -> String? {
        let scaled = (value * powers[decimals]).rounded(.toNearestOrAwayFromZero)
        guard scaled.isFinite, let whole = Int128(exactly: scaled) else { return nil }
        return Rational.text(ofScaled: whole, decimals: decimals)
    }

    /// Decimals for scores: none where all are whole.
    static func decimals(ofScores scores: some Sequence<Double>) -> Int {
        scores.allSatisfy { !$0.isFinite || $0 == $0.rounded() } ? 0 : 2
    }

    /// Decimals for figures that reach so far from zero, about four digits of the largest.
    static func decimals(reaching reach: Double) -> Int { reach >= 100 ? 1 : reach >= 10 ? 2 : 3 }
}
