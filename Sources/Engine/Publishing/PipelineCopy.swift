internal import Foundation
internal import Ingestion
internal import Pipeline

/// The files of a run's pipeline as the run keeps them: with them, and with the same data, anybody makes the same run again.
struct PipelineCopy {
    /// The directory below the run's own.
    static let directory = "pipeline"

    /// Path below the run's directory → content.
    let files: [(path: String, bytes: [UInt8])]

    /// - Parameter reports: the files that the run read; those beside the pipeline are kept with it.
    init(_ file: PipelineFile, sources: [SourceRule], reports: [FileReport]) {
        let layers = file.layers.indices.map { (Self.path(of: $0, in: file), Array(file.layers[$0].text.utf8)) }
        let beside = Set(sources.filter { $0.place == .pipeline }.map(\.name))
        let others = reports.filter { beside.contains($0.source) && Self.isBelow($0.file) }.compactMap { report in
            FileManager.default.contents(atPath: file.directory + "/" + report.file).map {
                (Self.directory + "/" + report.file, Array($0))
            }
        }
        files = layers + others
    }

    /// Where a layer of a pipeline is kept: the pipeline's own file under its name, each scenario with its number.
    static func path(of layer: Int, in file: PipelineFile) -> String {
        let layers = file.layers
        let name = layers[layer].isOption ? "option.yml" : file.name(ofLayer: layer)
        return layer == 0 ? "\(directory)/\(name)" : "\(directory)/scenario-\(layer)-\(name)"
    }

    /// Whether a path stays below the directory that it starts from.
    private static func isBelow(_ path: String) -> Bool {
        !path.hasPrefix("/") && !path.split(separator: "/").contains("..")
    }
}
