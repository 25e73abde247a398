internal import Model

/// How the results of a school on one metric are drawn together, all students and groups.
///
/// A group's students are among all students, so that its result goes with that of all. Groups that are chosen among are parts of
/// all students (races) wherever their numbers allow it: each is drawn by itself, and the result of all is moved by each in
/// proportion to its students; what is left of the variance of all, that of the other students and of who is in which part, is
/// drawn for all. Then all students have their own standard error, parts do not go together, and a part and all have the
/// covariance of a part and its whole, n_g / n times the variance of the part. Any other group is drawn with the same covariance with
/// all, and otherwise by itself: two such groups go together as if each had been taken at random out of all students.
///
/// Sources: W. G. Cochran, Sampling Techniques (3rd ed. 1977), sections 3.2 and 5A.2 (a share and the share in a domain).
struct MetricDraw: Sendable {
    /// A row whose result is moved by a number of its own and by that of all students.
    struct Member: Sendable {
        let row: Int
        /// By how much its own number moves it.
        let own: Double
        /// A part: by how much its own number moves all students. Any other: by how much the deviation of all students moves it.
        let shared: Double
    }

    let everyone: Int?
    /// What of the standard error of all students is their own.
    let ownOfEveryone: Double
    let parts: [Member]
    let others: [Member]
    let range: ClosedRange<Double>

    /// - Parameters:
    ///   - rows: the metric's rows at the school.
    ///   - everyone: the row of all students; nil where they have no result.
    ///   - choices: the groups that are chosen among, by choice.
    init(_ rows: Range<Int>, of results: [DrawnResult], everyone: Int?, choices: [[Int]], range: ClosedRange<Double>) {
        self.everyone = everyone
        self.range = range
        let members = rows.filter { $0 != everyone }
        guard let everyone, results[everyone].spread.error > 0 else {
            (ownOfEveryone, parts) = (0, [])
            others = members.map { Member(row: $0, own: results[$0].spread.error, shared: 0) }
            return
        }
        let all = results[everyone], variance = all.spread.error * all.spread.error
        func share(_ row: Int) -> Double { Double(results[row].n) / Double(all.n) }
        func moved(_ rows: [Int]) -> Double { rows.reduce(0) { $0 + (share($1) * results[$1].spread.error) * (share($1) * results[$1].spread.error) } }
        let fitting = choices.map { choice in members.filter { choice.contains(results[$0].group) } }.first { rows in
            rows.count > 1 && rows.reduce(0) { $0 + results[$1].n } <= all.n
        }
        let partRows = fitting ?? [], ofParts = moved(partRows)
        // Given errors, and those of few students, can be more than parts of a whole have.
        let held = ofParts > variance ? (variance / ofParts).squareRoot() : 1
        parts = partRows.map { Member(row: $0, own: results[$0].spread.error, shared: held * share($0) * results[$0].spread.error) }
        ownOfEveryone = max(0, variance - ofParts).squareRoot()
        others = members.filter { !partRows.contains($0) }.map { row in
            let correlation = min(1, share(row) * results[row].spread.error / all.spread.error)
            let own = results[row].spread.error * (1 - correlation * correlation).squareRoot()
            return Member(row: row, own: own, shared: correlation * results[row].spread.error / all.spread.error)
        }
    }

    /// Makes results of the standard normal numbers that stand in their rows.
    ///
    /// - Parameter memory: by row `width` numbers, of which `count` are made.
    func draw(_ results: [DrawnResult], count: Int, width: Int, _ memory: UnsafeMutablePointer<Double>) {
        let all = everyone.map { memory + $0 * width }
        if let all, let everyone { Self.move(all, by: ownOfEveryone, from: results[everyone].spread.center, count) }
        for part in parts {
            let own = memory + part.row * width, center = results[part.row].spread.center
            for place in 0..<count {
                let deviate = own[place]
                own[place] = clamped(center + part.own * deviate)
                all![place] += part.shared * deviate
            }
        }
        for other in others {
            let own = memory + other.row * width
            Self.move(own, by: other.own, from: results[other.row].spread.center, count)
            if let all, let everyone, other.shared > 0 {
                let center = results[everyone].spread.center
                for place in 0..<count { own[place] += other.shared * (all[place] - center) }
            }
            for place in 0..<count { own[place] = clamped(own[place]) }
        }
        if let all { for place in 0..<count { all[place] = clamped(all[place]) } }
    }

    private static func move(_ row: UnsafeMutablePointer<Double>, by error: Double, from center: Double, _ count: Int) {
        if error == 0 {
            row.update(repeating: center, count: count)
        } else {
            for place in 0..<count { row[place] = center + error * row[place] }
        }
    }

    private func clamped(_ value: Double) -> Double { min(range.upperBound, max(range.lowerBound, value)) }
}
