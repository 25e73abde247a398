/// Memory of a fixed length that threads fill, each its own places; read only after they have finished.
///
/// Freed with the last reference. Elements are plain values; they hold nothing of meaning until they are written.
package final class SharedBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
    package let pointer: UnsafeMutableBufferPointer<Element>

    package init(count: Int) {
        pointer = .allocate(capacity: count)
    }

    deinit { pointer.deallocate() }
}
