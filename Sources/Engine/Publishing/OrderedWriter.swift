internal import Reports
internal import Synchronization

/// Writes blocks of rows to a file in their order, whichever thread finishes one first; rendering and writing overlap.
final class OrderedWriter: @unchecked Sendable {
    private struct State {
        var next = 0
        var waiting: [Int: RowText] = [:]
        var rows = 0
        var failure: PublishingProblem?
    }

    private let file: OutputFile
    private let state = Mutex(State())

    init(_ file: OutputFile) { self.file = file }

    /// Takes a block, and writes it and those behind it that are waiting, if it is the next.
    func add(_ text: RowText, at place: Int) {
        state.withLock { state in
            state.waiting[place] = text
            while let text = state.waiting.removeValue(forKey: state.next) {
                state.next += 1
                state.rows += text.rowCount
                if state.failure != nil { continue }
                do throws(PublishingProblem) { try file.write(text.bytes) } catch { state.failure = error }
            }
        }
    }

    /// The number of rows written; throws the first failure. Called once all threads are done.
    func finish() throws(PublishingProblem) -> Int {
        let (rows, failure) = state.withLock { ($0.rows, $0.failure) }
        if let failure { throw failure }
        return rows
    }
}
