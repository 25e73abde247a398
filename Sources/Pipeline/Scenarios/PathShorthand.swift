/// Paths as people say them: `index.weights.elementary.ela` for the only index, and for the weights in force in the pipeline's year.
struct PathShorthand {
    let root: Node

    /// The same path with every step, where it leaves out the index or the year of its weights.
    func full(_ steps: ArraySlice<String>) -> ArraySlice<String> {
        var steps = Array(steps)
        if steps.first == "index", root.mapping?["index"] == nil, let indices = root.mapping?["indices"]?.mapping?.names, indices.count == 1 {
            steps.replaceSubrange(0..<1, with: ["indices", indices[0]])
        }
        if steps.count > 3, steps[0] == "indices", steps[2] == "weights", let year = yearInForce(ofIndex: steps[1], withLevel: steps[3]) {
            steps.insert(year, at: 3)
        }
        return steps[...]
    }

    /// The last year of an index's weights that is not after the pipeline's; nil where the path does not go on with a school level.
    private func yearInForce(ofIndex index: String, withLevel level: String) -> String? {
        guard let weights = root.mapping?["indices"]?.mapping?[index]?.mapping?["weights"]?.mapping, weights[level] == nil else { return nil }
        let years = weights.names.filter { weights[$0]?.mapping?[level] != nil }
        return years.filter { $0 <= root.mapping?["year"]?.string ?? $0 }.max()
    }
}
