package import Conditions
internal import Growth
internal import Ingestion
package import Model
internal import Tables

/// What growth is computed from, as a pipeline file declares it.
package struct GrowthDeclaration: Sendable {
    /// A current grade, with the prior grades that growth there is seen from.
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

/// Students' growth percentiles, as a pipeline file declares them.
package struct PercentileDeclaration: Sendable {
    package let scores: GrowthDeclaration
    /// With fewer students in a cohort there are no percentiles.
    package let minimumCohort: Int
    /// Subject → grade → the lowest and the highest score that can be obtained.
    package let obtainable: [String: [String: ClosedRange<Double>]]
    /// The field with a score's standard error, for that of the percentile; nil where there is none.
    package let standardError: String?
    /// How percentiles are corrected for errors of prior scores; nil where they are not.
    package let simulation: Simulation?

    package struct Simulation: Sendable {
        package let dataSetCount: Int
        package let seed: UInt64
    }
}

/// School growth by value added, as a pipeline file declares it.
package struct ValueAddedDeclaration: Sendable {
    package let scores: GrowthDeclaration
    /// The subjects whose prior scores are looked at, which are those that growth is computed for.
    package let subjects: [String]
    /// The field with a score's standard error.
    package let standardError: String
    /// What students are like: a name and the condition that holds for those who have it.
    package let characteristics: [(name: String, condition: Condition)]
    /// A grade of a school counts from so many students.
    package let minimumN: Int
    /// A group's growth is told in the table of schools from so many students.
    package let groupMinimumN: Int
    /// So many schools of a grade have to be there for each average that they are compared by.
    package let schoolsPerAverage: Int
}

/// Reads the parameters of the stages `growth_percentiles` and `value_added`.
struct GrowthReading {
    let stage: StageKind
    let sources: [SourceRule]
    let names: DeclaredNames
    let scopes: Scopes
    let problems: ProblemList

    func percentiles(_ with: MappingReader, reads: [String: Name]) -> StageDeclaration.Parameters {
        let scores = reads["scores"]
        if let coefficients = reads["coefficients"], source(coefficients) != nil, source(reads["knots"]) == nil {
            problems.addCoefficientsWithoutKnots(coefficients)
        }
        let minimum = with.required("minimum_cohort", "Say from how many students percentiles are computed") == nil
            ? nil : with.whole("minimum_cohort", in: 1...10_000_000)
        let error = with.name("standard_error"), simulation = simulation(with)
        if let error, let source = source(scores) { check(error, of: source, types: [.number, .integer]) }
        if simulation != nil, error == nil { problems.addSimulationWithoutErrors(with) }
        let growth = declaration(with, scores, mostPriors: PercentileRule.mostPriors)
        return .growthPercentiles(
            PercentileDeclaration(
                scores: growth, minimumCohort: minimum ?? 1, obtainable: obtainable(with, growth, of: source(scores)), standardError: error?.text, simulation: simulation))
    }

    /// `simex: {data_sets: 50, seed: 1}`.
    private func simulation(_ with: MappingReader) -> PercentileDeclaration.Simulation? {
        guard let reader = with.mapping("simex") else { return nil }
        defer { reader.finish() }
        let count = reader.required("data_sets", "Say how often scores are measured again, such as 50") == nil
            ? nil : reader.whole("data_sets", in: 1...1000)
        return PercentileDeclaration.Simulation(dataSetCount: count ?? 1, seed: UInt64(reader.whole("seed", in: 0...1_000_000_000) ?? 1))
    }

    /// `ela: {4: [2131, 2663]}`: the lowest and the highest score of a subject and grade.
    private func obtainable(_ with: MappingReader, _ growth: GrowthDeclaration, of source: SourceRule?) -> [String: [String: ClosedRange<Double>]] {
        guard let subjects = with.mapping("obtainable") else { return [:] }
        defer { subjects.finish() }
        return subjects.names.reduce(into: [:]) { ranges, subject in
            check(subject, isTextOf: growth.subject, of: source)
            guard let grades = subjects.mapping(subject.text) else { return }
            defer { grades.finish() }
            for grade in grades.names {
                if !growth.progressions.contains(where: { $0.grade == grade.text }) {
                    problems.addUnknown(grade, "progression", among: growth.progressions.map(\.grade), subject: "`obtainable` of \(subject.text)")
                }
                let ends = (grades.texts(grade.text) ?? []).compactMap { text in
                    Rational(text).map { Double($0.numerator) / Double($0.denominator) }
                }
                if ends.count == 2, ends[0] < ends[1] {
                    ranges[subject.text, default: [:]][grade.text] = ends[0]...ends[1]
                } else {
                    problems.addUnfitRange(grade, subject)
                }
            }
        }
    }

    func valueAdded(_ with: MappingReader, scores: Name?) -> StageDeclaration.Parameters {
        let subjects = with.required("subjects", "List the subjects, such as [ela, math]") == nil ? nil : with.names("subjects")
        let error = with.name("standard_error") ?? Name(text: "standard_error", place: with.place)
        let minimum = with.required("minimum_n", "Say from how many students a grade of a school counts") == nil
            ? nil : with.whole("minimum_n", in: 1...100_000)
        let groups = with.whole("minimum_n_of_groups", in: 1...100_000), schools = with.whole("schools_per_average", in: 1...100_000)
        let growth = declaration(with, scores, mostPriors: 1)
        checkSubjects(subjects, with, growth, of: source(scores))
        var characteristics: [(name: String, condition: Condition)] = []
        let declared = with.mapping("characteristics")
        if let source = source(scores) {
            check(error, of: source, types: [.number, .integer])
            for name in declared?.names ?? [] {
                guard let text = declared?.name(name.text) else { continue }
                let condition = scopes.condition(
                    ConditionText(text: text.text, place: text.place), over: source, subject: "characteristic `\(name.text)`")
                if let condition { characteristics.append((name.text, condition)) }
            }
        } else {
            for name in declared?.names ?? [] { _ = declared?.node(name.text) }
        }
        declared?.finish()
        return .valueAdded(
            ValueAddedDeclaration(
                scores: growth, subjects: subjects?.map(\.text) ?? [], standardError: error.text, characteristics: characteristics,
                minimumN: minimum ?? 1, groupMinimumN: groups ?? 20, schoolsPerAverage: schools ?? 10))
    }

    /// Subjects are there, once each, and are texts that the field can have.
    private func checkSubjects(_ subjects: [Name]?, _ with: MappingReader, _ growth: GrowthDeclaration, of source: SourceRule?) {
        if subjects?.isEmpty ?? false { problems.add(with.place(of: "subjects"), "`subjects` of \(with.subject) is empty", "Name one or more") }
        var seen: Set<String> = []
        for subject in subjects ?? [] where !seen.insert(subject.text).inserted { problems.addRepeated(subject, in: "subjects", of: with.subject) }
        for subject in subjects ?? [] { check(subject, isTextOf: growth.subject, of: source) }
    }

    /// A text must be one that the field can have, where the source says which there are.
    private func check(_ text: Name, isTextOf field: String, of source: SourceRule?) {
        guard let allowed = source?.field(field)?.allowed, !allowed.contains(text.text) else { return }
        problems.addUnknown(text, "text", among: allowed, subject: "`\(field)` of source `\(source?.name ?? "")`")
    }

    private func source(_ scores: Name?) -> SourceRule? { scores.flatMap { scores in sources.first { $0.name == scores.text } } }

    private func declaration(_ with: MappingReader, _ scores: Name?, mostPriors: Int) -> GrowthDeclaration {
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

    private func check(_ name: Name, of source: SourceRule, types: [ColumnType]) {
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

    fileprivate func addCoefficientsWithoutKnots(_ coefficients: Name) {
        add(
            coefficients.place, "the regressions of `\(coefficients.text)` have no knots",
            "Name the source of kind `growth_knots` that was made with them under `knots`")
    }

    fileprivate func addSimulationWithoutErrors(_ with: MappingReader) {
        add(
            with.place(of: "simex"), "`simex` of \(with.subject) needs the errors of prior scores",
            "Name their field under `standard_error`")
    }

    fileprivate func addUnfitRange(_ grade: Name, _ subject: Name) {
        add(
            grade.place, "`obtainable` of \(subject.text), grade \(grade.text), is no range of scores",
            "Write the lowest and the highest score, such as [2131, 2663]")
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
