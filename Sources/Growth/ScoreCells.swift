/// Students of a cohort gathered into cells of equal prior scores: a regression on those scores treats a cell's students alike.
///
/// A cell's current scores stand ascending and once each, between a sentinel below and one above. A place divides them: the
/// scores up to it are below, those behind it above.
struct ScoreCells: Sendable {
    /// How many cells.
    let count: Int
    let studentCount: Int
    /// By prior its different scores, ascending.
    let priorScores: [[Double]]
    /// By prior and cell the number of the prior score among them.
    let priorNumbers: [[Int32]]
    /// By cell the place of the sentinel below; one more at the end, so that cell c has the places `bottoms[c]..<bottoms[c + 1]`.
    let bottoms: [Int32]
    /// By place the score; -infinity and infinity at the sentinels.
    private(set) var scores: [Double]
    /// By place the cell's students at or below it.
    let below: [Int32]
    /// By place the sum of the scores of the cell's students at or below it.
    let sums: [Double]
    /// By student the place of the current score.
    let places: [Int32]
    /// How large the scores are, in ten thousands; 1 for smaller ones. Tolerances grow with it.
    let magnitude: Double

    /// The same with each score a little higher, by an amount of its own: where many scores are equal, planes would go through more of
    /// them than columns, and the way from plane to plane would stand still.
    ///
    /// Source: A. Charnes, Optimality and Degeneracy in Linear Programming (Econometrica 20, 1952).
    func apart() -> ScoreCells {
        var cells = self
        let gaps = zip(scores, scores.dropFirst()).lazy.map { $1 - $0 }.filter { $0 > 0 && $0.isFinite }
        let unit = min(1, gaps.min() ?? 1) * 1e-6
        for place in scores.indices where scores[place].isFinite {
            // Numbers without any pattern, the same everywhere: multiples of the golden ratio.
            let part = (Double(place) * 0.618_033_988_749_894_9).truncatingRemainder(dividingBy: 1)
            cells.scores[place] += unit * part
        }
        return cells
    }

    /// - Parameters:
    ///   - current: by student the current score.
    ///   - priors: by prior, the most recent first, and student the prior score.
    /// - Complexity: O(students * priors).
    init(current: [Double], priors: [[Double]]) {
        let coded = priors.map(Self.coded)
        let codedCurrent = Self.coded(current)
        // A stable counting sort by each code, the first prior's last.
        var order = (0..<Int32(current.count)).map { $0 }
        order = Self.sorted(order, by: codedCurrent.codes, codeCount: codedCurrent.values.count)
        for prior in coded.reversed() { order = Self.sorted(order, by: prior.codes, codeCount: prior.values.count) }

        var numbers: [[Int32]] = priors.map { _ in [] }, bottoms: [Int32] = [], scores: [Double] = [], below: [Int32] = []
        var places = [Int32](repeating: 0, count: current.count)
        var last = -1
        for student in order.lazy.map(Int.init) {
            let isNew = last < 0 || coded.contains { $0.codes[last] != $0.codes[student] }
            if isNew {
                if last >= 0 { Self.end(&scores, &below) }
                bottoms.append(Int32(scores.count))
                scores.append(-.infinity)
                below.append(0)
                for (prior, coded) in coded.enumerated() { numbers[prior].append(coded.codes[student]) }
            }
            if !isNew, codedCurrent.codes[last] == codedCurrent.codes[student] {
                below[below.count - 1] += 1
            } else {
                scores.append(current[student])
                below.append(below[below.count - 1] + 1)
            }
            places[student] = Int32(scores.count - 1)
            last = student
        }
        if last >= 0 { Self.end(&scores, &below) }
        count = bottoms.count
        studentCount = current.count
        priorScores = coded.map(\.values)
        priorNumbers = numbers
        self.bottoms = bottoms + [Int32(scores.count)]
        self.scores = scores
        self.below = below
        self.places = places
        magnitude = max(1, current.reduce(0) { max($0, abs($1)) } / 10_000)
        var sums = [Double](repeating: 0, count: scores.count)
        for place in scores.indices.dropFirst() where below[place] > 0 {
            let students = Double(below[place] - below[place - 1])
            sums[place] = sums[place - 1] + (students == 0 ? 0 : students * scores[place])
        }
        self.sums = sums
    }

    /// The places of a cell's scores, without the sentinels.
    func scorePlaces(of cell: Int) -> Range<Int> { Int(bottoms[cell]) + 1..<Int(bottoms[cell + 1]) - 1 }

    /// The cell that a place belongs to.
    func cell(ofPlace place: Int) -> Int {
        var low = 0, high = count
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(bottoms[middle]) <= place { low = middle } else { high = middle }
        }
        return low
    }

    /// Students of a cell.
    func students(of cell: Int) -> Int { Int(below[Int(bottoms[cell + 1]) - 1]) }

    /// Students of a place's cell with just the place's score.
    func students(at place: Int) -> Int { Int(below[place] - below[place - 1]) }

    private static func end(_ scores: inout [Double], _ below: inout [Int32]) {
        scores.append(.infinity)
        below.append(below[below.count - 1])
    }

    /// The different values, ascending, and for each one given its number among them.
    private static func coded(_ values: [Double]) -> (values: [Double], codes: [Int32]) {
        let distinct = Set(values).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, Int32($0)) })
        return (distinct, values.map { numbers[$0]! })
    }

    private static func sorted(_ order: [Int32], by codes: [Int32], codeCount: Int) -> [Int32] {
        var starts = [Int](repeating: 0, count: codeCount + 1)
        for student in order { starts[Int(codes[Int(student)]) + 1] += 1 }
        for code in 0..<codeCount { starts[code + 1] += starts[code] }
        var sorted = [Int32](repeating: 0, count: order.count)
        for student in order {
            let code = Int(codes[Int(student)])
            sorted[starts[code]] = student
            starts[code] += 1
        }
        return sorted
    }
}
