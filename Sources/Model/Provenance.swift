/// How sure a rule is.
package enum Basis: String, Sendable, CaseIterable {
    /// A public source says it.
    case stated
    /// It follows from stated facts.
    case inferred
    /// No source says it; a sensible default.
    case assumed
}

/// Where a rule comes from: its sentence, its source, and the basis of the whole or of each of its parts.
package struct Provenance: Sendable, Equatable {
    package let rule: String
    package let source: String
    /// Part of the rule → basis, in the order of the file; the whole rule has the part name `""`.
    package let basis: [(part: String, basis: Basis)]

    package init(rule: String, source: String, basis: [(part: String, basis: Basis)]) {
        self.rule = rule
        self.source = source
        self.basis = basis
    }

    package static func == (left: Provenance, right: Provenance) -> Bool {
        left.rule == right.rule && left.source == right.source
            && left.basis.elementsEqual(right.basis) { $0.part == $1.part && $0.basis == $1.basis }
    }
}
