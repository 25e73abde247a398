internal import Conditions
internal import Disaggregation
internal import Ingestion
internal import Model
internal import Pipeline
package import Reports

/// Why a question to a finished run has no answer.
package enum ExplainFailure: Error, Sendable {
    /// The run can't be looked at.
    case run(RunFailure)
    /// What is asked for is not there: whoever asks mends it.
    case question(String)
}

/// A finished run that answers where its numbers come from.
package struct ExplainedRun {
    private let run: Run
    private let stages: ScoreStages
    private let explainer: Explainer
    private let heldBack: [String: String]

    /// Computes a run's tables and does not publish them.
    package init(_ run: Run) throws(ExplainFailure) {
        do throws(RunFailure) {
            let (computation, inputs) = try run.compute()
            try self.init(run, computation, inputs)
        } catch {
            throw .run(error)
        }
    }

    /// Makes a finished run's tables again.
    ///
    /// - Parameters:
    ///   - directory: an output directory, whose latest run is meant, or a run's own.
    ///   - data: where the districts' files are; nil for where they were when the run was made.
    package init(_ directory: String, data: String?, threads: Int) throws(ExplainFailure) {
        do throws(RunFailure) {
            let finished = try FinishedRun(directory, data: data, threads: threads)
            try self.init(finished.run, finished.computation, finished.inputs)
        } catch {
            throw .run(error)
        }
    }

    init(_ run: Run, _ computation: Computation, _ inputs: Inputs) throws(RunFailure) {
        self.run = run
        stages = ScoreStages(run.pipeline)
        if stages.disaggregate == nil { throw .inputs([Words.noMetrics(run.file.path)]) }
        let tableau = inputs.places(in: run.year).map(computation.tableau.selecting) ?? computation.tableau
        explainer = Explainer(
            run.pipeline, year: run.year, tableau: tableau, stages: stages, cuts: stages.cutPoints(in: inputs), reader: .office)
        heldBack = inputs.heldBack
    }

    /// The JSON Schema of explanations.
    package static var schema: [UInt8] { ExplanationJSON.schema }

    // MARK: Answers

    /// Where a school's score comes from, or one of its metrics' points and results, or one group's.
    ///
    /// - Parameter school: a code, or a part of a name that no other school's has.
    package func explanation(school: String, metric: String? = nil, group: String? = nil) throws(ExplainFailure) -> ExplanationDocument {
        let place = try self.school(school), words = explainer.measures.schools[place]
        let asked = try metric.map(self.metric), group = try group.map(self.group)
        var explanation = explainer.score(of: place).overview
        if let asked, let metric {
            let explainer = try withParts(of: metric, words)
            explanation = group.map { explainer.group($0, of: asked, at: place) } ?? explainer.metric(asked, of: place)
        }
        return ExplanationDocument(
            title: explainer.index?.title ?? run.pipeline.title, year: run.year, school: words,
            metric: asked.map { explainer.measures.metrics[$0] }, group: group, explanation: explanation)
    }

    /// The students behind a result, for authorised use.
    package func students(school: String, metric key: String, group: String? = nil) throws(ExplainFailure) -> ResultStudents {
        let place = try self.school(school), words = explainer.measures.schools[place], metric = try self.metric(key)
        guard let declaration = run.pipeline.metric(key), let measuring = stages.disaggregate else { preconditionFailure("a metric is declared") }
        switch declaration.rule {
        case .records, .statistic: break
        case .value, .counts: throw .question(Words.noRows(declaration))
        case .best, .rank: throw .question(Words.made(declaration, of: run.pipeline.metrics.withParts(of: [key]).filter(\.isCounted)))
        }
        if let reason = heldBack[words.districtID] { throw .question(Words.heldBack(words, reason)) }
        let asked = try countedGroup(group, metric, place)
        guard let measured = explainer.measure(metric, asked, at: place) else { throw .question(Words.notComputed(declaration, words)) }
        do throws(RunFailure) {
            let students = try MetricRows(declaration, run, measuring: measuring).students(of: words, group: asked)
            // The same conditions over the same rows: anything else contradicts the published result.
            if students.counted != measured.n || measured.met != nil && students.met != measured.met {
                throw .fault(Words.contradiction(declaration, words, students, measured))
            }
            return students
        } catch {
            throw .run(error)
        }
    }

    /// The explainer with the parts of a metric's result, and of those that it is made of, where there are parts to tell.
    private func withParts(of key: String, _ school: School) throws(ExplainFailure) -> Explainer {
        guard let measuring = stages.disaggregate else { return explainer }
        var explainer = explainer
        for metric in run.pipeline.metrics.withParts(of: [key]) where metric.hasParts && heldBack[school.districtID] == nil {
            do throws(RunFailure) {
                explainer.parts[metric.key] = try MetricRows(metric, run, measuring: measuring).parts(of: school)
            } catch {
                throw .run(error)
            }
        }
        return explainer
    }

    // MARK: What is asked for

    private func school(_ text: String) throws(ExplainFailure) -> Int {
        let schools = explainer.measures.schools
        if let place = schools.firstIndex(where: { $0.id == text }) { return place }
        let named = schools.indices.filter { schools[$0].name.lowercased().contains(text.lowercased()) && !text.isEmpty }
        let called = named.filter { schools[$0].name.lowercased() == text.lowercased() }
        if called.count == 1 { return called[0] }
        if named.count == 1 { return named[0] }
        if !named.isEmpty { throw .question(Words.several(text, named.map { schools[$0] })) }
        throw .question(Words.unknown("school", text, schools.map(\.id) + schools.map(\.name)))
    }

    private func metric(_ key: String) throws(ExplainFailure) -> Int {
        if let place = explainer.measures.metrics.firstIndex(where: { $0.key == key }) { return place }
        throw .question(Words.unknown("metric", key, explainer.measures.metrics.map(\.key)))
    }

    private func group(_ key: String) throws(ExplainFailure) -> String {
        let known = (explainer.measures.groups + explainer.measures.chosenGroups).map(\.key)
        if known.contains(key) { return key }
        throw .question(Words.unknown("group", key, known))
    }

    /// The place of a group that students are counted in; a choice among groups stands for the one chosen.
    private func countedGroup(_ key: String?, _ metric: Int, _ school: Int) throws(ExplainFailure) -> Int {
        let measures = explainer.measures, key = try group(key ?? GroupDeclaration.everyone)
        if let place = measures.groups.firstIndex(where: { $0.key == key }) { return place }
        let chosen = measures.chosenGroups.firstIndex { $0.key == key }
        if let place = chosen.flatMap({ measures.choice($0, school: school, metric: metric) }) { return place }
        throw .question(Words.nobodyChosen(key, measures.metrics[metric].key))
    }
}

// MARK: Texts

private enum Words {
    static func noMetrics(_ file: String) -> String {
        "\(file): the run has no stage `disaggregate`, so that there are no results to explain. Name a run whose pipeline has metrics."
    }

    static func unknown(_ what: String, _ text: String, _ known: [String]) -> String {
        let remedy = nearest(to: text, among: known).map { "Did you mean `\($0)`?" }
            ?? (known.count > mostListed ? "The run's tables have all codes." : "There are \(known.joined(separator: ", ")).")
        return "there is no \(what) `\(text)` in the run. \(remedy)"
    }

    private static let mostListed = 40

    static func several(_ text: String, _ schools: [School]) -> String {
        let some = schools.prefix(5).map { "\($0.id) (\($0.name))" }.joined(separator: ", ")
        return "\(schools.count) schools' names have `\(text)` in them: \(some)\(schools.count > 5 ? ", …" : ""). Give the code of one."
    }

    static func noRows(_ metric: MetricDeclaration) -> String {
        "metric `\(metric.key)` has no students' rows: its results come with the data, from source `\(metric.source)`. Ask without --students."
    }

    /// - Parameter others: the metrics it is made of that are counted from students' rows.
    static func made(_ metric: MetricDeclaration, of others: [MetricDeclaration]) -> String {
        let remedy = others.isEmpty ? "Ask without --students" : "Ask for " + others.map { "`\($0.key)`" }.joined(separator: " or ")
        return "metric `\(metric.key)` has no students' rows of its own: it is made of \(metric.rule.parts.map { "`\($0)`" }.listed). \(remedy)."
    }

    static func heldBack(_ school: School, _ reason: String) -> String {
        "district \(school.districtID) is held back, and with it the students of \(school.id): \(reason). Mend its files and run again."
    }

    static func notComputed(_ metric: MetricDeclaration, _ school: School) -> String {
        "metric `\(metric.key)` is not computed for the group, or does not apply to school \(school.id). Ask for another group or metric."
    }

    static func nobodyChosen(_ group: String, _ metric: String) -> String {
        "no group was chosen as `\(group)` on metric `\(metric)`, since none has a result. Ask for one of the groups themselves."
    }

    static func contradiction(_ metric: MetricDeclaration, _ school: School, _ students: ResultStudents, _ measured: Measure) -> String {
        "metric `\(metric.key)` at school \(school.id): \(students.counted) students are counted and \(students.met ?? 0) meet the rule, but the "
            + "result has \(measured.n) and \(measured.met ?? 0)"
    }
}
