import Testing

@testable import Growth

/// Knots and basis against R 4.2: `quantile(type = 7)`, `extendrange` and `splines::bs`.
@Suite struct SplineTests {
    private let knots = SplineKnots(interior: [416, 461, 501, 550], lowerBoundary: 95, upperBoundary: 755)

    /// The expected values are what `bs(x, knots = c(416, 461, 501, 550), Boundary.knots = c(95, 755))` printed.
    @Test(arguments: [
        (150, [0.3620145701328579, 0.0654744452631659, 0.0034879955092019, 0, 0, 0, 0]),
        (416, [0.0151169040580489, 0.2914525863723799, 0.6934305095695711, 0, 0, 0, 0]),
        (433.5, [0.0034500341737420, 0.1877776290855195, 0.7983160397940994, 0.0104562969466394, 0, 0, 0]),
        (700, [0, 0, 0, 0.0108680883530674, 0.1352505010286682, 0.4621285341364955, 0.3917528764817688]),
        (80, [-0.152753089261162, 0.00598410140824239, -7.07557315916228e-05, 0, 0, 0, 0]),
        (760, [0, 0, 0, -8.16535563716476e-06, 0.00146969564336166, -0.0764314233536985, 1.074969893065974]),
    ] as [(Double, [Double])])
    func `The basis has R's columns, also beyond the boundaries`(score: Double, columns: [Double]) {
        let dense = SplineBasis(knots).dense(at: score)
        #expect(zip(dense, columns).allSatisfy { abs($0 - $1) < 1e-14 }, "\(dense)")
    }

    @Test func `Within the boundaries the functions add up to one`() {
        let basis = SplineBasis(knots)
        for score in stride(from: 95.0, through: 755, by: 7.5) {
            let row = basis.row(at: score)
            #expect(abs(row.values.sum() - 1) < 1e-14)
            #expect(row.values.min() >= 0)
        }
    }

    @Test func `Where knots coincide the functions still add up to one`() {
        let basis = SplineBasis(SplineKnots(interior: [420, 480, 480, 540], lowerBoundary: 276, upperBoundary: 684))
        for score in [276, 400, 420, 479.5, 480, 480.5, 540, 684] { #expect(abs(basis.row(at: score).values.sum() - 1) < 1e-14) }
        // bs(480, knots = c(420, 480, 480, 540), Boundary.knots = c(276, 684))
        #expect(zip(basis.dense(at: 480), [0, 0, 0.5, 0.5, 0, 0, 0]).allSatisfy { abs($0 - $1) < 1e-14 })
    }

    /// quantile(c(300, 310, 325, 347, 360, 371), c(.2, .4, .6, .8)) and extendrange(f = 0.1), both rounded to 3 decimals.
    @Test func `Knots are the quintiles, and boundaries a tenth of the range outside`() {
        #expect(
            SplineKnots(scores: [371, 300, 347, 310, 360, 325])
                == SplineKnots(interior: [310, 325, 347, 360], lowerBoundary: 292.9, upperBoundary: 378.1))
        #expect(
            SplineKnots(scores: [1, 2, 4, 8])
                == SplineKnots(interior: [1.6, 2.4, 3.6, 5.6], lowerBoundary: 0.3, upperBoundary: 8.7))
        #expect(SplineKnots(scores: []) == nil)
    }

    /// R 4.2: round(c(0.15, 0.25, 0.35, 2.675, -2.675, 450.1331549, 1e9 + 0.123456), c(1, 1, 1, 2, 2, 5, 5))
    @Test(arguments: [
        (0.15, 10, 0.1), (0.25, 10, 0.2), (0.35, 10, 0.3), (2.675, 100, 2.67), (-2.675, 100, -2.67), (450.1331549, 1e5, 450.13315),
        (1_000_000_000.123456, 1e5, 1_000_000_000.12346), (5, 1e5, 5),
    ] as [(Double, Double, Double)])
    func `Decimals are rounded as R does`(value: Double, scale: Double, rounded: Double) {
        #expect(Decimals.rounded(value, scale: scale) == rounded)
    }

    @Test func `Quantiles between two values are rounded to three decimals`() {
        // quantile(c(0, 1/3, 1), c(.2, .4, .6, .8)): 0.1333, 0.2667, 0.4667, 0.7333
        #expect(SplineKnots(scores: [0, 1.0 / 3, 1])?.interior == [0.133, 0.267, 0.467, 0.733])
    }
}
