package import Parallel

/// Where each row of a table goes when the rows are put in the order of a code, such as their school's: a counting sort, in
/// parallel; rows of one code keep their order.
///
/// Source: D. E. Knuth, The Art of Computer Programming, vol. 3, 5.2, algorithm D (distribution counting).
package struct RowOrder: Sendable {
    /// `starts[c]..<starts[c + 1]` are the places of code `c + 1`; rows of code 0 have none.
    package let starts: [Int]
    /// Blocks of rows that threads work on side by side.
    package let blocks: [Range<Int>]
    /// For block b and code c + 1 the first place of the block's rows of that code: `places[b * codeCount + c]`.
    private let places: [Int32]
    private let codeCount: Int

    /// - Parameter codes: by row its code, 0 … `codeCount`.
    package init(codes: [UInt16], codeCount: Int, workers: Workers) {
        self.codeCount = codeCount
        let blockSize = max(65_536, (codes.count + 4 * workers.count - 1) / (4 * workers.count))
        let blocks = stride(from: 0, to: codes.count, by: blockSize).map { $0..<min($0 + blockSize, codes.count) }
        self.blocks = blocks
        let counts = workers.map(blocks.count) { block -> [Int32] in
            var counts = [Int32](repeating: 0, count: codeCount + 1)
            counts.withUnsafeMutableBufferPointer { counts in
                codes.withUnsafeBufferPointer { codes in
                    for row in blocks[block] { counts[Int(codes[row])] += 1 }
                }
            }
            return counts
        }
        var starts = [0]
        var places = [Int32](repeating: 0, count: blocks.count * codeCount)
        var place = 0
        for code in 0..<codeCount {
            for block in blocks.indices {
                places[block * codeCount + code] = Int32(place)
                place += Int(counts[block][code + 1])
            }
            starts.append(place)
        }
        self.starts = starts
        self.places = places
    }

    /// How many rows have the code `place + 1`.
    package func rowCount(of place: Int) -> Int { starts[place + 1] - starts[place] }

    /// Rows that have a code.
    package var rowCount: Int { starts.last ?? 0 }

    /// The places of a block's first rows, one per code, to be counted up as its rows are placed.
    package func places(ofBlock block: Int) -> [Int32] {
        Array(places[block * codeCount..<(block + 1) * codeCount])
    }
}
