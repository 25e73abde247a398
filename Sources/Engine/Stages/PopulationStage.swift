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
    let data: any CountedData
    let workers: Workers

    let year: String

    /// By school, group and school level, as in `Population`.
    func counts(source name: String, about: Condition?, grade: String) throws(InputProblems) -> [Int32] {
        let (rows, schools) = try data.rows(of: name, in: year)
        return countStudents(
            schools: schools, schoolCount: data.schools(of: year).count,
            groups: pipeline.countedGroups.map { rows.predicate($0.condition(over: name)!) }, about: about.map(rows.predicate),
            levels: levels(of: rows.column(grade)), levelCount: pipeline.levels.count + 1, workers: workers)
    }

    /// The counts with what they are of, and without any student of a district that is held back.
    func population(_ counts: [Int32]) -> Population {
        Population(
            schools: data.schools(of: year), groups: pipeline.countedGroups.map { GroupWords(key: $0.key, title: $0.title) },
            levels: pipeline.levels, counts: counts
        ).withholding(data.reasonsHeldBack.map { $0 != nil })
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
