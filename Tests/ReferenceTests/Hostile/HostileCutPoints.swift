import TestSupport

/// Cut points at round values, which small groups' results often lie on; some levels begin at the same value.
enum HostileCutPoints {
    static func document(_ random: inout SeededNumbers) -> CSVDocument {
        var rows: [[String]] = []
        for metric in SchoolResults.metrics(.given) {
            for level in schoolLevels(of: metric, &random) {
                let rising = (0..<9).map { _ in random.whole(0...20) * 5 }.sorted()
                let bounds = SchoolResults.isLowerBetter(metric) ? rising.reversed() : rising
                for (place, bound) in bounds.enumerated() {
                    rows.append([metric, level, String(place + 2), "\(bound).00", "2014-15", "", "by hand", "a test, not a source"])
                }
            }
        }
        return CSVDocument(
            columns: ["metric", "school_level", "level", "cut_point", "year", "schools", "method", "source"], rows: rows)
    }

    /// Every level that the index counts the metric at, and now and then cut points for all levels instead.
    private static func schoolLevels(of metric: String, _ random: inout SeededNumbers) -> [String] {
        let isForAll = random.happens(1, in: 3)
        if metric.hasPrefix("graduation") { return ["high"] + (isForAll ? ["middle"] : []) }
        if metric == "hs_readiness" { return ["middle"] + (isForAll ? ["high"] : []) }
        return isForAll ? ["all"] : ["elementary", "middle", "high"]
    }
}
