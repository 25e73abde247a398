internal import Aggregation
internal import Banding
internal import Conditions
internal import Ingestion
internal import Model
internal import Tables
internal import Yams

/// Reads the `stages` of a pipeline file.
struct StagesReading {
    let sources: [SourceRule]
    let groups: [GroupDeclaration]
    let metrics: [MetricDeclaration]
    let indices: [IndexDeclaration]
    let scopes: Scopes
    let problems: ProblemList

    func read(_ file: MappingReader) -> [StageDeclaration] {
        guard file.required("stages", "List the stages to run") != nil else { return [] }
        let nodes = file.sequence("stages") ?? []
        return nodes.compactMap(stage)
    }

    private func stage(_ node: Node) -> StageDeclaration? {
        guard let reader = MappingReader(node, subject: "a stage", problems: problems) else { return nil }
        guard reader.required("stage", "Name what it does: \(StageKind.allCases.map(\.rawValue).joined(separator: ", "))") != nil,
            let kind = reader.choice("stage", StageKind.self)
        else { return nil }
        let reads = ports(reader, "reads", kind.reads), makes = ports(reader, "makes", kind.makes)
        let with = reader.mapping("with", subject: "`with` of stage `\(kind.rawValue)`")
            ?? MappingReader(Node([(Node, Node)]()), subject: "stage `\(kind.rawValue)`", problems: problems)!
        let parameters = self.parameters(of: kind, with, reads: reads, at: reader.place)
        with.finish()
        reader.finish()
        guard let parameters else { return nil }
        let first = kind.makes.first.flatMap { makes[$0.name] } ?? kind.rawValue
        return StageDeclaration(
            kind: kind, name: "\(kind.rawValue) → \(first)", reads: reads, makes: makes, parameters: parameters, place: reader.place)
    }

    /// Port → table; a port that is not mentioned has the table of its own name.
    private func ports(_ reader: MappingReader, _ key: String, _ ports: [Port]) -> [String: String] {
        var tables = Dictionary(uniqueKeysWithValues: ports.map { ($0.name, $0.name) })
        guard let mapping = reader.mapping(key) else { return tables }
        for port in ports { if let table = mapping.text(port.name) { tables[port.name] = table } }
        mapping.finish()
        return tables
    }

    private func parameters(
        of kind: StageKind, _ with: MappingReader, reads: [String: String], at place: Place
    ) -> StageDeclaration.Parameters? {
        switch kind {
        case .population: population(with, reads: reads, at: place)
        case .disaggregate: disaggregate(with, at: place)
        case .calibrate: .calibrate(calibration(with))
        case .band: band(with)
        case .aggregate: aggregate(with, at: place)
        case .report: .report
        }
    }

    private func population(_ with: MappingReader, reads: [String: String], at place: Place) -> StageDeclaration.Parameters? {
        let year = with.text("year"), text = with.text("where"), grade = with.text("grade") ?? "grade"
        guard let source = reads["rows"].flatMap({ name in sources.first { $0.name == name } }) else {
            problems.add(place, "stage `population` reads `\(reads["rows"] ?? "")`, but there is no such source", "Name a source under `reads: {rows: …}`")
            return nil
        }
        if source.field(grade)?.type != .text {
            problems.add(place, "stage `population` needs the text field `\(grade)` in source `\(source.name)`", "Name the field with the grade under `with: {grade: …}`")
        }
        let about = text.flatMap {
            scopes.condition(ConditionText(text: $0, place: with.place(of: "where")), over: source, subject: "`where` of stage `population`")
        }
        return .population(year: year, about: about, grade: grade)
    }

    private func disaggregate(_ with: MappingReader, at place: Place) -> StageDeclaration.Parameters? {
        let year = with.text("year")
        let keys = with.texts("metrics") ?? metrics.map(\.key)
        for key in keys where !metrics.contains(where: { $0.key == key }) {
            let suggestion = nearest(to: key, among: metrics.map(\.key)).map { "Did you mean `\($0)`?" } ?? ""
            problems.add(with.place(of: "metrics"), "stage `disaggregate` names metric `\(key)`, which is not declared", suggestion)
        }
        guard let minimum = with.mapping("minimum_n", subject: "`minimum_n`") else {
            problems.add(place, "stage `disaggregate` lacks `minimum_n`", "Say from how many students a group counts, with rule, source and basis")
            return nil
        }
        let value = minimum.required("value", "Write the number of students") == nil ? nil : minimum.whole("value", in: 1...100_000)
        let provenance = minimum.provenance()
        minimum.finish()
        return .disaggregate(year: year, metrics: keys, minimumN: value ?? 1, provenance: provenance)
    }

    private func calibration(_ with: MappingReader) -> CalibrationRule {
        CalibrationRule(
            levelCount: with.whole("levels", in: 2...100) ?? 10, group: with.text("group") ?? GroupsReading.everyone,
            minimumSchools: with.whole("minimum_schools", in: 1...100_000) ?? 10, metrics: with.texts("metrics"),
            source: with.text("source") ?? "")
    }

    private func band(_ with: MappingReader) -> StageDeclaration.Parameters {
        let levels = with.whole("levels", in: 2...100) ?? 10
        let closed = with.choice("closed", BandingRule.Closed.self) ?? .betterSide
        let taken = with.choice("taken_from", BandingRule.Taken.self) ?? .unrounded
        var byMetric: [String: BandingRule.Taken] = [:]
        if let exceptions = with.mapping("taken_from_by_metric") {
            for metric in exceptions.keys { byMetric[metric] = exceptions.choice(metric, BandingRule.Taken.self) }
        }
        let rule = BandingRule(levelCount: levels, closed: closed, taken: taken, takenByMetric: byMetric)
        return .band(rule, provenance: with.provenance())
    }

    private func aggregate(_ with: MappingReader, at place: Place) -> StageDeclaration.Parameters? {
        let key = with.text("index") ?? indices.first?.key ?? ""
        if indices.contains(where: { $0.key == key }) { return .aggregate(index: key) }
        let suggestion = nearest(to: key, among: indices.map(\.key)).map { "Did you mean `\($0)`?" } ?? "Declare it under `indices`"
        problems.add(with.has("index") ? with.place(of: "index") : place, "stage `aggregate` names index `\(key)`, which is not declared", suggestion)
        return nil
    }
}
