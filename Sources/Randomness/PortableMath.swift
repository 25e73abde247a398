/// Elementary functions from +, −, ×, ÷ and square root alone, so that every machine gives the same last digit.
///
/// The C library's `exp` and `log` may differ in their last digit from machine to machine, and a digit can decide a row.
package enum PortableMath {
    /// eˣ for |x| ≤ 700, relative error below 1e-14.
    package static func exp(_ x: Double) -> Double {
        precondition(x.magnitude <= 700, "the exponent of a rate stays small")
        let halvings = (x * 1.4426950408889634).rounded()
        let r = (x - halvings * 0.693147180369123816490) - halvings * 1.90821492927058770002e-10
        var sum = 1.0 / 479_001_600
        for coefficient in expCoefficients { sum = sum * r + coefficient }
        return sum * Double(bitPattern: UInt64(Int(halvings) + 1023) << 52)
    }

    /// The natural logarithm of a positive, normal number, relative error below 1e-14.
    package static func log(_ x: Double) -> Double {
        precondition(x >= Double.leastNormalMagnitude, "only positive numbers have a logarithm")
        var exponent = Double(x.exponent)
        var significand = x.significand
        if significand > 1.4142135623730951 {
            significand *= 0.5
            exponent += 1
        }
        let f = (significand - 1) / (significand + 1)
        let square = f * f
        var sum = 0.0
        for divisor in stride(from: 21.0, through: 1.0, by: -2.0) { sum = sum * square + 1 / divisor }
        return exponent * 0.69314718055994531 + 2 * f * sum
    }

    /// The inverse of the logit: the probability whose log odds are `x`.
    package static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    /// The standard normal quantile of 0 < p < 1, relative error below 1.2e-9 (P. J. Acklam's rational approximation).
    @inlinable package static func normalQuantile(_ p: Double) -> Double {
        if p < 0.02425 { return tailQuantile(p) }
        if p > 1 - 0.02425 { return -tailQuantile(1 - p) }
        let q = p - 0.5
        let r = q * q
        let above = ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r
            + 138.3577518672690) * r - 30.66479806614716) * r + 2.506628277459239
        let below = ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r
            + 66.80131188771972) * r - 13.28068155288572) * r + 1
        return q * above / below
    }

    /// The share of the standard normal distribution below `z`, absolute error below 7.5e-8 (Abramowitz & Stegun 26.2.17).
    package static func normalShare(below z: Double) -> Double {
        let size = min(z.magnitude, 12)
        let t = 1 / (1 + 0.2316419 * size)
        let sum = ((((1.330274429 * t - 1.821255978) * t + 1.781477937) * t - 0.356563782) * t + 0.319381530) * t
        let tail = 0.3989422804014327 * exp(-0.5 * size * size) * sum
        return z >= 0 ? 1 - tail : tail
    }

    @usableFromInline static func tailQuantile(_ p: Double) -> Double {
        let q = (-2 * log(p)).squareRoot()
        let above = ((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q
            - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783
        let below = (((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q
            + 3.754408661907416) * q + 1
        return above / below
    }

    /// 1/11! … 1/0!, for Horner's scheme.
    private static let expCoefficients: [Double] = [
        1.0 / 39_916_800, 1.0 / 3_628_800, 1.0 / 362_880, 1.0 / 40_320, 1.0 / 5_040, 1.0 / 720, 1.0 / 120, 1.0 / 24,
        1.0 / 6, 0.5, 1, 1,
    ]
}
