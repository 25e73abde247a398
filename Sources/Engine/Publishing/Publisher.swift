internal import Foundation
internal import Ingestion
internal import Parallel
internal import Reports

/// Writes the files of one run.
struct Publisher {
    let directory: RunDirectory
    let workers: Workers
    private(set) var outputs: [OutputRecord] = []
    private(set) var tables: [PublishedTable] = []

    init(_ directory: RunDirectory, workers: Workers) {
        self.directory = directory
        self.workers = workers
    }

    /// Parts of a table rendered at a time.
    private static let partsPerBlock = 64

    /// Writes a table's parts in order, rendered side by side.
    mutating func add(_ table: PublishedTable) throws(PublishingProblem) {
        let name = table.name + ".csv"
        let file = try OutputFile(directory.path + "/" + name)
        try file.write(table.header.bytes)
        let writer = OrderedWriter(file)
        workers.forEach((table.partCount + Self.partsPerBlock - 1) / Self.partsPerBlock) { block in
            var text = RowText()
            for part in block * Self.partsPerBlock..<min((block + 1) * Self.partsPerBlock, table.partCount) {
                table.addRows(part, &text)
            }
            writer.add(text, at: block)
        }
        let rows = try writer.finish()
        let bytes = file.byteCount
        outputs.append(OutputRecord(path: name, sha256: try file.finish(), bytes: bytes, rows: rows))
        tables.append(table)
    }

    /// Writes one small file.
    mutating func add(_ name: String, _ bytes: [UInt8], rows: Int? = nil) throws(PublishingProblem) {
        if let slash = name.lastIndex(of: "/") { try directory.makeDirectory(String(name[..<slash])) }
        let file = try OutputFile(directory.path + "/" + name)
        try file.write(bytes)
        outputs.append(OutputRecord(path: name, sha256: try file.finish(), bytes: bytes.count, rows: rows))
    }

    /// Writes many small files side by side, in directories that exist.
    mutating func add(files count: Int, _ file: @Sendable (Int) -> [(name: String, bytes: [UInt8])]) throws(PublishingProblem) {
        let root = directory.path
        let written = try workers.tryMap(count) { (number) throws(PublishingProblem) -> [OutputRecord] in
            var records: [OutputRecord] = []
            for (name, bytes) in file(number) {
                let output = try OutputFile(root + "/" + name)
                try output.write(bytes)
                records.append(
                    OutputRecord(path: name, sha256: try output.finish(), bytes: bytes.count, rows: nil))
            }
            return records
        }
        outputs += written.flatMap { $0 }
    }

    /// The rejected rows, file by file, under the source's name; as plain text, whatever the file was.
    mutating func add(_ rejects: [RejectsFile]) throws(PublishingProblem) {
        for file in rejects {
            let name = (file.file.hasSuffix(".gz") ? String(file.file.dropLast(3)) : file.file).replacing("/", with: "-")
            try add("rejects/\(file.source)/\(name)", file.bytes, rows: file.rows)
        }
    }

    /// The pipeline's files.
    mutating func add(_ copy: PipelineCopy) throws(PublishingProblem) {
        for (path, bytes) in copy.files { try add(path, bytes) }
    }

    /// What is wrong with the data, as a table.
    mutating func add(_ findings: [Finding]) throws(PublishingProblem) {
        try add(PublishedTable.findings(findings.map { finding in
            [
                finding.severity.rawValue, finding.source, finding.file, finding.line.map(String.init) ?? "", finding.column,
                finding.value, finding.rule, finding.problem, finding.remedy,
            ]
        }))
    }
}
