internal import Aggregation
internal import Model
package import Parallel

/// The ranks of all schools in every replicate; ties share the smaller rank.
package struct ReplicateRanks: Sendable {
    /// By school and replicate, at `school * count + replicate`; 0 where the school has no score.
    private let ranks: SharedBuffer<Int32>
    private let levelRanks: SharedBuffer<Int32>
    private let count: Int
    /// By school in how many replicates it was among the lowest; 0 where the index does not say which they are.
    package let lowestCounts: [Int]

    /// - Complexity: O(replicates · schools · log schools), in parallel over replicates.
    package init(_ replicates: Replicates, workers: Workers) {
        let lowest = replicates.index.index.lowest
        let schools = replicates.index.measures.schools, count = replicates.count
        let ranks = SharedBuffer<Int32>(count: schools.count * count), levelRanks = SharedBuffer<Int32>(count: schools.count * count)
        ranks.pointer.update(repeating: 0)
        levelRanks.pointer.update(repeating: 0)
        let scored = schools.indices.filter(replicates.hasScore)
        let ofLevel = Dictionary(grouping: scored) { schools[$0].level }.values.sorted { $0[0] < $1[0] }
        let parts = stride(from: 0, to: count, by: Self.partSize).map { $0..<min($0 + Self.partSize, count) }
        let counts = workers.map(parts.count) { part -> [Int] in
            var lowestCounts = [Int](repeating: 0, count: schools.count)
            for replicate in parts[part] {
                func rank(_ members: [Int], into target: SharedBuffer<Int32>, isCompared: Bool) {
                    let contest = ScoreContest(members) { replicates.scores.pointer[$0 * count + replicate] }
                    contest.ranks { target.pointer[$0 * count + replicate] = $1 }
                    if let lowest, isCompared { contest.lowest(lowest.share) { lowestCounts[$0] += 1 } }
                }
                rank(scored, into: ranks, isCompared: lowest?.among == .all)
                for members in ofLevel { rank(members, into: levelRanks, isCompared: lowest?.among == .schoolLevel) }
            }
            return lowestCounts
        }
        (self.ranks, self.levelRanks, self.count) = (ranks, levelRanks, count)
        lowestCounts = schools.indices.map { school in counts.reduce(0) { $0 + $1[school] } }
    }

    private static let partSize = 32

    /// A school's ranks among all schools, by replicate.
    package func ranks(of school: Int) -> [Int32] { Array(ranks.pointer[school * count..<(school + 1) * count]) }

    /// A school's ranks among the schools of its level, by replicate.
    package func levelRanks(of school: Int) -> [Int32] { Array(levelRanks.pointer[school * count..<(school + 1) * count]) }
}

/// The scores of some schools in one replicate, in order.
private struct ScoreContest {
    /// Score in the upper half, place among the schools in the lower; the lowest first.
    private let inOrder: [UInt64]

    init(_ members: [Int], score: (Int) -> Int32) {
        inOrder = members.map { UInt64(UInt32(bitPattern: score($0))) << 32 | UInt64($0) }.sorted()
    }

    private static func school(_ entry: UInt64) -> Int { Int(entry & 0xFFFF_FFFF) }

    /// Calls `body` with each school and its rank from the top.
    func ranks(_ body: (_ school: Int, _ rank: Int32) -> Void) {
        var rank: Int32 = 1
        for (place, entry) in inOrder.reversed().enumerated() {
            if place > 0, entry >> 32 != inOrder[inOrder.count - place] >> 32 { rank = Int32(place + 1) }
            body(Self.school(entry), rank)
        }
    }

    /// Calls `body` with each school below which fewer than a share of all lie.
    func lowest(_ share: Rational, _ body: (_ school: Int) -> Void) {
        let limit = share * Rational(inOrder.count)
        var below = 0
        for (place, entry) in inOrder.enumerated() {
            if place > 0, entry >> 32 != inOrder[place - 1] >> 32 { below = place }
            if Rational(below) >= limit { return }
            body(Self.school(entry))
        }
    }
}
