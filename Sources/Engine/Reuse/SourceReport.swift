internal import Ingestion

/// What there is to say about a source's files once they are read, apart from the rows themselves.
struct SourceReport: Sendable, Codable {
    let files: [FileReport]
    let findings: [Finding]
    let rejects: [RejectsFile]
    /// Districts held back, each with its reason.
    private let heldBackDistricts: [Held]
    /// The years of all rows met in the files.
    let yearsMet: [String]
    /// Whether a row that was kept is of the run's year.
    let hasRowOfYear: Bool

    private struct Held: Codable {
        let district: String
        let reason: String
    }

    init(_ content: SourceContent, year: String) {
        files = content.files
        findings = content.findings
        rejects = content.rejects
        heldBackDistricts = content.heldBack.sorted { $0.key < $1.key }.map { Held(district: $0, reason: $1) }
        yearsMet = content.yearsMet.sorted()
        hasRowOfYear = content.hasRow(of: year)
    }

    var heldBack: [String: String] { Dictionary(uniqueKeysWithValues: heldBackDistricts.map { ($0.district, $0.reason) }) }
}
