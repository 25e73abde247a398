/// How sure a school's score and rank are.
package struct SchoolUncertainty: Sendable, Equatable {
    /// The standard deviation of the replicates' scores.
    package let standardError: Double
    /// Of the replicates' scores.
    package let mean: Double
    /// Between the 5th and the 95th percentile of the replicates.
    package let score: ClosedRange<Double>
    package let rank: ClosedRange<Int>
    package let levelRank: ClosedRange<Int>
    /// The share of replicates in which it is among the lowest; nil where no such share is declared.
    package let probabilityOfLowest: Double?

    package init(
        standardError: Double, mean: Double, score: ClosedRange<Double>, rank: ClosedRange<Int>, levelRank: ClosedRange<Int>, probabilityOfLowest: Double?
    ) {
        self.standardError = standardError
        self.mean = mean
        self.score = score
        self.rank = rank
        self.levelRank = levelRank
        self.probabilityOfLowest = probabilityOfLowest
    }
}

/// How sure the level of all students on a metric is.
package struct LevelUncertainty: Sendable, Equatable {
    package let school: Int
    package let metric: String
    /// As published.
    package let level: Int
    /// By level from 1 the share of replicates in which they had it.
    package let probabilities: [Double]

    package init(school: Int, metric: String, level: Int, probabilities: [Double]) {
        self.school = school
        self.metric = metric
        self.level = level
        self.probabilities = probabilities
    }
}

/// How often two schools change places: in which share of replicates the one that is behind has the higher score.
package struct RankSwap: Sendable, Equatable {
    package let ahead: Int
    package let behind: Int
    package let swapped: Double
    package let tied: Double

    package init(ahead: Int, behind: Int, swapped: Double, tied: Double) {
        self.ahead = ahead
        self.behind = behind
        self.swapped = swapped
        self.tied = tied
    }
}
