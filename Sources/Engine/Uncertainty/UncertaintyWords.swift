internal import Model
internal import Reports
internal import Sensitivity

/// A run's uncertainty in words.
struct UncertaintyWords {
    let index: UncertainIndex
    let rule: UncertaintyRule
    let summary: UncertaintySummary

    var lines: [String] {
        let scored = summary.schools.compactMap { $0 }
        if scored.isEmpty { return ["No school has a score."] }
        let heading = "\(index.scores.year): \(rule.replicates) replicates, seed \(rule.seed); \(varied)"
        return [heading] + rows(scored).map { label, value in label.padding(to: 42) + value }
    }

    private var varied: String {
        let words = [
            rule.sampling == .students ? "students sampled" : nil, rule.measurement ? "given results within their standard errors" : nil,
            rule.weightConcentration.map { "weights drawn with concentration \($0)" },
        ].compactMap { $0 }
        return words.isEmpty ? "nothing varies" : words.joined(separator: ", ")
    }

    private func rows(_ scored: [SchoolUncertainty]) -> [(String, String)] {
        let widths = scored.map { Double($0.rank.count) }
        let pairs = summary.neighbours
        var rows = [
            ("Schools with a score", "\(scored.count)"),
            ("Standard error of a score, median", text(Self.median(scored.map(\.standardError)))),
            ("90% interval of a score, median width", text(Self.median(scored.map { $0.score.upperBound - $0.score.lowerBound }))),
            ("Published scores outside their interval", "\(outside) of \(scored.count)"),
            ("90% interval of a rank, median places", text(Self.median(widths), 0)),
            ("Neighbours in rank that swap, on average", text(100 * Self.mean(pairs.map(\.swapped)), 0) + " of 100 times"),
        ]
        let lowest = scored.compactMap(\.probabilityOfLowest)
        if !lowest.isEmpty {
            rows += [
                ("Among the lowest in 95 of 100 replicates", "\(lowest.count { $0 >= 0.95 }) schools"),
                ("Among the lowest in 5 to 95 of 100", "\(lowest.count { $0 >= 0.05 && $0 < 0.95 }) schools"),
            ]
        }
        return rows + unchanged.map { ("Without any error known", $0) }
    }

    /// Schools whose published score is not among the middle 90 of 100 replicates.
    private var outside: Int {
        zip(summary.schools, index.scores.scores).count { own, score in
            guard let own, let score = score.score?.approximation else { return false }
            return score < own.score.lowerBound - 1e-9 || score > own.score.upperBound + 1e-9
        }
    }

    /// The metrics whose results stay as they are, for want of a standard error.
    private var unchanged: [String] {
        let keys = index.metrics.filter { index.redraws[$0] == .unchanged }.map { index.results.measures.metrics[$0].key }
        return keys.isEmpty ? [] : [keys.joined(separator: ", ")]
    }

    /// How two schools stand to each other.
    func line(of swap: RankSwap, among schools: [School]) -> String {
        "\(schools[swap.ahead].id) is ahead of \(schools[swap.behind].id); they swap in \(text(100 * swap.swapped, 1)) of 100 replicates and tie in \(text(100 * swap.tied, 1))"
    }

    private func text(_ value: Double, _ decimals: Int = 2) -> String {
        var row = RowText()
        row.add(value, decimals: decimals)
        return String(decoding: row.bytes, as: UTF8.self)
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    private static func mean(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(1, width - count)) }
}
