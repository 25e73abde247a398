/// The regression behind value added in a subject and grade.
package struct GrowthRegression: Sendable, Codable {
    package struct Term: Sendable, Codable {
        package let name: String
        /// By how many score points one more of it raises the prediction.
        package let coefficient: Double
        package let standardError: Double
        /// Over all students.
        package let mean: Double

        package init(name: String, coefficient: Double, standardError: Double, mean: Double) {
            self.name = name
            self.coefficient = coefficient
            self.standardError = standardError
            self.mean = mean
        }
    }

    package let of: GrowthGrade
    package let studentCount: Int
    package let leftOutCount: Int
    package let schoolCount: Int
    /// Nil where the students do not tell the coefficients.
    package let fit: Fit?

    package struct Fit: Sendable, Codable {
        package let terms: [Term]
        /// How many averages schools are compared by.
        package let averageCount: Int
        /// Of students around the prediction, in score points.
        package let studentDeviation: Double
        /// Of schools' true effects, in student standard deviations.
        package let schoolDeviation: Double

        package init(terms: [Term], averageCount: Int, studentDeviation: Double, schoolDeviation: Double) {
            self.terms = terms
            self.averageCount = averageCount
            self.studentDeviation = studentDeviation
            self.schoolDeviation = schoolDeviation
        }
    }

    package init(of: GrowthGrade, studentCount: Int, leftOutCount: Int, schoolCount: Int, fit: Fit?) {
        self.of = of
        self.studentCount = studentCount
        self.leftOutCount = leftOutCount
        self.schoolCount = schoolCount
        self.fit = fit
    }
}

/// A school's growth in a subject and grade, step by step: mean score - predicted - expected, in student standard deviations, is
/// the estimate; of that, the weight counts.
package struct GrowthEffect: Sendable, Codable {
    package let of: GrowthGrade
    package let school: School
    package let studentCount: Int
    /// In score points.
    package let meanScore: Double
    /// By its students' prior scores and characteristics, in score points.
    package let predicted: Double
    /// By its averages of these, in score points.
    package let expected: Double
    /// In student standard deviations, as all that follows.
    package let estimate: Double
    package let standardError: Double
    /// From 0 to 1.
    package let weight: Double
    package let growth: Double
    package let uncertainty: Double
    /// Holds the true growth 95 times in 100.
    package let interval: ClosedRange<Double>

    package init(
        of: GrowthGrade, school: School, studentCount: Int, meanScore: Double, predicted: Double, expected: Double, estimate: Double,
        standardError: Double, weight: Double, growth: Double, uncertainty: Double, interval: ClosedRange<Double>
    ) {
        self.of = of
        self.school = school
        self.studentCount = studentCount
        self.meanScore = meanScore
        self.predicted = predicted
        self.expected = expected
        self.estimate = estimate
        self.standardError = standardError
        self.weight = weight
        self.growth = growth
        self.uncertainty = uncertainty
        self.interval = interval
    }
}

/// A school's or a group's growth in a subject, its grades averaged by students, in student standard deviations.
package struct SchoolGrowthResult: Sendable, Codable {
    package let subject: String
    package let school: School
    package let group: String
    package let studentCount: Int
    package let growth: Double
    package let uncertainty: Double
    /// Holds the true growth 95 times in 100.
    package let interval: ClosedRange<Double>

    package init(
        subject: String, school: School, group: String, studentCount: Int, growth: Double, uncertainty: Double,
        interval: ClosedRange<Double>
    ) {
        self.subject = subject
        self.school = school
        self.group = group
        self.studentCount = studentCount
        self.growth = growth
        self.uncertainty = uncertainty
        self.interval = interval
    }
}

/// How far students are from the prediction: numbers of students in classes of equal width.
package struct GrowthResiduals: Sendable, Codable {
    package let of: GrowthGrade
    /// The lower bound of the first class, in student standard deviations; those below are in it as well.
    package let start: Double
    package let width: Double
    package let counts: [Int]

    package init(of: GrowthGrade, start: Double, width: Double, counts: [Int]) {
        self.of = of
        self.start = start
        self.width = width
        self.counts = counts
    }
}

/// Where a school's scores of a subject and grade went: all = counted + left out by reason.
package struct GrowthLedgerLine: Sendable, Codable {
    package let of: GrowthGrade
    package let school: School
    /// Nil for the scores that count.
    package let reason: String?
    package let count: Int

    package init(of: GrowthGrade, school: School, reason: String?, count: Int) {
        self.of = of
        self.school = school
        self.reason = reason
        self.count = count
    }
}

/// A student's prediction term by term, or why there is none.
package struct GrowthPrediction: Sendable, Codable {
    package let of: GrowthGrade
    package let studentID: String
    package let schoolID: String
    package let score: Double
    /// Nil where the student is left out.
    package let prediction: Prediction?
    package let reason: String?

    package struct Prediction: Sendable, Codable {
        /// What the school's averages let expect, in score points.
        package let expected: Double
        /// By term the student's value.
        package let values: [Double]
        /// By term its part of the prediction, in score points.
        package let parts: [Double]
        /// The terms' names, in one order.
        package let terms: [String]

        package init(expected: Double, values: [Double], parts: [Double], terms: [String]) {
            self.expected = expected
            self.values = values
            self.parts = parts
            self.terms = terms
        }

        package var total: Double { parts.reduce(expected, +) }
    }

    package init(of: GrowthGrade, studentID: String, schoolID: String, score: Double, prediction: Prediction?, reason: String?) {
        self.of = of
        self.studentID = studentID
        self.schoolID = schoolID
        self.score = score
        self.prediction = prediction
        self.reason = reason
    }
}
