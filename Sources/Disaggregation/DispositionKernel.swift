internal import Conditions
internal import Tables

/// Evaluates a source's groups and metrics for a chunk of rows at a time.
///
/// Owned by one thread; its buffers are reused from chunk to chunk.
struct DispositionKernel: ~Copyable {
    static let chunk = 2_048

    private let truth: UnsafeMutablePointer<UInt8>

    init() { truth = .allocate(capacity: Self.chunk) }

    deinit { truth.deallocate() }

    /// Sets bit `g` of a row's mask where group `g` holds for it; unknown is not a member.
    func masks(of groups: PredicateMasks, rows: Range<Int>, into masks: UnsafeMutablePointer<UInt32>) {
        groups.evaluate(rows: rows, truth: truth, into: masks)
    }

    /// What becomes of each row (`Disposition`): outside what the metric is about, failing a test, or counted.
    ///
    /// - Parameter met: the rule to meet; nil where every counted row meets it.
    func dispositions(
        about: Predicate?, counted: [CountedTest], met: Predicate?, rows: Range<Int>, into result: UnsafeMutablePointer<UInt8>
    ) {
        // Read once: a constant of another module is a call.
        let (no, yes) = (Truth.no, Truth.yes)
        if let met {
            met.evaluate(rows: rows, into: truth)
            for row in 0..<rows.count {
                let value = truth[row]
                result[row] = value == yes ? Disposition.met : value == no ? Disposition.notMet : Disposition.metUnknown
            }
        } else {
            result.update(repeating: Disposition.met, count: rows.count)
        }
        // Backwards, so that the first test a record fails is the one that stays.
        for (place, test) in counted.enumerated().reversed() {
            test.when.evaluate(rows: rows, into: truth)
            let failed = Disposition.failed(place), unknown = Disposition.unknown(place)
            for row in 0..<rows.count {
                let value = truth[row]
                result[row] = value == yes ? result[row] : value == no ? failed : unknown
            }
        }
        guard let about else { return }
        about.evaluate(rows: rows, into: truth)
        for row in 0..<rows.count where truth[row] != yes { result[row] = Disposition.outside }
    }
}
