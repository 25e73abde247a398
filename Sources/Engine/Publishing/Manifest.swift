internal import Foundation
internal import Ingestion
internal import Pipeline

/// What a run was made of and what it made, for whoever must find the same bytes again.
struct Manifest {
    private let document: Document
    /// The name of the run's directory: its year, and a digest of what went in and what came out.
    let runName: String

    init(
        tool: String, pipeline: PipelineFile, year: String, inputs: Inputs, stages: [StageRecord], outputs: [OutputRecord],
        threads: Int
    ) {
        let files = inputs.files.map { file in
            Document.Input(
                source: file.source, file: file.file, sha256: file.sha256, bytes: file.bytes, records: file.records,
                rejected: file.rejected)
        }
        let layers = pipeline.layers.indices.map { layer in
            Document.PipelineEntry(
                file: PipelineCopy.path(of: layer, in: pipeline), sha256: Digest.hexadecimal(of: Array(pipeline.layers[layer].text.utf8)))
        }
        let decisive = ([tool] + layers.map(\.sha256) + [year] + files.map { "\($0.source) \($0.file) \($0.sha256)" }
            + outputs.map { "\($0.path) \($0.sha256)" }.sorted()).joined(separator: "\n")
        runName = "\(SchoolList.isSafe(year) ? year : "run")-\(Digest.hexadecimal(of: Array(decisive.utf8)).prefix(12))"
        document = Document(
            format: 1, tool: "schoolindex", toolVersion: tool, run: runName, year: year,
            pipeline: layers[0], scenarios: Array(layers.dropFirst()), inputs: files,
            stages: stages.map { .init(stage: $0.stage, reads: $0.reads, makes: $0.makes) },
            outputs: outputs.sorted { $0.path < $1.path }, heldBack: inputs.heldBack, findings: inputs.findings.count,
            timings: .init(threads: threads, stages: stages.map { .init($0) }))
    }

    var json: [UInt8] { Array(encoded(document)) }

    /// What a manifest says of how its run was made.
    struct Summary: Decodable {
        let toolVersion: String
        let run: String
        let year: String
        let pipeline: Entry
        let scenarios: [Entry]
        let inputs: [Input]

        struct Entry: Decodable {
            let file: String
            let sha256: String
        }

        struct Input: Decodable {
            let source: String
            let file: String
            let sha256: String
        }

        /// Nil for what is no manifest.
        init?(_ json: Data) {
            guard let summary = try? JSONDecoder().decode(Summary.self, from: json) else { return nil }
            self = summary
        }
    }

    private struct Document: Encodable {
        let format: Int
        let tool: String
        let toolVersion: String
        let run: String
        let year: String
        let pipeline: PipelineEntry
        /// What changed the pipeline, in order.
        let scenarios: [PipelineEntry]
        let inputs: [Input]
        let stages: [Stage]
        let outputs: [OutputRecord]
        let heldBack: [String: String]
        let findings: Int
        /// The only part that differs between equal runs.
        let timings: Timings

        struct PipelineEntry: Encodable {
            /// Below the run's directory.
            let file: String
            let sha256: String
        }

        struct Input: Encodable {
            let source: String
            let file: String
            let sha256: String
            let bytes: Int
            let records: Int
            let rejected: Int
        }

        struct Stage: Encodable {
            let stage: String
            let reads: [String]
            let makes: [String]
        }

        struct Timings: Encodable {
            let threads: Int
            let stages: [Stage]

            struct Stage: Encodable {
                let stage: String
                /// Whether it ran or an earlier result was taken, and why.
                let status: Reuse.Decision.Status
                let reason: String
                let seconds: Double

                init(_ record: StageRecord) {
                    stage = record.stage
                    status = record.decision.status
                    reason = record.decision.reason
                    seconds = record.seconds
                }
            }
        }
    }
}

/// JSON with keys in alphabetical order, so that equal documents are equal bytes.
func encoded(_ document: some Encodable) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(document) else { preconditionFailure("documents of ours can be encoded") }
    return data + Data("\n".utf8)
}
