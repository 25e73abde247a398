internal import Banding
internal import Model

/// The cut points of a metric at a school as binary numbers, turned so that the better level is always above.
struct LevelBounds: Sendable {
    /// By level from 2 up the least turned value that reaches it.
    private let least: [Double]
    private let sign: Double
    /// Of the value as it is published; nil where the unrounded one counts.
    private let scale: Double?

    init(_ bounds: [Rational], metric: MetricWords, rule: BandingRule) {
        let sign = metric.better == .higher ? 1.0 : -1.0
        self.sign = sign
        // What lies on a bound that belongs to the level below does not reach it; the next number does.
        least = bounds.map { rule.closed == .betterSide ? sign * $0.approximation : (sign * $0.approximation).nextUp }
        scale = rule.taken(for: metric.key) == .rounded ? Double(Rational.power(of10: metric.decimals)) : nil
    }

    /// The levels of some values.
    func fill(_ levels: inout [Int32], from values: UnsafePointer<Double>) {
        levels.withUnsafeMutableBufferPointer { levels in
            if let scale {
                for place in levels.indices { levels[place] = level(of: Self.rounded(values[place], scale)) }
                return
            }
            for place in levels.indices { levels[place] = 1 }
            for bound in least {
                for place in levels.indices { levels[place] &+= sign * values[place] >= bound ? 1 : 0 }
            }
        }
    }

    /// The worst of some rows' results, replicate by replicate.
    func takeWorst(of rows: [Int], width: Int, _ memory: UnsafePointer<Double>, into worst: inout [Double]) {
        for (number, row) in rows.enumerated() {
            let own = memory + row * width
            if number == 0 {
                for place in worst.indices { worst[place] = own[place] }
            } else if sign > 0 {
                for place in worst.indices { worst[place] = min(worst[place], own[place]) }
            } else {
                for place in worst.indices { worst[place] = max(worst[place], own[place]) }
            }
        }
    }

    private func level(of value: Double) -> Int32 { least.reduce(1) { $0 + (sign * value >= $1 ? 1 : 0) } }

    /// Half away from zero: a binary number next to a half in decimals is that half.
    private static func rounded(_ value: Double, _ scale: Double) -> Double {
        (value * scale * (1 + 0x1p-40)).rounded(.toNearestOrAwayFromZero) / scale
    }
}
