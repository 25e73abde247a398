internal import Ingestion
internal import Model

/// Districts whose schools have no student at all: they sent no file of the year, whatever its name says.
struct EmptyDistricts {
    let inputs: Inputs
    /// The year that was counted.
    let year: String

    /// One error for each, unless the district is held back.
    func findings(_ population: Population, in source: SourceRule) -> [Finding] {
        // A district may be newer than a baseline year.
        if year != inputs.year { return [] }
        let byDistrict = Dictionary(grouping: population.schools.indices) { population.schools[$0].districtID }
        let empty = byDistrict.filter { district, schools in
            inputs.heldBack[district] == nil
                && !schools.contains { school in population.groups.indices.contains { population.count(school: school, group: $0) > 0 } }
        }
        return empty.keys.sorted().map { district in
            Finding(
                severity: .error, source: source.name,
                file: source.file.replacing(SourceRule.districtPlaceholder, with: district), line: nil, column: "", value: "",
                rule: "no_students", problem: "no student of district \(district) is in it for \(inputs.year)",
                remedy: "Check that the file is complete and of the right year")
        }
    }
}
