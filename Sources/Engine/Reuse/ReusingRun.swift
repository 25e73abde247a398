internal import Ingestion
internal import Parallel
internal import Pipeline

extension Run {
    /// What of earlier results fits; nil where nothing was kept yet, so that no file needs a digest in advance.
    func reuse(_ store: KeptResults, _ stages: [StageDeclaration], _ inputs: Inputs) -> Reuse? {
        store.isEmpty ? nil : Reuse(stages, keys: keys(stages, files: digests(inputs, store)), store: store)
    }

    /// Keeps what was made and was not kept before.
    func keep(
        _ made: [String: RowsOutcome], _ reuse: Reuse?, _ stages: [StageDeclaration], _ inputs: Inputs, in store: KeptResults
    ) throws(RunFailure) {
        let files = inputs.reports.mapValues { $0.files.map { (name: $0.file, digest: $0.sha256) } }
        let keys = keys(stages, files: files)
        if let reuse, let changed = reuse.firstChange(in: files) { throw .inputs([.changedMeanwhile(changed)]) }
        for stage in stages where reuse?.outcomes[stage.name] == nil {
            guard let outcome = made[stage.name], let key = keys.key(of: stage), let kept = outcome.withoutStudents else { continue }
            store.keep(PackedEncoder.bytes(of: kept), as: key)
        }
        for source in keys.sources where reuse?.reports[source.name] == nil {
            if let report = inputs.reports[source.name] { store.keep(PackedEncoder.bytes(of: report), as: keys.key(ofReading: source)) }
        }
    }

    private func keys(_ stages: [StageDeclaration], files: [String: [(name: String, digest: String)]]) -> StageKeys {
        StageKeys(pipeline: pipeline, year: year, needs: Needs(pipeline, stages: stages, year: year), files: files)
    }

    /// The digests of all files as they are now; one that can't be read has none, and is told of where it is read.
    private func digests(_ inputs: Inputs, _ store: KeptResults) -> [String: [(name: String, digest: String)]] {
        let files = inputs.neededSources.flatMap { source in inputs.files(of: source).map { (source: source.name, file: $0) } }
        let digests = workers.map(files.count) { store.digest(ofFile: files[$0].file.path) ?? "" }
        return Dictionary(grouping: zip(files, digests).map { ($0.source, (name: $0.file.name, digest: $1)) }) { $0.0 }
            .mapValues { $0.map(\.1) }
    }
}

extension Reuse {
    /// A file that was another when it was read than when it was decided what to read.
    func firstChange(in files: [String: [(name: String, digest: String)]]) -> String? {
        for (source, read) in files.sorted(by: { $0.key < $1.key }) {
            let before = Dictionary((planned[source] ?? []).map { ($0.name, $0.digest) }) { first, _ in first }
            if let changed = read.first(where: { before[$0.name] != $0.digest }) { return changed.name }
        }
        return nil
    }
}

// MARK: Texts

extension String {
    fileprivate static func changedMeanwhile(_ file: String) -> String {
        "\(file): changed while it was read. Run again once the file is complete."
    }
}
