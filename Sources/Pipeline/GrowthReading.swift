package import Conditions
internal import Ingestion
package import Model
internal import Tables

/// Growth percentiles as a pipeline file declares them.
package struct GrowthDeclaration: Sendable {
    /// A current grade, with the prior grades that a percentile there comes from.
    package struct Progression: Sendable, Equatable {
        package let grade: String
        /// The most recent first; each so many years back in `years`.
        package let priors: [Prior]
    }

    package struct Prior: Sendable, Equatable {
        package let grade: String
        package let yearsBack: Int
    }

    /// The years with scores, the oldest first; one without a test is left out.
    package let years: [String]
    package let progressions: [Progression]
    package let minimumCohort: Int
    /// The scores that count; nil for all.
    package let about: Condition?
    package let subject: String
    package let grade: String
    package let score: String
    package let provenance: Provenance

    /// The years before one from which progressions take prior scores; none for a year that is not among the declared ones.
    package func years(before year: String) -> [String] {
        guard let place = years.firstIndex(of: year) else { return [] }
        let back = Set(progressions.flatMap { $0.priors.map(\.yearsBack) })
        return back.sorted().compactMap { place >= $0 ? years[place - $0] : nil }
    }
}

/// Reads the parameters of a stage `growth_percentiles`.
struct GrowthReading {
    let sources: [SourceRule]
    let names: DeclaredNames
    let scopes: Scopes
    let problems: ProblemList

    func read(_ with: MappingReader, scores: Name?) -> StageDeclaration.Parameters {
        let years = with.required("years", "List the years with scores, the oldest first") == nil ? nil : with.names("years")
        var seen: Set<String> = []
        for year in years ?? [] where !seen.insert(year.text).inserted { problems.addRepeated(year, in: "years", of: with.subject) }
        let minimum = with.required("minimum_cohort", "Say from how many students percentiles are computed") == nil
            ? nil : with.whole("minimum_cohort", in: 1...10_000_000)
        let about = with.name("where")
        let subject = with.name("subject") ?? Name(text: "subject", place: with.place)
        let grade = with.name("grade") ?? Name(text: "grade", place: with.place)
        let score = with.name("score") ?? Name(text: "scale_score", place: with.place)
        let progressions = self.progressions(with, yearCount: years?.count ?? .max)
        let provenance = with.provenance()
        var condition: Condition?
        if let scores, let source = sources.first(where: { $0.name == scores.text }) {
            for name in [subject, grade] { check(name, of: source, types: [.text]) }
            check(score, of: source, types: [.number, .integer])
            for role in [FieldRule.Role.student, .school, .year] where source.field(role) == nil { problems.addNoRole(role, scores) }
            condition = about.flatMap { about in
                scopes.own(ConditionText(text: about.text, place: about.place), over: source, subject: "`where` of \(with.subject)")
            }
        } else if let scores, !names.sources.contains(scores.text) {
            problems.addUnknown(scores, "source", among: names.sources, subject: "stage `growth_percentiles`")
        }
        return .growthPercentiles(
            GrowthDeclaration(
                years: years?.map(\.text) ?? [], progressions: progressions, minimumCohort: minimum ?? 1, about: condition,
                subject: subject.text, grade: grade.text, score: score.text, provenance: provenance))
    }

    private func check(_ name: Name, of source: SourceRule, types: [ColumnType]) {
        guard let field = source.field(name.text) else {
            problems.addUnknownField(name, of: source, subject: "stage `growth_percentiles` reads")
            return
        }
        if !types.contains(field.type) { problems.addUnfitScore(name, field.type, types) }
    }

    /// `5: {4: 1, 3: 2}`: in grade 5 the scores of grade 4 one year back, and of grade 3 two years back.
    private func progressions(_ with: MappingReader, yearCount: Int) -> [GrowthDeclaration.Progression] {
        let hint = "Give each grade its prior grades and how many years back they are, such as 5: {4: 1, 3: 2}"
        guard with.required("progressions", hint) != nil, let grades = with.mapping("progressions") else { return [] }
        defer { grades.finish() }
        return grades.names.compactMap { name in
            guard let reader = grades.mapping(name.text, subject: "progression `\(name.text)`") else { return nil }
            defer { reader.finish() }
            let priors = reader.names.compactMap { prior in
                reader.whole(prior.text, in: 1...50).map { GrowthDeclaration.Prior(grade: prior.text, yearsBack: $0) }
            }.sorted { $0.yearsBack < $1.yearsBack }
            if !(1...Self.mostPriors).contains(priors.count) { problems.addPriorCount(priors.count, reader) }
            if Set(priors.map(\.yearsBack)).count < priors.count { problems.addYearOfTwoGrades(reader) }
            return GrowthDeclaration.Progression(grade: name.text, priors: priors)
        }
    }

    private static let mostPriors = 5
}

// MARK: Texts

extension ProblemList {
    fileprivate func addNoRole(_ role: FieldRule.Role, _ source: Name) {
        add(
            source.place, "stage `growth_percentiles` reads scores of `\(source.text)`, which has no field with `role: \(role.rawValue)`",
            "Give that role to the field that holds the \(role.rawValue)")
    }

    fileprivate func addUnfitScore(_ name: Name, _ type: ColumnType, _ wanted: [ColumnType]) {
        add(
            name.place, "stage `growth_percentiles` reads `\(name.text)`, which is \(type.inWords)",
            "It must be \(wanted.map(\.inWords).joined(separator: " or "))")
    }

    fileprivate func addPriorCount(_ count: Int, _ progression: MappingReader) {
        add(
            progression.place, "\(progression.subject) has \(count == 0 ? "no prior grade" : "\(count) prior grades")",
            "Name one to five, each with how many years back it is")
    }

    fileprivate func addYearOfTwoGrades(_ progression: MappingReader) {
        add(progression.place, "\(progression.subject) has two grades the same number of years back", "A student is in one grade a year")
    }
}
