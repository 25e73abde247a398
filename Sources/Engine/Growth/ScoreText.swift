/// A score, or another number of a score's scale, as files write it.
enum ScoreText {
    /// Scores have nine digits before the point, as in a pipeline's sources.
    private static let farthest = 1e9

    /// Whether it is a number, but beyond any scale.
    static func isTooLarge(_ text: String) -> Bool { Double(text).map { $0.isFinite && abs($0) >= farthest } ?? false }

    /// - Returns: nil for what is no decimal number, or beyond any scale.
    static func number(_ text: String) -> Double? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || ".+-eE".utf8.contains($0) }), let value = Double(text) else { return nil }
        return abs(value) < farthest ? value : nil
    }
}
