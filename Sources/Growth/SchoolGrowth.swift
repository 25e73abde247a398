/// School growth over several grades, for all students and for groups.
///
/// Source: CORE growth model slides, October 2016: effects are standardised, and averaged over grades by students.
package struct SchoolGrowth: Sendable {
    /// A school's or a group's growth, in student standard deviations.
    package struct Result: Sendable, Equatable {
        package let studentCount: Int
        package let growth: Double
        /// How far the true growth may be from it.
        package let uncertainty: Double

        /// The interval that holds the true growth 95 times in 100.
        package var interval: ClosedRange<Double> { ClosedRange(holding95Around: growth, deviation: uncertainty) }
    }

    /// By group, the first all students, and school; nil where nobody counts.
    package let results: [[Result?]]

    /// One grade's effects and who its students are.
    package struct Grade: Sendable {
        let effects: ValueAdded
        let schools: [Int]
        /// By group and student whether the student belongs to it.
        let groups: [[Bool]]

        package init(_ effects: ValueAdded, cohort: ValueAddedCohort, groups: [[Bool]]) {
            precondition(groups.allSatisfy { $0.count == cohort.studentCount }, "every student belongs to a group or not")
            self.effects = effects
            self.groups = groups
            schools = cohort.schools
        }
    }

    /// - Parameters:
    ///   - groupCount: the groups besides all students.
    ///   - minimumN: a grade of a school with fewer students does not count.
    package init(_ grades: [Grade], schoolCount: Int, groupCount: Int, minimumN: Int) {
        var all = [Sums](repeating: Sums(), count: schoolCount)
        var groups = [[Sums]](repeating: all, count: groupCount)
        for grade in grades {
            for school in 0..<schoolCount {
                guard let effect = grade.effects.effects[school], effect.studentCount >= minimumN else { continue }
                all[school].add(effect)
            }
            for (student, school) in grade.schools.enumerated() where (grade.effects.effects[school]?.studentCount ?? 0) >= minimumN {
                let rest = grade.effects.residuals[student] / grade.effects.studentDeviation
                for group in 0..<groupCount where grade.groups[group][student] { groups[group][school].add(rest) }
            }
        }
        let whole = all.map { sums -> Result? in
            if sums.count == 0 { return nil }
            return Result(
                studentCount: Int(sums.count), growth: sums.shrunken / sums.count,
                uncertainty: sums.variance.squareRoot() / sums.count)
        }
        results = [whole] + groups.map { Self.shrunken($0, to: whole, all) }
    }

    /// A group's students' mean residual, drawn towards what their school's growth lets expect by as much as their number makes it
    /// doubtful.
    private static func shrunken(_ groups: [Sums], to whole: [Result?], _ all: [Sums]) -> [Result?] {
        let difference = GroupDifference(groups, all)
        return groups.indices.map { place in
            let group = groups[place], school = all[place]
            guard group.count > 0, let own = whole[place] else { return nil }
            if group.count == school.count { return own }
            let told = difference.posterior(
                growth: own.growth, variance: own.uncertainty * own.uncertainty, observed: group.mean - school.mean,
                errorVariance: (1 - group.count / school.count) / group.count)
            return Result(studentCount: Int(group.count), growth: told.mean, uncertainty: told.variance.squareRoot())
        }
    }

    struct Sums {
        private(set) var count = 0.0
        private(set) var estimate = 0.0
        private(set) var shrunken = 0.0
        private(set) var variance = 0.0
        private(set) var errorVariance = 0.0

        var mean: Double { estimate / count }

        mutating func add(_ effect: ValueAdded.Effect) {
            let students = Double(effect.studentCount)
            count += students
            estimate += students * effect.estimate
            shrunken += students * effect.shrunken
            variance += students * students * effect.uncertainty * effect.uncertainty
            errorVariance += students * students * effect.errorVariance
        }

        mutating func add(_ residual: Double) {
            count += 1
            estimate += residual
        }
    }
}
