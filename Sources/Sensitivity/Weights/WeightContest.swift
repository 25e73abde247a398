package import Model

/// A result that weights decide: a school is ahead where enough of its rivals have a strictly lower score.
package struct WeightContest: Sendable {
    package let school: Int
    package let rivals: [Int]
    /// How many rivals have to be strictly lower.
    package let needed: Int

    /// Ahead of another school.
    package init(_ school: Int, past other: Int) {
        self.school = school
        rivals = [other]
        needed = 1
    }

    /// Out of the lowest share of some schools with a score, which the school is one of.
    package init(_ school: Int, outOfLowest share: Rational, of members: [Int]) {
        self.school = school
        rivals = members.filter { $0 != school }
        let bound = share * Rational(members.count), whole = bound.wholeAndRest
        needed = Int(whole.whole) + (whole.rest > .zero ? 1 : 0)
    }

    /// Whether enough rivals have a lower score; a school without a score is not ahead.
    package func isAhead(under scores: WeightedScores) -> Bool {
        guard let own = scores.score(school) else { return false }
        return rivals.count { scores.score($0).map { $0 < own } ?? false } >= needed
    }
}

/// A stretch of a line of weights along which a school is ahead throughout, or nowhere.
package struct WeightStretch: Sendable {
    /// One end of it.
    package struct End: Sendable {
        package let place: ExactRoot
        /// Whether the stretch holds at its end as well as inside.
        package let isIncluded: Bool
        /// The rivals that tie with the school there; none at the end of the line.
        package let rivals: [Int]
    }

    package let isAhead: Bool
    package let start: End
    package let end: End

    package func contains(_ place: ExactRoot) -> Bool {
        (start.place < place || start.place == place && start.isIncluded)
            && (place < end.place || place == end.place && end.isIncluded)
    }
}

extension ScoreMatrix {
    /// All stretches of a line of weights, in order: where the school is ahead and where it is not.
    ///
    /// Every meeting of the school's curve with a rival's is a root of an equation of the second degree at most. They are put in
    /// order exactly, and the number of lower rivals is carried along from one to the next.
    ///
    /// - Returns: none where the school has no score.
    /// - Complexity: O(schools · metrics + meetings · log meetings).
    /// - Throws: where weights are too long for 128 bits.
    package func stretches(
        _ contest: WeightContest, along line: WeightLine, under weights: [String: [String: Rational]]
    ) throws(NumberTooLong) -> [WeightStretch] {
        let curves = try ScoreCurves(self, along: line, under: weights)
        guard let own = curves.curve(of: contest.school) else { return [] }
        var sweep = WeightSweep(contest, line)
        for rival in contest.rivals {
            if let other = curves.curve(of: rival) { sweep.add(rival, own - other) }
        }
        return sweep.stretches()
    }
}

/// The meetings along a line, from one end to the other.
private struct WeightSweep {
    /// A rival whose curve the school's meets, and by how much that changes the number of lower ones at the place and behind it.
    private struct Meeting {
        let place: ExactRoot
        let rival: Int
        let at: Int
        let behind: Int
    }

    private let contest: WeightContest
    private let lower: ExactRoot
    private let upper: ExactRoot
    private var meetings: [Meeting] = []
    /// How many rivals are strictly lower just behind the line's beginning.
    private var count = 0

    init(_ contest: WeightContest, _ line: WeightLine) {
        self.contest = contest
        lower = ExactRoot(line.lower)
        upper = ExactRoot(line.upper)
    }

    mutating func add(_ rival: Int, _ difference: Quadratic) {
        var sign = difference.signAtTheLeft
        let isTouching = difference.isTouching
        var isBeforeLine = true
        for root in difference.roots where root < upper {
            let next = isTouching ? sign : -sign
            if root > lower {
                if isBeforeLine { count += sign > 0 ? 1 : 0 }
                isBeforeLine = false
                let before = sign > 0 ? 1 : 0
                meetings.append(Meeting(place: root, rival: rival, at: -before, behind: (next > 0 ? 1 : 0) - before))
            }
            sign = next
        }
        if isBeforeLine { count += sign > 0 ? 1 : 0 }
    }

    func stretches() -> [WeightStretch] {
        var joined = StretchJoiner(beginning: lower), count = count
        let inOrder = meetings.sorted { $0.place < $1.place }
        var start = 0
        joined.open(isAhead(count))
        while start < inOrder.count {
            var end = start + 1
            while end < inOrder.count, inOrder[end].place == inOrder[start].place { end += 1 }
            let own = inOrder[start..<end]
            let at = count + own.reduce(0) { $0 + $1.at }
            count += own.reduce(0) { $0 + $1.behind }
            joined.pass(own.first!.place, own.map(\.rival), at: isAhead(at), behind: isAhead(count))
            start = end
        }
        return joined.close(at: upper)
    }

    private func isAhead(_ count: Int) -> Bool { count >= contest.needed }
}

/// Joins neighbouring pieces with the same outcome.
private struct StretchJoiner {
    private var stretches: [WeightStretch] = []
    private var start: WeightStretch.End
    private var current = false

    init(beginning: ExactRoot) { start = .init(place: beginning, isIncluded: false, rivals: []) }

    mutating func open(_ isAhead: Bool) { current = isAhead }

    /// Goes past a meeting, with the outcome at its place and behind it.
    mutating func pass(_ place: ExactRoot, _ rivals: [Int], at: Bool, behind: Bool) {
        func end(_ isIncluded: Bool) -> WeightStretch.End { .init(place: place, isIncluded: isIncluded, rivals: rivals) }
        if at == current, behind == current { return }
        stretches.append(WeightStretch(isAhead: current, start: start, end: end(at == current)))
        if at != current, behind == current {
            stretches.append(WeightStretch(isAhead: at, start: end(true), end: end(true)))
            start = end(false)
        } else {
            start = end(at == behind)
        }
        current = behind
    }

    func close(at end: ExactRoot) -> [WeightStretch] {
        stretches + [WeightStretch(isAhead: current, start: start, end: .init(place: end, isIncluded: false, rivals: []))]
    }
}
