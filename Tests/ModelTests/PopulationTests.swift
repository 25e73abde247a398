import Model
import Testing

/// Where a school that spans levels belongs, worked by hand.
@Suite struct PopulationTests {
    private static let levels = ["elementary", "middle", "high"].map { SchoolLevel(key: $0, title: "", grades: []) }

    /// One school with so many students at the three levels and in other grades; every second is in the second group.
    private func population(_ level: String, _ counts: [Int32]) -> Population {
        Population(
            schools: [School(id: "S", districtID: "D", name: "", districtName: "", level: level)],
            groups: ["all", "el"].map { GroupWords(key: $0, title: "") }, levels: Self.levels,
            counts: counts + counts.map { $0 / 2 })
    }

    @Test func `A school of one level belongs there, whoever is enrolled`() {
        let own = population("middle", [90, 0, 0, 0])
        #expect(own.homeLevel(of: 0) == "middle")
        #expect(own.levelShares(of: 0).map(\.level) == ["middle"])
        #expect(own.levelShares(of: 0).map(\.share) == [.one])
    }

    @Test(arguments: [
        ([10, 30, 20, 90], "middle"), ([30, 30, 20, 0], "elementary"), ([0, 20, 20, 0], "middle"), ([0, 0, 1, 99], "high"),
    ] as [([Int32], String)])
    func `A span school belongs where most of its students are, the lower level among equals`(counts: [Int32], level: String) {
        #expect(population("span", counts).homeLevel(of: 0) == level)
    }

    @Test func `A span school's levels begin with the largest, the lower one among equals`() {
        #expect(population("K-12", [10, 30, 30, 90]).levels(of: 0) == ["middle", "high", "elementary"])
        #expect(population("6-12", [0, 5, 7, 0]).levels(of: 0) == ["high", "middle"])
        #expect(population("high", [0, 5, 7, 0]).levels(of: 0) == ["high"])
    }

    @Test func `A metric for some levels is compared within those only`() {
        let comparison = ComparisonLevels(population("6-12", [0, 30, 20, 0]))
        func levels(_ own: [String]?) -> [String] {
            comparison.levels(
                school: 0, metric: MetricWords(key: "rate", title: "", better: .higher, decimals: 2, schoolLevels: own))
        }
        #expect(levels(nil) == ["middle", "high"])
        #expect(levels(["elementary", "high"]) == ["high"])
        #expect(levels(["elementary"]) == [])
    }

    @Test func `A span school is divided by its students at each level; other grades do not count`() {
        let shares = population("K-12", [10, 0, 30, 60]).levelShares(of: 0)
        #expect(shares.map(\.level) == ["elementary", "high"])
        #expect(shares.map(\.share) == [Rational(1, over: 4), Rational(3, over: 4)])
    }

    @Test(arguments: [[0, 0, 0, 0], [0, 0, 0, 25]] as [[Int32]])
    func `A span school with nobody at any level belongs nowhere`(counts: [Int32]) {
        #expect(population("span", counts).homeLevel(of: 0) == nil)
        #expect(population("span", counts).levelShares(of: 0).isEmpty)
    }

    @Test func `Students of a group are counted over all levels and other grades`() {
        let school = population("span", [10, 20, 30, 4])
        #expect(school.count(school: 0, group: 0) == 64)
        #expect(school.count(school: 0, group: 1) == 32)
        #expect(school.count(school: 0, group: 1, level: 3) == 2)
    }
}
