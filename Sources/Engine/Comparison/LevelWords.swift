internal import Model

/// Which results' levels changed from step to step, in words.
struct LevelWords {
    private let function: ScoreFunction
    private let plan: CombinationPlan

    init(_ function: ScoreFunction, _ plan: CombinationPlan) {
        self.function = function
        self.plan = plan
    }

    /// By step what changed its level; a step without a score behind it is joined with the next, as in the split.
    func words(of school: String) -> [ScoreCause?: [String]] {
        var words: [ScoreCause?: [String]] = [:], before = plan.path[0]
        for (cause, after) in zip(plan.steps, plan.path.dropFirst()) where function[after].score(of: school) != nil {
            words[cause] = changes(of: school, from: function[before], to: function[after])
            before = after
        }
        return words
    }

    /// Results that count before or after with another level, that with the most points first.
    private func changes(of school: String, from before: Scored, to after: Scored) -> [String] {
        let own = before.printed(school), new = after.printed(school)
        let points = [before, after].map { scored in
            Dictionary(scored.parts(of: school).map { (PrintedSchool.Key($0), $0.points) }) { first, _ in first }
        }
        let keys = new.keys + own.keys.filter { new.results[$0] == nil }
        let changed = keys.filter { key in
            points.contains { $0[key] != nil } && own.results[key]?.level != new.results[key]?.level
        }.enumerated().map { place, key in
            let change = (points[1][key] ?? .zero) - (points[0][key] ?? .zero)
            return (place: place, key: key, size: change < .zero ? -change : change)
        }
        return changed.sorted { $0.size == $1.size ? $0.place < $1.place : $0.size > $1.size }.map { change in
            let measures = (new.results[change.key] == nil ? before : after).results.measures
            return Self.text(change.key, measures, own.results[change.key]?.level, new.results[change.key]?.level)
        }
    }

    /// `Chronic absence, All students: level 6 -> 4`.
    private static func text(_ key: PrintedSchool.Key, _ measures: Measures, _ before: Int?, _ after: Int?) -> String {
        let metric = measures.metrics.first { $0.key == key.metric }?.title ?? key.metric
        let group = (measures.groups + measures.chosenGroups).first { $0.key == key.group }?.title ?? key.group
        func level(_ level: Int?) -> String { level.map(String.init) ?? "none" }
        return "\(metric), \(group): level \(level(before)) -> \(level(after))"
    }
}

extension Scored {
    /// - Precondition: the school is listed.
    fileprivate func printed(_ school: String) -> PrintedSchool { PrintedSchool(self, at: places[school]!) }
}

extension PrintedSchool.Key {
    fileprivate init(_ part: PointsPart) { self.init(metric: part.metric, group: part.component) }
}
