/// Students' grades and scale scores of one subject, year by year.
package struct ScoreHistories: Sendable {
    /// By year, the oldest first, and student the grade; empty where there is none.
    package let grades: [[String]]
    /// By year and student the scale score; NaN where there is none.
    package let scores: [[Double]]

    package var yearCount: Int { grades.count }
    package var studentCount: Int { grades.last?.count ?? 0 }

    package init(grades: [[String]], scores: [[Double]]) {
        precondition(grades.count == scores.count, "every year has grades and scores")
        precondition(
            zip(grades, scores).allSatisfy { $0.count == grades[0].count && $1.count == grades[0].count },
            "every year has all students")
        self.grades = grades
        self.scores = scores
    }

    /// Whether a student's last grades are the last of a progression, with a score in each of those years.
    func follows(_ progression: ArraySlice<String>, student: Int) -> Bool {
        zip(progression.reversed(), (0..<yearCount).reversed()).allSatisfy { grade, year in
            grades[year][student] == grade && !scores[year][student].isNaN
        }
    }

    /// All scores of a grade in the years before the last.
    func priorScores(ofGrade grade: String) -> [Double] {
        (0..<yearCount - 1).flatMap { year in
            (0..<studentCount).compactMap { student in
                grades[year][student] == grade && !scores[year][student].isNaN ? scores[year][student] : nil
            }
        }
    }
}
