import Aggregation
import Model
import Testing

/// Which schools are the lowest-performing: fewer schools of the class below them than the share of those with a score.
@Suite struct LowestRuleTests {
    private func lowest(_ scores: [Int?], levels: [String]? = nil, share: Rational, among: LowestRule.Class = .all) -> [Bool] {
        let schools = scores.indices.map { number in
            School(id: "\(number)", districtID: "d", name: "", districtName: "", level: levels?[number] ?? "middle")
        }
        let outcomes = scores.map { SchoolScore(outcome: $0.map { .score(Rational($0)) } ?? .none(reason: "none"), parts: []) }
        func ranks(_ classes: [String]) -> [Rank?] {
            scores.indices.map { school in
                scores[school].map { score in
                    let others = scores.indices.filter { classes[$0] == classes[school] }.compactMap { scores[$0] }
                    return Rank(place: 1 + others.count { $0 > score }, of: others.count)
                }
            }
        }
        return LowestRule(share: share, among: among).lowest(
            Scores(
                index: "i", year: "y", schools: schools, decimals: 2, scores: outcomes, ranks: ranks(schools.map { _ in "" }),
                levelRanks: ranks(schools.map(\.level))))
    }

    private let twentieth = Rational(1, over: 20)

    @Test func `Of 40 schools the lowest 5% are two, of 41 three: at least the share`() {
        #expect(lowest(Array(1...40), share: twentieth).filter(\.self).count == 2)
        #expect(lowest(Array(1...41), share: twentieth).filter(\.self).count == 3)
        #expect(lowest(Array(1...41), share: twentieth).prefix(3) == [true, true, true])
    }

    @Test func `Schools with equal scores are all among the lowest or none`() {
        #expect(lowest([5, 5, 5] + Array(6...22), share: twentieth).prefix(4) == [true, true, true, false])
        #expect(lowest([4, 5, 5] + Array(6...22), share: twentieth).prefix(4) == [true, false, false, false])
    }

    @Test func `A school without a score is never among them, and does not count`() {
        #expect(lowest([nil, 1, 2, 3], share: Rational(1, over: 3)) == [false, true, false, false])
    }

    @Test func `Within school levels each has its own lowest`() {
        let levels = ["high", "high", "middle", "middle"]
        #expect(lowest([1, 2, 3, 4], levels: levels, share: Rational(1, over: 2), among: .schoolLevel) == [true, false, true, false])
        #expect(lowest([1, 2, 3, 4], levels: levels, share: Rational(1, over: 2)) == [true, true, false, false])
    }
}
