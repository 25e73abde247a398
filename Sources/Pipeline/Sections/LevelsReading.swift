internal import Model

/// Reads the `school_levels` of a pipeline file.
struct LevelsReading {
    let problems: ProblemList

    func read(_ file: MappingReader) -> ([SchoolLevel], Provenance) {
        guard file.required("school_levels", "Declare the school levels with their grades") != nil,
            let reader = file.mapping("school_levels", subject: "`school_levels`")
        else { return ([], Provenance(rule: "", source: "", basis: [])) }
        let provenance = reader.provenance()
        var owners: [String: String] = [:]
        let levels = reader.entries("levels", of: "school level").map { key, level in
            let title = level.requiredText("title", "Name the level as reports are to print it") ?? key
            let grades = (level.names("grades") ?? []).flatMap { name in
                let grades = self.grades(name, of: level)
                for grade in grades {
                    if let owner = owners.updateValue(key, forKey: grade) { problems.addSharedGrade(grade, at: name.place, owner, key) }
                }
                return grades
            }
            level.finish()
            return SchoolLevel(key: key, title: title, grades: grades)
        }
        if levels.isEmpty, reader.node("levels")?.mapping?.written.isEmpty ?? true { problems.addNoLevel(at: reader.place) }
        reader.finish()
        return (levels, provenance)
    }

    /// `1..5` is 1, 2, 3, 4, 5; anything else is itself.
    private func grades(_ name: Name, of level: MappingReader) -> [String] {
        guard name.text.contains("..") else { return [name.text] }
        let ends = name.text.split(separator: "..", omittingEmptySubsequences: false).map { Int($0) }
        if ends.count == 2, let first = ends[0], let last = ends[1], first <= last, last - first < 100 {
            return (first...last).map(String.init)
        }
        problems.addWrongGrades(name, level.subject)
        return [name.text]
    }
}

// MARK: Texts

extension ProblemList {
    fileprivate func addNoLevel(at place: Place) {
        add(place, "there is no school level", "Declare at least one under `levels`")
    }

    fileprivate func addWrongGrades(_ name: Name, _ subject: String) {
        add(
            name.place, "`grades` of \(subject) names `\(name.text)`, which is no range of grades",
            "A range goes from a lower number to a higher one, as in 6..8; list grades such as KG one by one")
    }

    fileprivate func addSharedGrade(_ grade: String, at place: Place, _ first: String, _ second: String) {
        add(
            place,
            first == second
                ? "grade `\(grade)` stands twice in school level `\(first)`"
                : "grade `\(grade)` is in school level `\(first)` and in school level `\(second)`",
            first == second ? "Keep one" : "A grade belongs to one level")
    }
}
