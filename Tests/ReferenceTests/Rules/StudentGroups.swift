/// Section 3: all students, races/ethnicities, English learners, students with disabilities, the disadvantaged; foster,
/// homeless and reclassified students are reported as well.
enum StudentGroups {
    static let races = ["AA", "AI", "AS", "FI", "LX", "PI", "WH", "TW"]
    static let all = ["all"] + races + ["el", "swd", "sed", "foster", "homeless", "rfep"]

    /// The groups that a student with these demographics is in; without any the student is one of all only.
    static func groups(of student: Row?) -> Set<String> {
        guard let student else { return ["all"] }
        var groups: Set<String> = ["all"]
        if races.contains(student["race_ethnicity"]!) { groups.insert(student["race_ethnicity"]!) }
        if student["english_proficiency"] == "EL" { groups.insert("el") }
        if student["english_proficiency"] == "RFEP" { groups.insert("rfep") }
        if isYes(student["disability"]!) { groups.insert("swd") }
        if isYes(student["disadvantaged"]!) { groups.insert("sed") }
        if isYes(student["foster"]!) { groups.insert("foster") }
        if isYes(student["homeless"]!) { groups.insert("homeless") }
        return groups
    }

    static func isYes(_ text: String) -> Bool { ["Y", "Yes", "yes", "true", "1"].contains(text) }
}
