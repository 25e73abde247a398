extension TemporaryDirectory {
    /// The CORE pipeline that ships, with its cut points beside it, for scenarios to stand on.
    package func copyCorePipeline(to folder: String = "pipelines") throws {
        for name in ["core-sqii.yml", "core-cut-points.csv"] { try write("\(folder)/\(name)", RepositoryFile.text("pipelines/" + name)) }
    }
}
