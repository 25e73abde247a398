/// Decimal places of binary numbers, rounded as R does since 4.0: to the nearer of the two neighbours, as these are in binary; to
/// the even one where both are as near.
///
/// Source: R 4.2, `round`; M. Maechler, Rounding to Decimal Digits in Binary (vignette of the R package round, 2020), "r3d.C".
enum Decimals {
    /// - Parameter scale: 10 to the number of places.
    static func rounded(_ value: Double, scale: Double) -> Double {
        let scaled = value * scale, low = scaled.rounded(.down)
        let down = low / scale, up = scaled.rounded(.up) / scale
        let (toDown, toUp) = (value - down, up - value)
        if toDown != toUp { return toDown < toUp ? down : up }
        return low.truncatingRemainder(dividingBy: 2) == 0 ? down : up
    }
}

/// Fitted values are compared at five decimals, as the reference does: exactly the score at students on the plane.
enum FiveDecimals {
    static let unit = 1e-5

    static func rounded(_ value: Double) -> Double { Decimals.rounded(value, scale: 1e5) }

    /// The rounded value as a whole number of units.
    static func units(_ value: Double) -> Double {
        let scaled = value * 1e5, nearest = scaled.rounded()
        // Only about halfway it takes a closer look.
        return abs(scaled - nearest) < 0.49 ? nearest : (rounded(value) * 1e5).rounded()
    }

    /// The value of so many units.
    static func value(ofUnits units: Double) -> Double { units / 1e5 }
}
