internal import Conditions
internal import Disaggregation
internal import Ingestion
internal import Model
internal import Parallel
internal import Pipeline
internal import Tables

/// Counts a source's students by school, group and school level.
struct PopulationStage {
    let pipeline: Pipeline
    let inputs: Inputs
    let workers: Workers

    let year: String

    /// By school, group and school level, as in `Population`.
    func counts(source name: String, about: Condition?, grade: String) throws(InputProblems) -> [Int32] {
        let rows = try inputs.rows(of: name)
        return countStudents(
            schools: rows.schools(year: year, isOneYear: inputs.isOneYear(name)), schoolCount: inputs.schools.count,
            groups: pipeline.countedGroups.map { rows.predicate($0.condition(over: name)!) }, about: about.map(rows.predicate),
            levels: levels(of: rows.column(grade)), levelCount: pipeline.levels.count + 1, workers: workers)
    }

    /// The counts with what they are of, and without any student of a district that is held back.
    func population(_ counts: [Int32]) -> Population {
        Population(
            schools: inputs.schools(of: year), groups: pipeline.countedGroups.map { GroupWords(key: $0.key, title: $0.title) },
            levels: pipeline.levels, counts: counts
        ).withholding(inputs.reasonsHeldBack.map { $0 != nil })
    }

    /// A district whose schools have no student at all has sent no file of the year, whatever its name says.
    func findings(_ population: Population, source: SourceRule) -> [Finding] {
        // A district may be newer than a baseline year.
        if year != inputs.year { return [] }
        let byDistrict = Dictionary(grouping: population.schools.indices) { population.schools[$0].districtID }
        let empty = byDistrict.filter { district, schools in
            inputs.heldBack[district] == nil
                && !schools.contains { school in population.groups.indices.contains { population.count(school: school, group: $0) > 0 } }
        }
        return empty.keys.sorted().map { district in
            Finding(
                severity: .error, source: source.name, file: source.file.replacing(SourceRule.districtPlaceholder, with: district),
                line: nil, column: "", value: "", rule: "no_students",
                problem: "no student of district \(district) is in it for \(inputs.year)",
                remedy: "Check that the file is complete and of the right year")
        }
    }

    /// By row the place of the school level that the grade belongs to; one past the last for any other grade.
    private func levels(of grade: Column) -> [UInt8] {
        guard case .text(let codes, let words) = grade else { preconditionFailure("a grade is a text") }
        let other = UInt8(pipeline.levels.count)
        let levelOfCode = [other] + words.texts.map { text in
            pipeline.levels.firstIndex { $0.grades.contains(text) }.map { UInt8($0) } ?? other
        }
        return codes.map { levelOfCode[Int($0)] }
    }
}
