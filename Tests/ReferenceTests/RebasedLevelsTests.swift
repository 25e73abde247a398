import TestSupport
import Testing

/// A pipeline that derives its cut points from the same year gives about a tenth of the schools to each level.
@Suite struct RebasedLevelsTests {
    private static func changes(takenFrom: String) -> [(String, String)] {
        EngineRun.withoutReports + [
            ("value: 20", "value: 5"), ("taken_from: unrounded", "taken_from: \(takenFrom)"),
            ("publish: [", "publish: [rebased, "),
            (
                "  - stage: band\n",
                """
                  - stage: calibrate
                    with: {levels: 10, minimum_schools: 10, source: the year's own results}
                    makes: {cut_points: rebased}
                  - stage: band
                    reads: {cut_points: rebased}

                """
            ),
        ]
    }

    /// A metric's results of all students at one school level, from worst to best.
    private struct Field {
        let name: String
        let isLowerBetter: Bool
        /// Printed value and level of each school.
        let schools: [(value: Fraction, level: Int)]
        /// The printed bounds of levels 2 to 10.
        let bounds: [Fraction]

        func isAsGood(_ value: Fraction, as bound: Fraction) -> Bool { isLowerBetter ? value <= bound : value >= bound }

        /// The printed value of the school that opens level `level`: the first that is not among the worst
        /// ⌈(level - 1)·n/10⌉, the last of all where nobody is left.
        func bound(ofLevel level: Int) -> Fraction {
            let fromWorst = schools.map(\.value).sorted { isLowerBetter ? $0 > $1 : $0 < $1 }
            return fromWorst[min(((level - 1) * fromWorst.count + 9) / 10, fromWorst.count - 1)]
        }
    }

    private func fields(_ run: EngineRun) throws -> [Field] {
        let results = try run.table("results").dictionaries.filter { $0["group"] == "all" && $0["value"] != "" }
        let cuts = Dictionary(grouping: try run.table("rebased").dictionaries) { [$0["metric"]!, $0["school_level"]!] }
        return try cuts.keys.sorted { $0.joined() < $1.joined() }.map { key in
            let homes = try homeLevels(run, on: key[0])
            let own = results.filter { $0["metric"] == key[0] && homes[$0["school_id"]!] == key[1] }
            let bounds = cuts[key]!.sorted { Int($0["level"]!)! < Int($1["level"]!)! }
            #expect(Set(bounds.map { $0["schools"]! }) == [String(own.count)])
            return Field(
                name: key.joined(separator: ", "), isLowerBetter: SchoolResults.isLowerBetter(key[0]),
                schools: own.map { (Fraction(decimal: $0["value"]!)!, Int($0["level"]!)!) },
                bounds: bounds.map { Fraction(decimal: $0["cut_point"]!)! })
        }
    }

    /// School → its level, or that of most of its students among the levels that a metric is for.
    private func homeLevels(_ run: EngineRun, on metric: String) throws -> [String: String] {
        let levels = Enrollment.levelsByMetric[metric] ?? Enrollment.levels
        let population = try run.table("population").dictionaries.filter {
            $0["group"] == "all" && levels.contains($0["school_level"]!)
        }
        var homes = Dictionary(grouping: population) { $0["school_id"]! }.mapValues { rows in
            rows.reduce(rows[0]) { Int($1["n"]!)! > Int($0["n"]!)! ? $1 : $0 }["school_level"]!
        }
        for school in try run.table("scores").dictionaries where Enrollment.levels.contains(school["school_level"]!) {
            homes[school["school_id"]!] = school["school_level"]!
        }
        return homes
    }

    private func run(takenFrom: String) throws -> EngineRun {
        let simulated = try SimulatedConsortium(students: 3_000, schools: 150, seed: 9)
        return try EngineRun(data: simulated.data, year: "2016-17", growth: .computed, changes: Self.changes(takenFrom: takenFrom))
    }

    /// Level k and above is for all but the worst ⌈(k - 1)·n/10⌉ schools, and for those of them that share the bound's printed
    /// value. So a level without ties at its two bounds has ⌊n/10⌋ or ⌈n/10⌉ schools.
    @Test func `From printed values each level has its tenth, and ties go up together`() throws {
        let fields = try fields(run(takenFrom: "rounded"))
        #expect(fields.count > 20)
        for field in fields {
            let n = field.schools.count
            var isTied: [Bool] = [false]
            for level in 2...10 {
                let bound = field.bound(ofLevel: level)
                #expect(field.bounds[level - 2] == bound, "\(field.name)")
                let above = field.schools.count { $0.level >= level }
                #expect(above == field.schools.count { field.isAsGood($0.value, as: bound) }, "\(field.name), level \(level)")
                let ties = field.schools.count { $0.value == bound }
                let exact = n - ((level - 1) * n + 9) / 10
                #expect((exact...exact + ties - 1).contains(above), "\(field.name), level \(level)")
                isTied.append(ties > 1)
            }
            isTied.append(false)
            for level in 1...10 where !isTied[level - 1] && !isTied[level] {
                let tenth = (level * n + 9) / 10 - ((level - 1) * n + 9) / 10
                #expect(field.schools.count { $0.level == level } == tenth, "\(field.name), level \(level)")
            }
        }
    }

    /// A bound is the unrounded value of the school that opens the level, printed with two decimals towards the worse side. So
    /// that school and all better ones reach it, and beside them only schools that are printed as well as the bound.
    @Test func `From unrounded values the school that opens a level reaches it`() throws {
        for field in try fields(run(takenFrom: "unrounded")) {
            let n = field.schools.count
            for level in 2...10 {
                let bound = field.bounds[level - 2]
                let above = field.schools.count { $0.level >= level }
                let share = max(n - ((level - 1) * n + 9) / 10, 1)
                #expect(above >= share, "\(field.name), level \(level)")
                #expect(above <= field.schools.count { field.isAsGood($0.value, as: bound) }, "\(field.name), level \(level)")
                #expect(field.isAsGood(field.bound(ofLevel: level), as: bound), "\(field.name), level \(level)")
            }
        }
    }
}
