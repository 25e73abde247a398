internal import Aggregation
internal import Banding
internal import Conditions
internal import Ingestion
internal import Model
internal import Tables

/// Reads the `stages` of a pipeline file.
struct StagesReading {
    let sources: [SourceRule]
    let metrics: [MetricDeclaration]
    let names: DeclaredNames
    let scopes: Scopes
    let problems: ProblemList

    /// - Returns: the stages that could be read, and whether these are all.
    func read(_ file: MappingReader) -> (stages: [StageDeclaration], isWhole: Bool) {
        guard file.required("stages", "List the stages to run") != nil, let nodes = file.sequence("stages") else { return ([], false) }
        if nodes.isEmpty { problems.addNoStage(at: file.place(of: "stages")) }
        let stages = nodes.compactMap(stage)
        return (stages, stages.count == nodes.count)
    }

    private func stage(_ node: Node) -> StageDeclaration? {
        guard let reader = MappingReader(node, subject: "a stage", problems: problems),
            reader.required("stage", "Name what it does: \(StageKind.allCases.map(\.rawValue).joined(separator: ", "))") != nil,
            let name = reader.name("stage")
        else { return nil }
        guard let kind = StageKind(rawValue: name.text) else {
            problems.addUnknownStage(name)
            return nil
        }
        let subject = "stage `\(kind.rawValue)`"
        let reads = ports(reader, "reads", kind.reads, subject), makes = ports(reader, "makes", kind.makes, subject)
        let with = reader.mapping("with", subject: "`with` of \(subject)")
            ?? MappingReader(absentFrom: reader.place, subject: "`with` of \(subject)", problems: problems)
        let parameters = self.parameters(of: kind, with, reads: reads, at: reader.place)
        with.finish()
        reader.finish()
        let first = kind.makes.first.flatMap { makes[$0.name]?.text } ?? kind.rawValue
        return StageDeclaration(
            kind: kind, name: "\(kind.rawValue) → \(first)", reads: reads.mapValues(\.text), makes: makes.mapValues(\.text),
            parameters: parameters, place: reader.place, tablePlaces: reads.merging(makes) { $1 }.mapValues(\.place))
    }

    /// Port → table; a port that is not mentioned has the table of its own name.
    private func ports(_ reader: MappingReader, _ key: String, _ ports: [Port], _ subject: String) -> [String: Name] {
        var tables = Dictionary(uniqueKeysWithValues: ports.map { ($0.name, Name(text: $0.name, place: reader.place)) })
        guard let mapping = reader.mapping(key, subject: "`\(key)` of \(subject)") else { return tables }
        for port in ports {
            guard let table = mapping.name(port.name) else { continue }
            tables[port.name] = table
            if key == "makes" { problems.checkMadeTable(table) }
        }
        mapping.finish()
        return tables
    }

    // MARK: Parameters

    private func parameters(
        of kind: StageKind, _ with: MappingReader, reads: [String: Name], at place: Place
    ) -> StageDeclaration.Parameters {
        switch kind {
        case .population: population(with, rows: reads["rows"])
        case .growthPercentiles: growth(kind).percentiles(with, reads: reads)
        case .valueAdded: growth(kind).valueAdded(with, scores: reads["scores"])
        case .disaggregate: disaggregate(with)
        case .calibrate: .calibrate(calibration(with))
        case .band: band(with)
        case .aggregate: aggregate(with)
        case .report: .report
        case .growthReport: .growthReport(GrowthReportReading(names: names, problems: problems).read(with))
        }
    }

    private func growth(_ kind: StageKind) -> GrowthReading {
        GrowthReading(stage: kind, sources: sources, names: names, scopes: scopes, problems: problems)
    }

    private func population(_ with: MappingReader, rows: Name?) -> StageDeclaration.Parameters {
        let year = with.text("year"), text = with.name("where"), grade = with.name("grade")
        let gradeField = grade?.text ?? "grade"
        guard let rows, let source = sources.first(where: { $0.name == rows.text }) else {
            if let rows, !names.sources.contains(rows.text) { problems.addNoRows(rows, among: names.sources) }
            return .population(year: year, about: nil, grade: gradeField)
        }
        if source.field(gradeField)?.type != .text { problems.addNoGrade(grade ?? Name(text: gradeField, place: with.place), source) }
        if source.field(.school) == nil { problems.addRowsWithoutSchool(rows) }
        let about = text.flatMap {
            scopes.condition(
                ConditionText(text: $0.text, place: $0.place), over: source, subject: "`where` of stage `population`")
        }
        return .population(year: year, about: about, grade: gradeField)
    }

    private func disaggregate(_ with: MappingReader) -> StageDeclaration.Parameters {
        let year = with.text("year")
        let wanted = with.names("metrics")
        check(wanted, with)
        guard with.required("minimum_n", "Say from how many students a group counts, with rule, source and basis") != nil,
            let minimum = with.mapping("minimum_n", subject: "`minimum_n`")
        else { return .disaggregate(year: year, metrics: [], minimumN: 1, provenance: Provenance(rule: "", source: "", basis: [])) }
        let value = minimum.required("value", "Write the number of students") == nil ? nil : minimum.whole("value", in: 1...100_000)
        let provenance = minimum.provenance()
        minimum.finish()
        return .disaggregate(
            year: year, metrics: wanted?.map(\.text) ?? metrics.map(\.key), minimumN: value ?? 1, provenance: provenance)
    }

    private func calibration(_ with: MappingReader) -> CalibrationRule {
        let wanted = with.names("metrics"), group = with.name("group")
        check(wanted, with)
        if let group, !names.groups.contains(group.text) {
            problems.addUnknown(group, "group", among: names.groups, subject: with.subject)
        }
        return CalibrationRule(
            levelCount: with.whole("levels", in: 2...100) ?? 10, group: group?.text ?? GroupDeclaration.everyone,
            minimumSchools: with.whole("minimum_schools", in: 1...100_000) ?? 10, metrics: wanted?.map(\.text),
            source: with.text("source") ?? "")
    }

    private func band(_ with: MappingReader) -> StageDeclaration.Parameters {
        let levels = with.whole("levels", in: 2...100) ?? 10
        let closed = with.choice("closed", BandingRule.Closed.self) ?? .betterSide
        let taken = with.choice("taken_from", BandingRule.Taken.self) ?? .unrounded
        var byMetric: [String: BandingRule.Taken] = [:]
        if let exceptions = with.mapping("taken_from_by_metric") {
            check(exceptions.names, exceptions)
            for metric in exceptions.keys { byMetric[metric] = exceptions.choice(metric, BandingRule.Taken.self) }
        }
        let rule = BandingRule(levelCount: levels, closed: closed, taken: taken, takenByMetric: byMetric)
        return .band(rule, provenance: with.provenance())
    }

    private func aggregate(_ with: MappingReader) -> StageDeclaration.Parameters {
        guard let index = with.name("index") else {
            if names.indices.count != 1 { problems.addUnsaidIndex(among: names.indices, at: with.place) }
            return .aggregate(index: names.indices.first ?? "")
        }
        if names.indices.isEmpty { problems.addUnsaidIndex(among: [], at: index.place) }
        if !names.indices.contains(index.text) {
            problems.addUnknown(index, "index", among: names.indices, subject: "stage `aggregate`")
        }
        return .aggregate(index: index.text)
    }

    private func check(_ metrics: [Name]?, _ with: MappingReader) {
        for name in metrics ?? [] where !names.metrics.contains(name.text) {
            problems.addUnknown(name, "metric", among: names.metrics, subject: with.subject)
        }
    }
}

// MARK: Texts

extension ProblemList {
    fileprivate func addUnknownStage(_ name: Name) {
        let all = StageKind.allCases.map(\.rawValue)
        add(
            name.place, "there is no stage `\(name.text)`", Self.suggestion(for: name.text, among: all),
            "The stages are \(all.joined(separator: ", "))")
    }

    fileprivate func addNoStage(at place: Place) { add(place, "`stages` is empty", "List the stages to run") }

    /// Tables become files, and one of these has its name from the tool.
    fileprivate func checkMadeTable(_ table: Name) {
        checkTableName(table)
        if table.text == "findings" {
            add(table.place, "`findings` is the table of what is wrong with the data", "Give this table another name")
        }
    }

    fileprivate func addNoRows(_ rows: Name, among sources: [String]) {
        let meant = Self.suggestion(for: rows.text, among: sources)
        add(
            rows.place, "stage `population` reads rows of `\(rows.text)`, but there is no such source",
            meant.isEmpty ? "Name a source with one row per student and school: reads: {rows: …}" : meant)
    }

    fileprivate func addRowsWithoutSchool(_ rows: Name) {
        add(
            rows.place, "stage `population` reads rows of `\(rows.text)`, which has no field with `role: school`",
            "Give that role to the field that holds the school's code")
    }

    fileprivate func addNoGrade(_ grade: Name, _ source: SourceRule) {
        add(
            grade.place, "stage `population` needs the students' grades, but source `\(source.name)` has no text field `\(grade.text)`",
            Self.suggestion(for: grade.text, among: source.fields.filter { $0.type == .text && $0.name != grade.text }.map(\.name)),
            "Name the field with the grade: with: {grade: …}")
    }

    fileprivate func addUnsaidIndex(among indices: [String], at place: Place) {
        if indices.isEmpty {
            add(place, "stage `aggregate` makes an index, but none is declared", "Declare one under `indices`, or take the stage out")
        } else {
            add(
                place, "stage `aggregate` does not say which index it makes",
                "Write with: {index: \(indices[0])}; declared are \(indices.joined(separator: ", "))")
        }
    }
}
