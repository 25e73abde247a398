internal import Model
internal import Parallel

/// The results of metrics that are the best of others: of each school and group, from the same replicate's.
struct BestResults: Sendable {
    private struct Best: Sendable {
        let row: Int
        let candidates: [Int]
        let isHigherBetter: Bool
    }

    private let bests: [Best]

    /// - Parameter metrics: the metrics to take, by place with those they are the best of.
    init(_ metrics: [(place: Int, of: [Int])], among drawn: DrawnResults, of index: UncertainIndex) {
        bests = index.measures.schools.indices.flatMap { school in
            metrics.flatMap { metric, others in
                index.neededGroups.compactMap { group -> Best? in
                    guard let row = drawn.row(school: school, metric: metric, group: group) else { return nil }
                    return Best(
                        row: row, candidates: others.compactMap { drawn.row(school: school, metric: $0, group: group) },
                        isHigherBetter: index.measures.metrics[metric].better == .higher)
                }
            }
        }
    }

    func fill(count: Int, width: Int, _ memory: UnsafeMutablePointer<Double>) {
        for best in bests {
            let own = memory + best.row * width
            for place in 0..<count {
                let values = best.candidates.map { memory[$0 * width + place] }
                own[place] = (best.isHigherBetter ? values.max() : values.min()) ?? .nan
            }
        }
    }
}

/// The results of metrics that are ranks of others among the schools of a level.
struct RankedResults: Sendable {
    /// The schools of a level with a result for a group: where their results stand, and where their ranks go.
    private struct Contest: Sendable {
        let rows: [Int]
        let ranks: [Int]
        let isHigherBetter: Bool
    }

    private let contests: [Contest]

    /// - Parameter metrics: the metrics to take, by place with the one they rank.
    init(_ metrics: [(place: Int, of: Int)], among drawn: DrawnResults, of index: UncertainIndex) {
        let schools = index.measures.schools
        let levels = Dictionary(grouping: schools.indices) { schools[$0].level }.values.sorted { $0[0] < $1[0] }
        contests = metrics.flatMap { metric, ranked in
            index.neededGroups.flatMap { group in
                levels.map { members in
                    let pairs = members.compactMap { school -> (row: Int, rank: Int)? in
                        guard let row = drawn.row(school: school, metric: ranked, group: group),
                            let rank = drawn.row(school: school, metric: metric, group: group)
                        else { return nil }
                        return (row, rank)
                    }
                    return Contest(
                        rows: pairs.map(\.row), ranks: pairs.map(\.rank), isHigherBetter: index.measures.metrics[ranked].better == .higher)
                }
            }
        }.filter { !$0.rows.isEmpty }
    }

    var isEmpty: Bool { contests.isEmpty }

    /// - Complexity: O(replicates · schools) for spread results, in parallel over contests.
    func fill(count: Int, width: Int, _ memory: SharedBuffer<Double>, workers: Workers) {
        workers.forEach(contests.count) { number in
            let contest = contests[number]
            var ranking = MidRanking(capacity: contest.rows.count)
            for place in 0..<count {
                for (member, row) in contest.rows.enumerated() {
                    let value = memory.pointer[row * width + place]
                    ranking.values[member] = contest.isHigherBetter ? value : -value
                }
                ranking.rank()
                for (member, rank) in contest.ranks.enumerated() { memory.pointer[rank * width + place] = ranking.ranks[member] }
            }
        }
    }
}

/// Ranks from 0 to 100 of values of which the highest is best: the percent that are worse, those with an equal one counted half.
///
/// Source: I. D. J. Bross, How to Use Ridit Analysis (Biometrics 14, 1958), p. 19.
struct MidRanking {
    var values: [Double]
    private(set) var ranks: [Double]
    private var starts: [Int32]
    private var order: [Int32]
    private var buckets: [Int32]

    init(capacity: Int) {
        values = [Double](repeating: 0, count: capacity)
        ranks = values
        order = [Int32](repeating: 0, count: capacity)
        buckets = order
        starts = [Int32](repeating: 0, count: capacity + 1)
    }

    /// Sorts into as many equal classes as there are values, then within each.
    mutating func rank() {
        let count = values.count
        guard let low = values.min(), let high = values.max() else { return }
        let scale = high > low ? Double(count - 1) / (high - low) : 0
        for place in starts.indices { starts[place] = 0 }
        for place in 0..<count {
            let bucket = Int32((values[place] - low) * scale)
            buckets[place] = bucket
            starts[Int(bucket) + 1] += 1
        }
        for bucket in 1...count { starts[bucket] += starts[bucket - 1] }
        for place in 0..<count {
            let bucket = Int(buckets[place])
            order[Int(starts[bucket])] = Int32(place)
            starts[bucket] += 1
        }
        sortNeighbours()
        var first = 0
        while first < count {
            var end = first + 1
            while end < count, values[Int(order[end])] == values[Int(order[first])] { end += 1 }
            let rank = 50 * Double(first + end) / Double(count)
            for place in first..<end { ranks[Int(order[place])] = rank }
            first = end
        }
    }

    /// Sorts within the classes, which are in order already; few values share one unless some lie far from the others.
    private mutating func sortNeighbours() {
        var first = 0
        while first < order.count {
            let end = Int(starts[Int(buckets[Int(order[first])])])
            if end - first > Self.insertionLimit {
                let values = values
                order[first..<end].sort { (values[Int($0)], $0) < (values[Int($1)], $1) }
            } else {
                for place in first..<end { insert(place, notBefore: first) }
            }
            first = end
        }
    }

    private static let insertionLimit = 24

    private mutating func insert(_ place: Int, notBefore first: Int) {
        let member = order[place], value = values[Int(member)]
        var free = place
        while free > first, values[Int(order[free - 1])] > value {
            order[free] = order[free - 1]
            free -= 1
        }
        order[free] = member
    }
}
