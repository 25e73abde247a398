package import Conditions

/// What became of a record for a metric.
package enum RecordOutcome: Sendable, Equatable {
    /// The metric is not about it.
    case outside
    /// A test, by its place, failed, or could not be decided.
    case failed(test: Int)
    case undecided(test: Int)
    /// It is not known whether the rule is met.
    case unknown
    case notMet
    case met

    /// Whether it is in the denominator.
    package var isCounted: Bool { self == .met || self == .notMet }
}

extension RecordOutcome {
    /// The outcomes of some records, decided as they are when results are counted.
    ///
    /// - Parameter met: the rule to meet; nil where every counted record meets it.
    package static func outcomes(about: Predicate?, counted: [CountedTest], met: Predicate?, rowCount: Int) -> [RecordOutcome] {
        let kernel = DispositionKernel()
        let dispositions = [UInt8](unsafeUninitializedCapacity: rowCount) { result, initialized in
            for start in stride(from: 0, to: rowCount, by: DispositionKernel.chunk) {
                let rows = start..<min(start + DispositionKernel.chunk, rowCount)
                kernel.dispositions(about: about, counted: counted, met: met, rows: rows, into: result.baseAddress! + start)
            }
            initialized = rowCount
        }
        return dispositions.map(RecordOutcome.init)
    }

    private init(_ disposition: UInt8) {
        switch disposition {
        case Disposition.outside: self = .outside
        case Disposition.met: self = .met
        case Disposition.notMet: self = .notMet
        case Disposition.metUnknown: self = .unknown
        case let other where other < Disposition.unknown(0): self = .failed(test: Int(other - Disposition.failed(0)))
        case let other: self = .undecided(test: Int(other - Disposition.unknown(0)))
        }
    }
}
