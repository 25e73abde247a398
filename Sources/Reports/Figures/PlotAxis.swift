/// An axis of a plot: from values to places in the drawing, with ticks at round values.
struct PlotAxis {
    /// The values at the axis's ends.
    let ends: ClosedRange<Double>
    /// Where the ends are drawn.
    let places: (start: Double, end: Double)
    /// Ticks are multiples of the step.
    let step: Step
    let ticks: [Double]

    /// 1, 2 or 5 times a power of ten.
    struct Step {
        let digit: Int
        let exponent: Int

        /// The smallest that divides an extent into no more than so many steps.
        ///
        /// - Precondition: the extent is above 0.
        init(dividing extent: Double, into most: Int) {
            let least = extent / Double(most)
            var exponent = 0
            while Self.value(1, exponent) > least { exponent -= 1 }
            while Self.value(10, exponent) <= least { exponent += 1 }
            let digit = [1, 2, 5].first { Self.value($0, exponent) >= least }
            (self.digit, self.exponent) = digit.map { ($0, exponent) } ?? (1, exponent + 1)
        }

        var value: Double { multiple(1) }
        var decimals: Int { max(0, -exponent) }

        func multiple(_ count: Int) -> Double { Self.value(count * digit, exponent) }

        /// How many whole steps lie below a value; what is a multiple but for rounding counts as one.
        func steps(below value: Double) -> Int { Int((value / self.value + 1e-9).rounded(.down)) }

        private static func value(_ digits: Int, _ exponent: Int) -> Double {
            var power = 1.0
            for _ in 0..<abs(exponent) { power *= 10 }
            return exponent < 0 ? Double(digits) / power : Double(digits) * power
        }
    }

    /// An axis from the tick at or below the lowest value to the tick at or above the highest.
    ///
    /// - Precondition: values are numbers; for none, the axis is from 0 to 1.
    init(_ values: [Double], places: (start: Double, end: Double), mostSteps: Int = 6) {
        let (low, high) = Self.widened(low: values.min() ?? 0, high: values.max() ?? 1)
        step = Step(dividing: high - low, into: mostSteps)
        let first = step.steps(below: low)
        let last = -step.steps(below: -high)
        ticks = (first...last).map(step.multiple)
        ends = step.multiple(first)...step.multiple(last)
        self.places = places
    }

    /// An axis from the first rank to the last; ticks are the first one and round numbers.
    ///
    /// - Parameter last: above 1.
    init(ranksTo last: Int, places: (start: Double, end: Double), mostSteps: Int = 6) {
        step = Step(dividing: Double(max(last - 1, mostSteps)), into: mostSteps)
        let rounds = (0...step.steps(below: Double(last))).map(step.multiple)
        ticks = [1] + rounds.filter { $0 > 1 }
        ends = 1...Double(last)
        self.places = places
    }

    /// Values so close to each other that they cannot be told apart in print are the middle of an axis.
    private static func widened(low: Double, high: Double) -> (Double, Double) {
        let least = max(1e-6, 1e-6 * max(abs(low), abs(high)))
        if high - low >= least { return (low, high) }
        let half = max(0.5, abs(low) / 100)
        return (low - half, high + half)
    }

    func place(_ value: Double) -> Double {
        let share = (value - ends.lowerBound) / (ends.upperBound - ends.lowerBound)
        return places.start + share * (places.end - places.start)
    }

    func text(_ tick: Double) -> String { DecimalText.text(tick, min(6, step.decimals)) }
}
