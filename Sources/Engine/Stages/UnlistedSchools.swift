internal import Ingestion
internal import Model
internal import Pipeline

/// Schools that the schools source lists in another year only: they have no results in a year that does not list them.
struct UnlistedSchools {
    let inputs: Inputs
    let year: String
    /// By school.
    let isUnlisted: [Bool]

    init(inputs: Inputs, year: String) {
        self.inputs = inputs
        self.year = year
        let listed = inputs.places(in: year).map(Set.init)
        isUnlisted = inputs.schools.indices.map { listed?.contains($0) == false }
    }

    /// One error for each that has students all the same.
    func findings(_ measures: Measures) -> [Finding] {
        isUnlisted.indices.filter { school in
            isUnlisted[school]
                && measures.metrics.indices.contains { metric in
                    measures.groups.indices.contains { (measures[school: school, metric: metric, group: $0]?.n ?? 0) > 0 }
                }
        }.map { finding(inputs.schools[$0].id) }
    }

    private func finding(_ school: String) -> Finding {
        let source = inputs.schoolsRule
        return Finding(
            severity: .error, source: source.name, file: source.file, line: nil, column: "school_id", value: school,
            rule: "unlisted_school", problem: "has students in \(year), but no row of that year lists it; it is left out there",
            remedy: "Add the school to the year, or correct the year of its row")
    }
}
