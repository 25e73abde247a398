internal import Growth
internal import Ingestion
internal import Model
internal import Tables

// MARK: Growth percentiles

extension GrowthReading {
    func percentiles(_ with: MappingReader, reads: [String: Name]) -> StageDeclaration.Parameters {
        let scores = reads["scores"]
        if let coefficients = reads["coefficients"], source(coefficients) != nil, source(reads["knots"]) == nil {
            problems.addCoefficientsWithoutKnots(coefficients)
        }
        let minimum = with.required("minimum_cohort", "Say from how many students percentiles are computed") == nil
            ? nil : with.whole("minimum_cohort", in: 1...10_000_000)
        let error = with.name("standard_error"), simulation = simulation(with)
        if let error, let source = source(scores) { check(error, of: source, types: [.number, .integer]) }
        if simulation != nil, error == nil { problems.addSimulationWithoutErrors(with) }
        let growth = declaration(with, scores, mostPriors: PercentileRule.mostPriors)
        return .growthPercentiles(
            PercentileDeclaration(
                scores: growth, minimumCohort: minimum ?? 1, obtainable: obtainable(with, growth, of: source(scores)), standardError: error?.text, simulation: simulation))
    }

    /// `simex: {data_sets: 50, seed: 1}`.
    private func simulation(_ with: MappingReader) -> PercentileDeclaration.Simulation? {
        guard let reader = with.mapping("simex") else { return nil }
        defer { reader.finish() }
        let count = reader.required("data_sets", "Say how often scores are measured again, such as 50") == nil
            ? nil : reader.whole("data_sets", in: 1...1000)
        return PercentileDeclaration.Simulation(dataSetCount: count ?? 1, seed: UInt64(reader.whole("seed", in: 0...1_000_000_000) ?? 1))
    }

    /// `ela: {4: [2131, 2663]}`: the lowest and the highest score of a subject and grade.
    private func obtainable(_ with: MappingReader, _ growth: GrowthDeclaration, of source: SourceRule?) -> [String: [String: ClosedRange<Double>]] {
        guard let subjects = with.mapping("obtainable") else { return [:] }
        defer { subjects.finish() }
        return subjects.names.reduce(into: [:]) { ranges, subject in
            check(subject, isTextOf: growth.subject, of: source)
            guard let grades = subjects.mapping(subject.text) else { return }
            defer { grades.finish() }
            for grade in grades.names {
                if !growth.progressions.contains(where: { $0.grade == grade.text }) {
                    problems.addUnknown(grade, "progression", among: growth.progressions.map(\.grade), subject: "`obtainable` of \(subject.text)")
                }
                let ends = (grades.texts(grade.text) ?? []).compactMap { text in
                    Rational(text)?.approximation
                }
                if ends.count == 2, ends[0] < ends[1] {
                    ranges[subject.text, default: [:]][grade.text] = ends[0]...ends[1]
                } else {
                    problems.addUnfitRange(grade, subject)
                }
            }
        }
    }
}

// MARK: Texts

extension ProblemList {
    fileprivate func addCoefficientsWithoutKnots(_ coefficients: Name) {
        add(
            coefficients.place, "the regressions of `\(coefficients.text)` have no knots",
            "Name the source of kind `growth_knots` that was made with them under `knots`")
    }

    fileprivate func addSimulationWithoutErrors(_ with: MappingReader) {
        add(
            with.place(of: "simex"), "`simex` of \(with.subject) needs the errors of prior scores",
            "Name their field under `standard_error`")
    }

    fileprivate func addUnfitRange(_ grade: Name, _ subject: Name) {
        add(
            grade.place, "`obtainable` of \(subject.text), grade \(grade.text), is no range of scores",
            "Write the lowest and the highest score, such as [2131, 2663]")
    }
}
