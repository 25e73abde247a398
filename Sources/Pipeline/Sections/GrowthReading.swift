internal import Conditions
internal import Ingestion
internal import Model
internal import Tables

/// Reads the parameters of the stages `growth_percentiles` and `value_added`.
struct GrowthReading {
    let stage: StageKind
    let sources: [SourceRule]
    let names: DeclaredNames
    let scopes: Scopes
    let problems: ProblemList

    /// A text must be one that the field can have, where the source says which there are.
    func check(_ text: Name, isTextOf field: String, of source: SourceRule?) {
        guard let allowed = source?.field(field)?.allowed, !allowed.contains(text.text) else { return }
        problems.addUnknown(text, "text", among: allowed, subject: "`\(field)` of source `\(source?.name ?? "")`")
    }

    func source(_ scores: Name?) -> SourceRule? { scores.flatMap { scores in sources.first { $0.name == scores.text } } }

    func declaration(_ with: MappingReader, _ scores: Name?, mostPriors: Int) -> GrowthDeclaration {
        let years = with.required("years", "List the years with scores, the oldest first") == nil ? nil : with.names("years")
        var seen: Set<String> = []
        for year in years ?? [] where !seen.insert(year.text).inserted { problems.addRepeated(year, in: "years", of: with.subject) }
        let about = with.name("where")
        let subject = with.name("subject") ?? Name(text: "subject", place: with.place)
        let grade = with.name("grade") ?? Name(text: "grade", place: with.place)
        let score = with.name("score") ?? Name(text: "scale_score", place: with.place)
        if years?.isEmpty ?? false { problems.add(with.place(of: "years"), "`years` of \(with.subject) is empty", "List the years with scores") }
        if let years, years.map(\.text) != years.map(\.text).sorted() {
            problems.add(with.place(of: "years"), "`years` of \(with.subject) do not ascend", "List the oldest first")
        }
        let progressions = self.progressions(with, mostPriors: mostPriors, scores: source(scores), grade: grade.text)
        let provenance = with.provenance()
        var condition: Condition?
        if let scores, let source = source(scores) {
            for name in [subject, grade] { check(name, of: source, types: [.text]) }
            check(score, of: source, types: [.number, .integer])
            for role in [FieldRule.Role.student, .school, .year] where source.field(role) == nil {
                problems.addNoRole(role, scores, stage)
            }
            condition = about.flatMap { about in
                scopes.own(ConditionText(text: about.text, place: about.place), over: source, subject: "`where` of \(with.subject)")
            }
        } else if let scores, !names.sources.contains(scores.text) {
            problems.addUnknown(scores, "source", among: names.sources, subject: "stage `\(stage.rawValue)`")
        }
        return GrowthDeclaration(
            years: years?.map(\.text) ?? [], progressions: progressions, about: condition,
            subject: subject.text, grade: grade.text, score: score.text, provenance: provenance)
    }

    func check(_ name: Name, of source: SourceRule, types: [ColumnType]) {
        guard let field = source.field(name.text) else {
            problems.addUnknownField(name, of: source, subject: "stage `\(stage.rawValue)` reads")
            return
        }
        if !types.contains(field.type) { problems.addUnfitScore(name, field.type, types, stage) }
    }

    /// `5: {4: 1, 3: 2}`: in grade 5 the scores of grade 4 one year back, and of grade 3 two years back.
    private func progressions(
        _ with: MappingReader, mostPriors: Int, scores: SourceRule?, grade field: String
    ) -> [GrowthDeclaration.Progression] {
        let hint = "Give each grade its prior grades and how many years back they are, such as 5: {4: 1, 3: 2}"
        guard with.required("progressions", hint) != nil, let grades = with.mapping("progressions") else { return [] }
        defer { grades.finish() }
        if grades.names.isEmpty { problems.add(with.place(of: "progressions"), "`progressions` of \(with.subject) is empty", hint) }
        return grades.names.compactMap { name in
            check(name, isTextOf: field, of: scores)
            guard let reader = grades.mapping(name.text, subject: "progression `\(name.text)`") else { return nil }
            defer { reader.finish() }
            for prior in reader.names { check(prior, isTextOf: field, of: scores) }
            let priors = reader.names.compactMap { prior in
                reader.whole(prior.text, in: 1...50).map { GrowthDeclaration.Prior(grade: prior.text, yearsBack: $0) }
            }.sorted { $0.yearsBack < $1.yearsBack }
            if !(1...mostPriors).contains(priors.count) { problems.addPriorCount(priors.count, reader, most: mostPriors) }
            if Set(priors.map(\.yearsBack)).count < priors.count { problems.addYearOfTwoGrades(reader) }
            return GrowthDeclaration.Progression(grade: name.text, priors: priors)
        }
    }
}

// MARK: Texts

extension ProblemList {
    fileprivate func addNoRole(_ role: FieldRule.Role, _ source: Name, _ stage: StageKind) {
        add(
            source.place, "stage `\(stage.rawValue)` reads scores of `\(source.text)`, which has no field with `role: \(role.rawValue)`",
            "Give that role to the field that holds the \(role.rawValue)")
    }

    fileprivate func addUnfitScore(_ name: Name, _ type: ColumnType, _ wanted: [ColumnType], _ stage: StageKind) {
        add(
            name.place, "stage `\(stage.rawValue)` reads `\(name.text)`, which is \(type.inWords)",
            "It must be \(wanted.map(\.inWords).joined(separator: " or "))")
    }

    fileprivate func addPriorCount(_ count: Int, _ progression: MappingReader, most: Int) {
        add(
            progression.place, "\(progression.subject) has \(count == 0 ? "no prior grade" : "\(count) prior grades")",
            most == 1 ? "Name one, with how many years back it is" : "Name one to \(most), each with how many years back it is")
    }

    fileprivate func addYearOfTwoGrades(_ progression: MappingReader) {
        add(progression.place, "\(progression.subject) has two grades the same number of years back", "A student is in one grade a year")
    }
}
