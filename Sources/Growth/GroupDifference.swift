/// How a group's growth differs from its school's: how far differences are spread, and how they go with the school's growth.
///
/// A group that gains more raises its school's growth as well, so that differences and growth go together; without that, intervals
/// would be too narrow. Source: the conditional normal distribution, as in C. N. Morris, Parametric Empirical Bayes Inference (Journal
/// of the American Statistical Association 78, 1983), with moments instead of likelihoods.
struct GroupDifference {
    /// Of the difference beyond what goes with the school's growth.
    private let variance: Double
    /// By how much a difference rises with the school's growth.
    private let slope: Double

    /// With fewer schools, differences are taken not to go with growth: chance would decide it.
    static let fewestSchools = 10

    /// - Parameters:
    ///   - groups: by school its students in the group.
    ///   - all: by school all its students.
    init(_ groups: [SchoolGrowth.Sums], _ all: [SchoolGrowth.Sums]) {
        let pairs = zip(groups, all).filter { $0.count > 0 && $0.count < $1.count }
        let weight = pairs.reduce(0) { $0 + $1.0.count }
        // The errors of a school's mean and of the difference from it have nothing to do with each other.
        var differences = 0.0, growth = 0.0, both = 0.0
        for (group, school) in pairs {
            let difference = group.mean - school.mean
            differences += group.count * difference * difference - (1 - group.count / school.count)
            growth += group.count * (school.mean * school.mean - school.errorVariance / (school.count * school.count))
            both += group.count * difference * school.mean
        }
        let spread = weight == 0 ? 0 : max(0, differences / weight)
        guard pairs.count >= Self.fewestSchools, growth > 0, spread > 0 else {
            (variance, slope) = (spread, 0)
            return
        }
        let ownSlope = min(1, max(-1, both / growth))
        slope = ownSlope
        variance = max(0, spread - ownSlope * ownSlope * growth / weight)
    }

    /// The group's growth, given its school's and the difference that was observed.
    ///
    /// - Parameters:
    ///   - variance: of the school's true growth around the one told.
    ///   - errorVariance: of the observed difference.
    func posterior(
        growth: Double, variance own: Double, observed: Double, errorVariance: Double
    ) -> (mean: Double, variance: Double) {
        let prior = (1 + slope) * (1 + slope) * own + variance
        let shared = (1 + slope) * slope * own + variance
        let total = slope * slope * own + variance + errorVariance
        let gain = total > 0 ? shared / total : 0
        return ((1 + slope) * growth + gain * (observed - slope * growth), max(0, prior - gain * shared))
    }
}
