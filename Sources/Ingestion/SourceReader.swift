package import Parallel
package import Tables

/// How many bad rows a file may have.
package struct QualityRule: Sendable, Equatable {
    /// Up to this many rejected rows in a million, findings are warnings; above they are errors.
    package let warningUpTo: Int
    /// Above this many rejected rows in a million, the whole file is held back.
    package let holdBackAbove: Int

    package init(warningUpTo: Int, holdBackAbove: Int) {
        self.warningUpTo = warningUpTo
        self.holdBackAbove = holdBackAbove
    }
}

/// An input that is not there or can't be read: nothing can be computed without it.
package struct InputProblem: Error, Equatable, Sendable, CustomStringConvertible {
    package let source: String
    package let problem: String

    package init(source: String, problem: String) {
        self.source = source
        self.problem = problem
    }

    package var description: String { "source `\(source)`: \(problem)" }
}

package struct InputProblems: Error, Sendable, CustomStringConvertible {
    package let problems: [InputProblem]

    package init(problems: [InputProblem]) { self.problems = problems }

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// What the manifest says of a file.
package struct FileReport: Sendable, Equatable, Codable {
    package let source: String
    package let file: String
    package let district: String?
    package let sha256: String
    package let bytes: Int
    /// Records in the file, all years.
    package let records: Int
    package let rejected: Int
}

/// The rejected rows of a file, with its header, byte for byte.
package struct RejectsFile: Sendable, Codable {
    package let source: String
    package let file: String
    package let bytes: [UInt8]
    /// How many rows it holds; their quoted fields may hold line ends.
    package let rows: Int
}

/// A source's rows, and everything there is to say about its files.
package struct SourceContent: Sendable {
    package let rule: SourceRule
    package let table: Table
    package let files: [FileReport]
    package let findings: [Finding]
    package let rejects: [RejectsFile]
    /// Every year that its rows are of, those not kept included; none for a source without a year.
    package let yearsMet: Set<String>
    /// District → why nothing of it can be used.
    package let heldBack: [String: String]
}

/// Reads the files of sources into tables.
package struct SourceReader: Sendable {
    /// By place of a source the directory its files are in.
    package let directories: [SourceRule.Place: String]
    /// The years to keep; nil for all.
    package let years: Set<String>?
    package let districts: [String]
    package let keys: StudentKeys
    package let schools: Vocabulary
    /// By school the district whose files may name it; empty where any file may name any school.
    package let districtsOfSchools: [String]
    package let quality: QualityRule
    package let workers: Workers

    package init(
        directories: [SourceRule.Place: String], years: Set<String>?, districts: [String], keys: StudentKeys,
        schools: Vocabulary, districtsOfSchools: [String] = [], quality: QualityRule, workers: Workers
    ) {
        precondition(
            districtsOfSchools.isEmpty || districtsOfSchools.count == schools.texts.count, "every school is of a district")
        self.directories = directories
        self.years = years
        self.districts = districts
        self.keys = keys
        self.schools = schools
        self.districtsOfSchools = districtsOfSchools
        self.quality = quality
        self.workers = workers
    }

    /// The same, keeping the rows of other years.
    package func keeping(_ years: Set<String>?) -> SourceReader {
        SourceReader(
            directories: directories, years: years, districts: districts, keys: keys, schools: schools,
            districtsOfSchools: districtsOfSchools, quality: quality, workers: workers)
    }

    /// Reads all files of a source.
    ///
    /// - Parameter fields: the fields that something needs; the source's key is read in any case.
    /// - Throws: every file that is missing, or unreadable and of no single district.
    package func read(_ rule: SourceRule, fields: Set<String>) throws(InputProblems) -> SourceContent {
        let wanted = fields.union(rule.key).union(rule.field(.year).map { [$0.name] } ?? [])
        let names = rule.fields.map(\.name).filter(wanted.contains)
        let reader = FileReader(
            rule: rule, fields: names, years: years, keys: keys, schools: SchoolCodes(schools, districts: districtsOfSchools))
        var reading = SourceReading(reader: reader, workers: workers, quality: quality)
        for file in InputFiles.of(rule, directory: directories[rule.place] ?? ".", districts: districts) {
            reading.read(file)
        }
        if !reading.problems.isEmpty { throw InputProblems(problems: reading.problems) }
        let content = reading.content(schools: schools)
        if !reading.problems.isEmpty { throw InputProblems(problems: reading.problems) }
        return content
    }
}

extension SourceReader {
    /// The files of a source: the path below its directory, and the whole path.
    package func files(of rule: SourceRule) -> [(name: String, path: String)] {
        InputFiles.of(rule, directory: directories[rule.place] ?? ".", districts: districts).map { ($0.name, $0.path) }
    }

    /// The SHA-256 of a file as it is stored; nil where it can't be read.
    package static func digest(ofFile path: String) -> String? {
        (try? StoredFile(path: path, digest: true)).flatMap { try? $0.readToEnd() }
    }

    /// The files of a source that are not there.
    package func missingFiles(of rule: SourceRule) -> [InputProblem] {
        InputFiles.of(rule, directory: directories[rule.place] ?? ".", districts: districts).filter { !$0.exists }.map { file in
            InputProblem(
                source: rule.name,
                problem: "\(file.path): there is no such file. Ask for it, or correct `file` of the source in the pipeline file.")
        }
    }
}
