/// Sums over vectors whose length is a multiple of eight, always in the same order.
enum ColumnVector {
    /// The sum of the products of two vectors' numbers.
    @inline(__always)
    static func dot(_ one: UnsafePointer<Double>, _ other: UnsafePointer<Double>, _ width: Int) -> Double {
        var sum = SIMD8<Double>.zero
        for place in stride(from: 0, to: width, by: 8) { sum += load(one + place) * load(other + place) }
        return sum.sum()
    }

    /// Takes a multiple of one vector from another.
    @inline(__always)
    static func subtract(_ factor: Double, times one: UnsafePointer<Double>, from other: UnsafeMutablePointer<Double>, _ width: Int) {
        for place in stride(from: 0, to: width, by: 8) {
            UnsafeMutableRawPointer(other + place).storeBytes(of: load(other + place) - factor * load(one + place), as: SIMD8<Double>.self)
        }
    }

    @inline(__always)
    private static func load(_ pointer: UnsafePointer<Double>) -> SIMD8<Double> {
        UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Double>.self)
    }
}
