internal import Parallel

/// Where each row of a source goes when the rows are put in the order of their schools: a counting sort, in parallel.
///
/// Source: D. E. Knuth, The Art of Computer Programming, vol. 3, 5.2, algorithm D (distribution counting).
struct SchoolOrder: Sendable {
    /// `starts[s]..<starts[s + 1]` are the places of school `s` (from 0); rows without a school have none.
    let starts: [Int]
    let blocks: [Range<Int>]
    /// For block b and school s the first place of the block's rows of that school: `places[b * schools + s]`.
    private let places: [Int32]
    private let schoolCount: Int

    init(schools: [UInt16], schoolCount: Int, workers: Workers) {
        self.schoolCount = schoolCount
        let blockSize = max(65_536, (schools.count + 63) / 64)
        blocks = stride(from: 0, to: schools.count, by: blockSize).map { $0..<min($0 + blockSize, schools.count) }
        let blocks = self.blocks
        let counts = workers.map(blocks.count) { block -> [Int32] in
            var counts = [Int32](repeating: 0, count: schoolCount + 1)
            for row in blocks[block] { counts[Int(schools[row])] += 1 }
            return counts
        }
        var starts = [0]
        var places = [Int32](repeating: 0, count: blocks.count * schoolCount)
        var place = 0
        for school in 0..<schoolCount {
            for block in blocks.indices {
                places[block * schoolCount + school] = Int32(place)
                place += Int(counts[block][school + 1])
            }
            starts.append(place)
        }
        self.starts = starts
        self.places = places
    }

    var rowCount: Int { starts.last ?? 0 }

    /// The places of a block's first rows, one per school, to be counted up as its rows are placed.
    func places(ofBlock block: Int) -> [Int32] {
        Array(places[block * schoolCount..<(block + 1) * schoolCount])
    }
}
