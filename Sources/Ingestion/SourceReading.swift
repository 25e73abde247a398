internal import Conditions
internal import Parallel
internal import Tables

/// Collects the files of one source as they are read.
struct SourceReading {
    let reader: FileReader
    let workers: Workers
    let quality: QualityRule

    private(set) var problems: [InputProblem] = []
    private var files: [InputFile] = []
    private var contents: [FileContent] = []
    private var reports: [FileReport] = []
    private var findings: [Finding] = []
    private var rejects: [RejectsFile] = []
    private var heldBack: [String: String] = [:]

    /// Findings written out per file; the rejects file has every row.
    private static let findingLimit = 1_000

    init(reader: FileReader, workers: Workers, quality: QualityRule) {
        self.reader = reader
        self.workers = workers
        self.quality = quality
    }

    // MARK: Reading

    mutating func read(_ file: InputFile) {
        do throws(CSVFault) {
            let csv = try CSVFile(path: file.path, layout: reader.rule.layout, digest: true)
            if let problem = missingColumns(csv.header) {
                refuse(file, rule: "columns", problem: problem.problem, remedy: problem.remedy, isMissing: false)
                return
            }
            let content = try reader.read(csv, workers: workers)
            take(content, of: file)
        } catch {
            refuse(file, rule: "file", problem: error.problem, remedy: error.remedy, isMissing: error.isUnreadable)
        }
    }

    private func missingColumns(_ header: [String]) -> (problem: String, remedy: String)? {
        let missing = reader.missingColumns(in: header)
        if missing.isEmpty { return nil }
        if header.count == 1 {
            return (
                "the header has one column only, so it lacks \(missing.map { "`\($0)`" }.joined(separator: ", "))",
                "If another character than a comma separates the columns, say so with `delimiter` in source "
                    + "`\(reader.rule.name)` of the pipeline file"
            )
        }
        let suggestions = missing.compactMap { name in
            nearest(to: name, among: header).map { "`\($0)` for `\(name)`" }
        }
        let hint = suggestions.isEmpty ? "" : " (did you mean \(suggestions.joined(separator: ", "))?)"
        return (
            "the header lacks \(missing.map { "`\($0)`" }.joined(separator: ", "))",
            "Rename the columns\(hint), or map them under `fields` of source `\(reader.rule.name)` in the pipeline file"
        )
    }

    /// A file that can't be used holds its district back; one of no single district is a missing input.
    private mutating func refuse(_ file: InputFile, rule: String, problem: String, remedy: String, isMissing: Bool) {
        guard let district = file.district, !isMissing else {
            problems.append(InputProblem(source: reader.rule.name, problem: "\(file.name): \(problem). \(remedy)."))
            return
        }
        findings.append(
            Finding(
                severity: .error, source: reader.rule.name, file: file.name, line: nil, column: "", value: "", rule: rule,
                problem: problem, remedy: remedy))
        heldBack[district] = "\(file.name): \(problem)"
    }

    private mutating func take(_ content: FileContent, of file: InputFile) {
        let rejected = content.rejectedRows
        let records = content.summary.rows + content.summary.malformed
        reports.append(
            FileReport(
                source: reader.rule.name, file: file.name, district: file.district, sha256: content.summary.sha256 ?? "",
                bytes: content.summary.bytes, records: records, rejected: rejected.count))
        report(rejected, of: file, content: content, records: records)
        let isHeldBack = rejected.count * 1_000_000 > quality.holdBackAbove * records
        if isHeldBack, !rejected.isEmpty {
            let limit = "raise `hold_back_above` under `data_quality` in the pipeline file"
            refuse(
                file, rule: "reject_limit", problem: "\(rejected.count) of \(records) rows are rejected, more than the limit allows",
                remedy: file.district == nil
                    ? "Correct them, beginning with \(firstFault(of: content)), or \(limit)"
                    : "Correct the rows listed in rejects/, or \(limit)",
                isMissing: false)
            return
        }
        files.append(file)
        contents.append(content)
    }

    /// The first rejected row and what is wrong with it, for a run that has no rejects file to point to.
    private func firstFault(of content: FileContent) -> String {
        guard let row = content.rejectedRows.first, let fault = row.faults.first else { return "the first" }
        let line = content.summary.line(batch: row.batch, line: row.line)
        let found = fault.value.isEmpty ? "" : ", found \"\(fault.value.prefix(80))\""
        return "line \(line) (\(fault.column.isEmpty ? "" : "\(fault.column) ")\(fault.problem)\(found))"
    }

    private mutating func report(_ rejected: [RejectedRow], of file: InputFile, content: FileContent, records: Int) {
        if rejected.isEmpty { return }
        let isError = rejected.count * 1_000_000 > quality.warningUpTo * records
        for row in rejected.prefix(Self.findingLimit) {
            for fault in row.faults {
                findings.append(
                    Finding(
                        severity: isError ? .error : .warning, source: reader.rule.name, file: file.name,
                        line: content.summary.line(batch: row.batch, line: row.line), column: fault.column,
                        value: String(fault.value.prefix(80)), rule: fault.rule, problem: fault.problem, remedy: fault.remedy))
            }
        }
        if rejected.count > Self.findingLimit {
            findings.append(
                Finding(
                    severity: isError ? .error : .warning, source: reader.rule.name, file: file.name, line: nil, column: "",
                    value: "", rule: "more",
                    problem: "\(rejected.count - Self.findingLimit) more rows are rejected; only the first \(Self.findingLimit) are listed",
                    remedy: "See the file's rejects for all of them"))
        }
        addRejects(rejected.map(\.bytes), of: file, header: content.headerText)
    }

    private mutating func addRejects(_ rows: [[UInt8]], of file: InputFile, header: [UInt8]) {
        var bytes: [UInt8] = []
        let old = rejects.firstIndex { $0.file == file.name }
        if let old { bytes = rejects.remove(at: old).bytes } else { bytes = header + [UInt8(ascii: "\n")] }
        for row in rows { bytes += row + [UInt8(ascii: "\n")] }
        rejects.append(RejectsFile(source: reader.rule.name, file: file.name, bytes: bytes))
    }

    // MARK: Together

    mutating func content(schools: Vocabulary) -> SourceContent {
        let joiner = SegmentJoiner(contents)
        var columns: [String: Column] = [:]
        for (place, name) in reader.fields.enumerated() {
            guard let rule = reader.rule.field(name) else { continue }
            let shared = rule.role == .school && schools != Vocabulary() ? schools : nil
            columns[name] = joiner.column(place, rule: rule, vocabulary: shared, workers: workers)
        }
        var table = Table(rowCount: joiner.rowCount, columns: columns)
        let repeats = RepeatedRows(table: table, key: reader.rule.key, workers: workers)
        if !repeats.isEmpty { table = settle(repeats, in: table, joiner: joiner) }
        return SourceContent(
            rule: reader.rule, table: table, files: reports, findings: findings.sorted(by: Self.inOrder), rejects: rejects,
            heldBack: heldBack)
    }

    private static func inOrder(_ first: Finding, _ second: Finding) -> Bool {
        (first.file, first.line ?? 0, first.column, first.rule) < (second.file, second.line ?? 0, second.column, second.rule)
    }

    /// Rows of one key: equal ones count once, differing ones are all rejected, since nothing says which is right. A source
    /// declared `distinct` keeps one row with the declared texts where they differ.
    private mutating func settle(_ repeats: RepeatedRows, in table: Table, joiner: SegmentJoiner) -> Table {
        if let distinct = reader.rule.distinct {
            return repeats.merged(differing: distinct)
        }
        if repeats.equalCount > 0 {
            findings.append(
                Finding(
                    severity: .note, source: reader.rule.name, file: reader.rule.file, line: nil, column: "", value: "",
                    rule: "repeated_row", problem: "\(repeats.equalCount) rows repeat an earlier row and count once",
                    remedy: "Nothing needs to be done; a source without repeats is easier to check"))
        }
        let conflicting = repeats.conflicting
        for (file, places) in Dictionary(grouping: conflicting.map(joiner.origin), by: \.file).sorted(by: { $0.key < $1.key }) {
            rejectConflicts(file, places: Set(places.map { RowPlace(batch: $0.batch, variant: $0.variant, position: $0.position) }))
        }
        return repeats.withoutRepeats
    }

    /// Reads a file once more for the text of rows that only turned out wrong beside the others.
    private mutating func rejectConflicts(_ number: Int, places: Set<RowPlace>) {
        let file = files[number]
        guard let csv = try? CSVFile(path: file.path, layout: reader.rule.layout, digest: false),
            let content = try? reader.read(csv, wanted: places, workers: workers)
        else {
            problems.append(InputProblem(source: reader.rule.name, problem: "\(file.name): changed while it was read"))
            return
        }
        let key = reader.rule.key.joined(separator: ", ")
        let captured = content.captured.sorted { ($0.place.batch, $0.line) < ($1.place.batch, $1.line) }
        for row in captured.prefix(Self.findingLimit) {
            findings.append(
                Finding(
                    severity: .error, source: reader.rule.name, file: file.name,
                    line: content.summary.line(batch: row.place.batch, line: row.line), column: key,
                    value: String(String(decoding: row.bytes, as: UTF8.self).prefix(80)), rule: "key",
                    problem: "another row has the same \(key), but other values",
                    remedy: "Keep the right row and remove the others; none of them was counted"))
        }
        addRejects(captured.map(\.bytes), of: file, header: content.headerText)
        if let report = reports.firstIndex(where: { $0.file == file.name }) {
            reports[report] = reports[report].with(moreRejected: captured.count)
        }
    }
}

extension FileReport {
    func with(moreRejected count: Int) -> FileReport {
        FileReport(
            source: source, file: file, district: district, sha256: sha256, bytes: bytes, records: records,
            rejected: rejected + count)
    }
}
