internal import Dispatch
internal import Synchronization

/// The threads of a run: ordered maps and loops over indices, spread over Dispatch.
///
/// Every result is stored at its own index and combined in index order, so nothing computed here can depend on
/// the number of threads. `count == 1` runs on the calling thread alone.
package struct Workers: Sendable {
    /// How many bodies may run at the same time, at least 1.
    package let count: Int

    package init(count: Int) {
        precondition(count >= 1, "a run needs at least one thread")
        self.count = count
    }

    /// The results of `body` for `0..<count`, in index order.
    ///
    /// - Complexity: `count` calls, taken one by one by the threads, so that uneven bodies balance.
    package func map<Element: Sendable>(
        _ count: Int, _ body: @Sendable (_ index: Int) -> Element
    ) -> [Element] {
        if count == 0 { return [] }
        return [Element](unsafeUninitializedCapacity: count) { storage, initialized in
            let slots = Vouched(storage.baseAddress!)
            forEach(count) { index in
                (slots.value + index).initialize(to: body(index))
            }
            initialized = count
        }
    }

    /// The results of a throwing `body` for `0..<count`, in index order; of several errors the one with the lowest index.
    package func tryMap<Element: Sendable, Failure: Error>(
        _ count: Int, _ body: @Sendable (_ index: Int) throws(Failure) -> Element
    ) throws(Failure) -> [Element] {
        let outcomes: [Result<Element, Failure>] = map(count) { index in
            do throws(Failure) {
                return .success(try body(index))
            } catch {
                return .failure(error)
            }
        }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for outcome in outcomes { elements.append(try outcome.get()) }
        return elements
    }

    /// Calls `body` once for every index of `0..<count`, in no stated order.
    ///
    /// The body may write to memory of its own index only; that promise is the caller's.
    package func forEach(_ count: Int, _ body: (_ index: Int) -> Void) {
        let threads = min(self.count, count)
        if threads <= 1 {
            for index in 0..<count { body(index) }
            return
        }
        let next = Atomic<Int>(0)
        withoutActuallyEscaping(body) { body in
            let vouched = Vouched(body)
            DispatchQueue.concurrentPerform(iterations: threads) { _ in
                while true {
                    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    if index >= count { return }
                    vouched.value(index)
                }
            }
        }
    }

    /// Calls `body` once for each contiguous part of `0..<count`, at most `size` indices long.
    package func forEachPart(of count: Int, size: Int, _ body: (_ part: Range<Int>) -> Void) {
        precondition(size > 0, "a part has at least one index")
        forEach((count + size - 1) / size) { part in
            body(part * size..<min(count, (part + 1) * size))
        }
    }

    /// Runs `body` once on every thread at the same time: for work that threads fetch from a shared source.
    package func onEachThread(_ body: (_ thread: Int) -> Void) {
        forEach(count, body)
    }
}

/// The one place where a value that crosses threads is vouched for by hand.
private struct Vouched<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
