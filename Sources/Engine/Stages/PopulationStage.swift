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

    func run(source name: String, year: String, about: Condition?, grade: String) throws(InputProblems) -> Population {
        let groups = pipeline.countedGroups
        let rows = try inputs.rows(of: name)
        let counts = countStudents(
            schools: rows.schools(year: year, isOneYear: inputs.isOneYear), schoolCount: inputs.schools.count,
            groups: groups.map { rows.predicate($0.condition(over: name)!) }, about: about.map(rows.predicate),
            levels: levels(of: rows.column(grade)), levelCount: pipeline.levels.count + 1, workers: workers)
        return Population(
            schools: inputs.schools, groups: groups.map { GroupWords(key: $0.key, title: $0.title) }, levels: pipeline.levels,
            counts: counts)
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
