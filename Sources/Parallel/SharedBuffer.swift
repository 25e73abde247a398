/// Memory of a fixed length that threads fill, each its own places; read only after they have finished.
///
/// Freed with the last reference. Elements are plain values and start at zero-filled `initial`.
package final class SharedBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
    package let pointer: UnsafeMutableBufferPointer<Element>

    package init(count: Int, initial: Element) {
        pointer = .allocate(capacity: count)
        pointer.initialize(repeating: initial)
    }

    deinit { pointer.deallocate() }
}
