/// The candidate a person most likely meant by a misspelt name; nil where none is close.
///
/// Close means at most a third of the name's letters (at least one) inserted, left out, replaced or swapped with their
/// neighbour, whatever the case. Among equally close ones the longest common beginning decides (`LA` means `LX` rather
/// than `AA`), then the order of the candidates.
package func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let letters = Array(name.lowercased())
    let farthest = max(1, letters.count / 3)
    var best: (candidate: String, distance: Int, beginning: Int)?
    for candidate in candidates {
        let other = Array(candidate.lowercased())
        if other.isEmpty { continue }
        if abs(other.count - letters.count) > farthest { continue }
        let distance = editDistance(letters, other)
        let beginning = zip(letters, other).prefix { $0 == $1 }.count
        if distance > farthest { continue }
        if let best, (best.distance, -best.beginning) <= (distance, -beginning) { continue }
        best = (candidate, distance, beginning)
    }
    return best?.candidate
}

/// How many letters have to be inserted, left out, replaced or swapped with their neighbour between two texts.
///
/// Source: optimal string alignment, a restriction of F. J. Damerau, Communications of the ACM 7(3), 1964.
/// - Complexity: the product of the lengths.
private func editDistance(_ first: [Character], _ second: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for i in first.indices {
        var row = [i + 1]
        for j in second.indices {
            let replaced = last[j] + (first[i] == second[j] ? 0 : 1)
            var distance = min(replaced, last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
                distance = min(distance, beforeLast[j - 1] + 1)
            }
            row.append(distance)
        }
        (beforeLast, last) = (last, row)
    }
    return last[second.count]
}
