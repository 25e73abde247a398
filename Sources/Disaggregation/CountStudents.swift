package import Conditions
package import Parallel
internal import Tables

/// How many students each school has in each group and at each level.
///
/// - Parameters:
///   - schools: by row the school's code, 1 … `schoolCount`; 0 for none.
///   - about: rows to count; nil for all.
///   - levels: by row the level's place, below `levelCount`.
/// - Returns: `[(school * groups + group) * levelCount + level]`.
/// - Complexity: O(rows · groups), in parallel over blocks of rows.
package func countStudents(
    schools: [UInt16], schoolCount: Int, groups: [Predicate], about: Predicate?, levels: [UInt8], levelCount: Int,
    workers: Workers
) -> [Int32] {
    let size = schoolCount * groups.count * levelCount
    let blockSize = max(65_536, (schools.count + 7) / 8)
    let blocks = stride(from: 0, to: schools.count, by: blockSize).map { $0..<min($0 + blockSize, schools.count) }
    let masksOfGroups = PredicateMasks(groups)
    let parts = workers.map(blocks.count) { block -> [Int32] in
        var counts = [Int32](repeating: 0, count: size)
        let kernel = DispositionKernel(), yes = Truth.yes
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: DispositionKernel.chunk) { masks in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: DispositionKernel.chunk) { isCounted in
                for start in stride(from: blocks[block].lowerBound, to: blocks[block].upperBound, by: DispositionKernel.chunk) {
                    let rows = start..<min(start + DispositionKernel.chunk, blocks[block].upperBound)
                    kernel.masks(of: masksOfGroups, rows: rows, into: masks.baseAddress!)
                    isCounted.update(repeating: yes)
                    about?.evaluate(rows: rows, into: isCounted.baseAddress!)
                    for (offset, row) in rows.enumerated() where schools[row] != 0 && isCounted[offset] == yes {
                        var mask = masks[offset]
                        let base = (Int(schools[row]) - 1) * groups.count
                        while mask != 0 {
                            counts[(base + mask.trailingZeroBitCount) * levelCount + Int(levels[row])] += 1
                            mask &= mask - 1
                        }
                    }
                }
            }
        }
        return counts
    }
    return parts.dropFirst().reduce(into: parts.first ?? [Int32](repeating: 0, count: size)) { sum, part in
        for place in sum.indices { sum[place] += part[place] }
    }
}
