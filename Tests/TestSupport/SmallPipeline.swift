/// A whole pipeline file of a few dozen lines over the simulated consortium, for tests that change a line of it.
package struct SmallPipeline {
    package private(set) var lines: [String]

    package init() { lines = Self.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

    package var text: String { lines.joined(separator: "\n") }

    /// The same file with another text in place of a line, found by what it holds (blanks around it do not count).
    ///
    /// An empty text takes the line out. The new text is indented like the line it replaces; its further lines as well.
    ///
    /// - Precondition: exactly one line is the one meant; `after` names a line above it where several are.
    package func replacing(_ line: String, with new: String, after earlier: String? = nil) -> SmallPipeline {
        let start = earlier.map { self.place(of: $0, from: 0) + 1 } ?? 0
        let place = self.place(of: line, from: start, unique: earlier == nil)
        let indent = lines[place].prefix { $0 == " " }
        var changed = self
        let replacement: [String] = new.isEmpty ? [] : new.split(separator: "\n", omittingEmptySubsequences: false).map { indent + String($0) }
        changed.lines.replaceSubrange(place...place, with: replacement)
        return changed
    }

    /// The same file with further lines below one, indented like it.
    ///
    /// - Parameter outdent: how many blanks less.
    package func adding(
        _ new: String, below line: String, after earlier: String? = nil, outdent: Int = 0
    ) -> SmallPipeline {
        let start = earlier.map { self.place(of: $0, from: 0) + 1 } ?? 0
        let place = self.place(of: line, from: start, unique: earlier == nil)
        let indent = String(lines[place].prefix { $0 == " " }.dropLast(outdent))
        var changed = self
        changed.lines.insert(contentsOf: new.split(separator: "\n", omittingEmptySubsequences: false).map { indent + $0 }, at: place + 1)
        return changed
    }

    /// The same file with another stage at the end of the list.
    package func adding(stage: String) -> SmallPipeline { adding(stage, below: "- stage: report") }

    private func place(of line: String, from start: Int, unique: Bool = true) -> Int {
        let found = lines.indices.filter { $0 >= start && lines[$0].drop { $0 == " " } == line }
        precondition(!found.isEmpty, "the small pipeline has a line `\(line)`")
        precondition(!unique || found.count == 1, "the small pipeline has one line `\(line)`")
        return found[0]
    }

    private static let text = """
        format: 1
        title: Small index
        year: 2016-17
        school_levels:
          rule: Three levels.
          source: no public source
          basis: assumed
          levels:
            elementary: {title: Elementary school, grades: [TK, KG, 1..5]}
            middle: {title: Middle school, grades: [6..8]}
            high: {title: High school, grades: [9..12]}
        sources:
          schools:
            kind: schools
            file: schools.csv
          students:
            kind: students
            file: "{district_id}/students.csv"
          enrollments:
            kind: enrollments
            file: "{district_id}/enrollments.csv"
            joins:
              student: {to: students, by: [student_id, year]}
              removals: {to: discipline, by: [student_id, school_id, year], where: action == "suspension"}
          discipline:
            kind: discipline
            file: "{district_id}/discipline.csv"
        groups:
          all: {title: All students, rule: Everybody., source: none, basis: assumed, when: true}
          white:
            title: White
            rule: By race.
            source: none
            basis: assumed
            when: student.race_ethnicity == "WH"
          latino: {title: Latino, rule: By race., source: none, basis: assumed, when: student.race_ethnicity == "LX"}
          lowest:
            title: Lowest
            rule: The worst.
            source: none
            basis: assumed
            lowest_of: [white, latino]
            ties: [more_students, listed_first]
        metrics:
          absence:
            title: Chronic absence
            rule: At or below 90%.
            source: none
            basis: assumed
            of: enrollments
            counted:
              - {when: days_enrolled >= 31, otherwise: enrolled less than 31 days}
            met: days_attended / days_enrolled <= 90%
            better: lower
          suspension:
            title: Suspension
            rule: At least once.
            source: none
            basis: {met: stated, counted: assumed}
            of: enrollments
            met: removals.count >= 1
            better: lower
        indices:
          small:
            title: Small index
            domains:
              climate:
                title: Climate
                weight: 100
                rule: All of it.
                source: none
                basis: assumed
                metrics: [absence, suspension]
            weights:
              rule: Alike.
              source: none
              basis: assumed
              2014-15:
                elementary: {absence: 50, suspension: 50}
                middle: {absence: 50, suspension: 50}
                high: {absence: 50, suspension: 50}
            shares:
              rule: Half and half.
              source: none
              basis: assumed
              policy: half_half
              groups: [lowest]
            missing:
              rule: In proportion.
              source: none
              basis: assumed
              redistribute: within_domain
            rounding: {rule: Once., source: none, basis: assumed, decimals: 2}
        publish: [scores, points, results, cut_points, ledger, population, school_reports]
        stages:
          - stage: population
            reads: {rows: enrollments}
          - stage: disaggregate
            with:
              minimum_n:
                value: 20
                rule: Twenty.
                source: none
                basis: assumed
          - stage: calibrate
            with: {levels: 10, minimum_schools: 2}
          - stage: band
            with:
              levels: 10
              rule: By deciles.
              source: none
              basis: assumed
          - stage: aggregate
            with: {index: small}
          - stage: report

        """
}
