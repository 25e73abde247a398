internal import Model

extension MappingReader {
    /// The rule, source and basis that every rule of the file carries.
    func provenance() -> Provenance {
        let rule = requiredText("rule", "Say the rule in one sentence")
        let source = requiredText("source", "Say who states it, or that no public source does")
        return Provenance(rule: rule ?? "", source: source ?? "", basis: basis())
    }

    /// `basis: stated`, or one basis for each part of the rule.
    private func basis() -> [(part: String, basis: Basis)] {
        guard let node = required("basis", "Write stated, inferred or assumed; or one of them for each part of the rule")
        else { return [] }
        if node.mapping == nil { return choice("basis", Basis.self).map { [("", $0)] } ?? [] }
        guard let parts = mapping("basis") else { return [] }
        return parts.keys.compactMap { part in parts.choice(part, Basis.self).map { (part, $0) } }
    }
}
