internal import Conditions
internal import Ingestion
internal import Model
internal import Pipeline
internal import Reports
internal import Parallel
internal import Tables

/// The tables in which stages of value-added tell their work, and which of their rows a metric is made of.
struct GrowthSteps: Sendable {
    private let pipeline: Pipeline
    /// Table that a stage makes → its schools' growth step by step, where a run kept that.
    private let effects: [String: [GrowthEffect]]

    init(_ pipeline: Pipeline, tableau: Tableau) {
        self.pipeline = pipeline
        effects = pipeline.stages.reduce(into: [:]) { effects, stage in
            guard case .effects(let rows)? = tableau.growth(stage.makes["growth_effects"]), let source = stage.makes["growth"] else { return }
            effects[source] = rows
        }
    }

    /// The steps of a school's growth that a metric's result comes from, a node for each grade; groups have none of their own.
    func steps(of metric: MetricDeclaration, school: School, group: String) -> [Explanation] {
        guard group == GroupDeclaration.everyone, let own = effects[metric.source]?.filter({ $0.school.id == school.id }),
            let stage = pipeline.stages.maker(of: metric.source)
        else { return [] }
        let isOf = metric.about.map { Self.truth(of: $0, subjects: own.map(\.of.subject)) } ?? own.map { _ in true }
        return zip(own, isOf).filter(\.1).map { effect, _ in
            Explanation(
                .growth, key: effect.of.grade, Words.title(effect.of), value: effect.growth.told(4), Words.steps(effect),
                stage.growthScores?.provenance)
        }
    }

    /// By subject whether a metric is about it; not where its condition asks for more than the subject.
    private static func truth(of condition: Condition, subjects: [String]) -> [Bool] {
        if condition.columns.contains(where: { $0 != subjectField }) { return subjects.map { _ in false } }
        var words = Vocabulary()
        let codes = subjects.map { words.insert($0) ?? 0 }
        let table = Table(rowCount: subjects.count, columns: [subjectField: .text(codes, words)])
        return table.truth(of: condition, workers: Workers(count: 1)).map { $0 == Truth.yes }
    }

    /// The field of the kind `school_growth` that says which subject a row is about.
    private static let subjectField = "subject"
}

// MARK: Texts

private enum Words {
    static func title(_ of: GrowthGrade) -> String { "Growth in \(of.subject), grade \(of.grade)" }

    static func steps(_ effect: GrowthEffect) -> String {
        let left = effect.meanScore - effect.predicted - effect.expected
        return "\(effect.studentCount.students): mean score \(effect.meanScore.told(2)) - predicted \(effect.predicted.told(2)) - expected of its "
            + "averages \(effect.expected.told(2)) = \(left.told(2)) points, in student standard deviations \(effect.estimate.told(4)) (standard "
            + "error \(effect.standardError.told(4))); of that \(effect.weight.told(4)) counts = \(effect.growth.told(4)). A school's grades are "
            + "averaged by students."
    }
}
