/// The measures of a year with their levels.
package struct Results: Sendable {
    package let measures: Measures
    /// One entry per cell of `measures`, 1 to `levelCount`; 0 where there is no value or no cut points for it.
    package let levels: [UInt8]
    package let levelCount: Int

    package init(measures: Measures, levels: [UInt8], levelCount: Int) {
        precondition(levels.count == measures.cells.count, "one level per cell")
        self.measures = measures
        self.levels = levels
        self.levelCount = levelCount
    }

    /// The level of a school's result; nil where it has none.
    package func level(school: Int, metric: Int, group: Int) -> Int? {
        let level = levels[measures.index(school: school, metric: metric, group: group)]
        return level == 0 ? nil : Int(level)
    }
}

/// How many students each school has in each group and at each school level.
package struct Population: Sendable, Equatable {
    package let schools: [School]
    package let groups: [GroupWords]
    package let levels: [SchoolLevel]
    /// `counts[(school * groups.count + group) * (levels.count + 1) + level]`; the last place is "any other grade".
    package let counts: [Int32]

    package init(schools: [School], groups: [GroupWords], levels: [SchoolLevel], counts: [Int32]) {
        precondition(counts.count == schools.count * groups.count * (levels.count + 1), "one count per school, group, level")
        self.schools = schools
        self.groups = groups
        self.levels = levels
        self.counts = counts
    }

    /// Students of a group at a school level; `level == levels.count` is any other grade.
    package func count(school: Int, group: Int, level: Int) -> Int {
        Int(counts[(school * groups.count + group) * (levels.count + 1) + level])
    }

    /// Students of a group at the school.
    package func count(school: Int, group: Int) -> Int {
        (0...levels.count).reduce(0) { $0 + count(school: school, group: group, level: $1) }
    }
}

/// Where a metric's records went: enrolled = counted + excluded by reason, for every school.
package struct Ledger: Sendable, Equatable {
    package struct Entry: Sendable, Equatable, Codable {
        package let school: Int
        package let metric: String
        /// Every record of the metric's source for the school and year.
        package let enrolled: Int
        package let counted: Int
        /// Reason → records, in the order of the rule.
        package let excluded: [Exclusion]

        package init(school: Int, metric: String, enrolled: Int, counted: Int, excluded: [Exclusion]) {
            self.school = school
            self.metric = metric
            self.enrolled = enrolled
            self.counted = counted
            self.excluded = excluded
        }

        package var isBalanced: Bool { enrolled == excluded.reduce(counted) { $0 + $1.records } }
    }

    package struct Exclusion: Sendable, Equatable, Codable {
        package let reason: String
        package let records: Int

        package init(reason: String, records: Int) {
            self.reason = reason
            self.records = records
        }
    }

    package let year: String
    package let schools: [School]
    package let entries: [Entry]

    package init(year: String, schools: [School], entries: [Entry]) {
        self.year = year
        self.schools = schools
        self.entries = entries
    }
}
