package import Model

/// Which of several groups stands for them on a metric: the lowest-performing one.
package struct ChoiceRule: Sendable {
    package enum Tie: String, Sendable, CaseIterable {
        /// The group with more students.
        case moreStudents = "more_students"
        /// The group declared earlier.
        case listedFirst = "listed_first"
    }

    package let words: GroupWords
    /// Places of the candidates in the measures' groups, in declared order.
    package let candidates: [Int]
    package let ties: [Tie]

    package init(words: GroupWords, candidates: [Int], ties: [Tie]) {
        self.words = words
        self.candidates = candidates
        self.ties = ties
    }

    /// The candidate with the worst result; nil where none has a result.
    ///
    /// - Parameter measure: a candidate's result on the metric at the school.
    func lowest(better: Better, measure: (Int) -> Measure?) -> Int? {
        var lowest: (group: Int, value: Rational, n: Int)?
        for group in candidates {
            guard let candidate = measure(group), let value = candidate.value else { continue }
            guard let current = lowest else {
                lowest = (group, value, candidate.n)
                continue
            }
            let isLower =
                value == current.value
                ? winsTie(n: candidate.n, against: current.n) : better.isWorse(value, than: current.value)
            if isLower { lowest = (group, value, candidate.n) }
        }
        return lowest?.group
    }

    /// Candidates come in declared order, so a later one wins a tie only by having more students, where that is asked first.
    private func winsTie(n: Int, against other: Int) -> Bool {
        ties.first == .moreStudents && n > other
    }
}
