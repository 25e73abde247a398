internal import Conditions
internal import Parallel
internal import Tables

/// Collects the files of one source as they are read; `WholeSource.swift` has what can only be seen of all together.
struct SourceReading {
    let reader: FileReader
    let workers: Workers
    let quality: QualityRule

    var problems: [InputProblem] = []
    var files: [InputFile] = []
    var contents: [FileContent] = []
    var reports: [FileReport] = []
    var findings: [Finding] = []
    var rejects: [RejectsFile] = []
    var heldBack: [String: String] = [:]
    var yearsMet: Set<String> = []

    /// Findings written out per file; the rejects file has every row.
    static let findingLimit = 1_000

    /// The most different texts of a field; one less than a vocabulary holds, so that a full one tells of more.
    static let textLimit = Vocabulary.capacity - 1

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
            let content = try reader.read(csv, of: file.district, workers: workers)
            take(content, of: file)
        } catch {
            refuse(file, rule: "file", problem: error.problem, remedy: error.remedy, isMissing: error.isUnreadable)
        }
    }

    private func missingColumns(_ header: [String]) -> (problem: String, remedy: String)? {
        let missing = reader.missingColumns(in: header)
        if missing.isEmpty { return nil }
        let unused = reader.unusedColumns(in: header)
        if header.count == 1 {
            return (
                "the header has one column only, so it lacks \(missing.map { "`\($0)`" }.joined(separator: ", "))",
                "If another character than a comma separates the columns, say so with `delimiter` in source "
                    + "`\(reader.rule.name)` of the pipeline file"
            )
        }
        let suggestions = missing.compactMap { name in
            nearest(to: name, among: unused).map { "`\($0)` for `\(name)`" }
        }
        let hint = suggestions.isEmpty ? "" : " (did you mean \(suggestions.joined(separator: ", "))?)"
        return (
            "the header lacks \(missing.map { "`\($0)`" }.joined(separator: ", "))",
            "Rename the columns\(hint), or map them under `fields` of source `\(reader.rule.name)` in the pipeline file"
        )
    }

    /// A file that can't be used holds its district back; one of no single district is a missing input.
    mutating func refuse(_ file: InputFile, rule: String, problem: String, remedy: String, isMissing: Bool) {
        guard let district = file.district, !isMissing else {
            problems.append(InputProblem(source: reader.rule.name, problem: "\(file.name): \(problem). \(remedy)."))
            return
        }
        findings.append(
            Finding(
                severity: .error, source: reader.rule.name, file: file.name, line: nil, column: "", value: "", rule: rule,
                problem: problem, remedy: remedy))
        heldBack[district] = "\(file.name): \(problem)"
        if !reports.contains(where: { $0.file == file.name }) { reportUnread(file) }
    }

    /// What the manifest says of a file that was not read to its end: which one it was.
    private mutating func reportUnread(_ file: InputFile) {
        guard let stored = try? StoredFile(path: file.path, digest: true), let sha256 = try? stored.readToEnd() else { return }
        reports.append(
            FileReport(
                source: reader.rule.name, file: file.name, district: file.district, sha256: sha256, bytes: stored.bytesRead,
                records: 0, rejected: 0))
    }

    private mutating func take(_ content: FileContent, of file: InputFile) {
        if let crowded = crowdedColumn(of: [content]) {
            let (problem, remedy) = Self.tooManyTexts(crowded)
            refuse(file, rule: "vocabulary", problem: problem, remedy: remedy, isMissing: false)
            return
        }
        let rejected = content.rejectedRows
        let records = content.summary.rows + content.summary.malformed
        reports.append(
            FileReport(
                source: reader.rule.name, file: file.name, district: file.district, sha256: content.summary.sha256 ?? "",
                bytes: content.summary.bytes, records: records, rejected: rejected.count))
        report(rejected, of: file, content: content, records: records)
        let first = file.district == nil ? content.firstFault : nil
        if refuseBeyondLimit(file, rejected: rejected.count, of: records, first: first) { return }
        remarkOnRows(of: content, file, records: records)
        files.append(file)
        contents.append(content)
    }

    /// A column with more different texts than a column can hold, whichever threads met them; nil where there is none.
    func crowdedColumn(of contents: [FileContent]) -> String? {
        let crowded = reader.fields.indices.first { field in
            let texts = contents.flatMap { $0.texts.map { $0[field] } }
            if texts.reduce(0, { $0 + $1.count }) <= Self.textLimit { return false }
            return Set(texts.joined().map { Array($0.utf8) }).count > Self.textLimit
        }
        return crowded.flatMap { reader.rule.field(reader.fields[$0])?.columnName }
    }

    /// A file without any row to use may be last year's, or cut short: somebody should look.
    private mutating func remarkOnRows(of content: FileContent, _ file: InputFile, records: Int) {
        let met = reader.rule.field(.year).flatMap { year in reader.fields.firstIndex(of: year.name) }
            .map { field in Set(content.texts.flatMap { $0[field] }) } ?? []
        yearsMet.formUnion(met)
        if content.segments.contains(where: { $0.rowCount > 0 }) || !content.rejected.isEmpty { return }
        let remark: (rule: String, problem: String, remedy: String) =
            if records == 0 {
                ("no_rows", "has a header, but no rows", "Check that the file is complete; nothing needs to be done where there is nothing to report")
            } else {
                (
                    "year", "none of its rows is of \((reader.years ?? []).sorted().joined(separator: " or ")); its years are \(met.sorted().joined(separator: ", "))",
                    "Check that it is the file of the right year"
                )
            }
        findings.append(
            Finding(
                severity: .warning, source: reader.rule.name, file: file.name, line: nil, column: "", value: "", rule: remark.rule,
                problem: remark.problem, remedy: remark.remedy))
    }

    /// Whether so many of a file's rows are rejected that none can be used.
    ///
    /// - Parameter first: what is wrong with the first of them, where nothing else will say it, and how to mend it.
    mutating func refuseBeyondLimit(
        _ file: InputFile, rejected: Int, of records: Int, first: (problem: String, remedy: String?)? = nil
    ) -> Bool {
        if rejected * 1_000_000 <= quality.holdBackAbove * records { return false }
        let detail = first.map { "; the first is \($0.problem)" } ?? ""
        refuse(
            file, rule: "reject_limit", problem: "\(rejected) of \(records) rows are rejected, more than the limit allows\(detail)",
            remedy: (first?.remedy.map { $0 + ". Or correct" } ?? "Correct") + " \(first == nil ? "the rows listed in rejects/" : "them"), or raise `hold_back_above` under `data_quality` in the pipeline file",
            isMissing: false)
        return true
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

    mutating func addRejects(_ rows: [[UInt8]], of file: InputFile, header: [UInt8]) {
        let old = rejects.firstIndex { $0.file == file.name }.map { rejects.remove(at: $0) }
        var bytes = old?.bytes ?? header + [UInt8(ascii: "\n")]
        for row in rows { bytes += row + [UInt8(ascii: "\n")] }
        rejects.append(
            RejectsFile(source: reader.rule.name, file: file.name, bytes: bytes, rows: (old?.rows ?? 0) + rows.count))
    }
}

extension FileReport {
    func with(moreRejected count: Int) -> FileReport {
        FileReport(
            source: source, file: file, district: district, sha256: sha256, bytes: bytes, records: records,
            rejected: rejected + count)
    }
}

extension FileContent {
    /// What people write where a value is not known.
    private static let unknowns: Set<String> = ["NA", "N/A", "#N/A", "NAN", "NULL", "NONE", ".", "*", "-", "--"]

    /// Where the first rejected row is and what is wrong with it; nil where none is rejected. The remedy is for a word that
    /// stands for an unknown value.
    fileprivate var firstFault: (problem: String, remedy: String?)? {
        guard let row = rejectedRows.first, let fault = row.faults.first else { return nil }
        let found = fault.value.isEmpty ? "" : " (found \"\(fault.value.prefix(80))\")"
        let place = "line \(summary.line(batch: row.batch, line: row.line)): \(fault.column.isEmpty ? "" : "\(fault.column) ")"
        let isUnknown = Self.unknowns.contains(fault.value.uppercased())
        return (
            "\(place)\(fault.problem)\(found)",
            isUnknown ? "If \(fault.value) means that a value is not known, say so with `missing` of the field in the pipeline file" : nil
        )
    }
}

/// The texts.
extension SourceReading {
    static func tooManyTexts(_ column: String) -> (problem: String, remedy: String) {
        (
            "\(column) has more than \(textLimit) different values, the most that a text can have",
            "Check the column; where it holds identifiers, declare it with `type: key` in the pipeline file"
        )
    }
}
