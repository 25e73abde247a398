internal import Conditions
internal import Ingestion
internal import Model
internal import Tables

// MARK: Value added

extension GrowthReading {
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
}
