internal import Model
internal import Sensitivity

/// Reads the `uncertainty` of a pipeline file: what is drawn anew, and how often, to tell how sure scores and ranks are.
struct UncertaintyReading {
    let problems: ProblemList

    func read(_ file: MappingReader) -> UncertaintyDeclaration {
        guard let reader = file.mapping("uncertainty", subject: "`uncertainty`") else { return .standard }
        defer { reader.finish() }
        let standard = UncertaintyRule.standard, provenance = reader.provenance()
        let rule = UncertaintyRule(
            replicates: reader.whole("replicates", in: 1...100_000) ?? standard.replicates,
            seed: reader.whole("seed", in: 0...1_000_000_000).map(UInt64.init) ?? standard.seed,
            sampling: reader.choice("sampling", UncertaintyRule.Sampling.self) ?? standard.sampling,
            measurement: reader.boolean("measurement") ?? standard.measurement,
            weightConcentration: reader.mapping("weights").flatMap(concentration))
        return UncertaintyDeclaration(rule: rule, provenance: provenance)
    }

    /// `weights: {concentration: 100}`.
    private func concentration(_ weights: MappingReader) -> Rational? {
        defer { weights.finish() }
        let hint = "Say how close weights stay to the declared ones, such as 100"
        guard weights.required("concentration", hint) != nil, let value = weights.rational("concentration") else { return nil }
        if value > .zero, value <= Rational(1_000_000) { return value }
        problems.addUnfitConcentration(weights)
        return nil
    }
}

// MARK: Texts

extension ProblemList {
    fileprivate func addUnfitConcentration(_ weights: MappingReader) {
        add(
            weights.place(ofValue: "concentration"), "`concentration` of \(weights.subject) is not above 0 and up to 1000000",
            "Write how close weights stay to the declared ones: with 100, a weight of a quarter of its domain varies by 4 hundredths of it")
    }
}
