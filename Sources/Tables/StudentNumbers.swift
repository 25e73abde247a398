/// Students numbered from 0, in the order in which rows name them, so that what is known of them can stand in arrays.
package struct StudentNumbers: Sendable {
    /// By row the number of its student; -1 for a row without one.
    package let ofRows: [Int32]
    /// How many students there are.
    package let count: Int

    /// - Parameter keys: by row the student's key; 0 for none.
    /// - Complexity: O(rows), by an open-addressing table that is at most half full.
    package init(_ keys: [UInt64]) {
        var slots = [Int32](repeating: -1, count: 1 << 12), students: [UInt64] = []
        func slot(of key: UInt64, _ slots: [Int32], _ students: [UInt64]) -> Int {
            let mask = slots.count - 1
            // Fibonacci hashing: D. E. Knuth, The Art of Computer Programming, vol. 3, 6.4.
            var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 32) & mask
            while slots[place] >= 0 && students[Int(slots[place])] != key { place = (place + 1) & mask }
            return place
        }
        ofRows = keys.map { key in
            if key == 0 { return -1 }
            let place = slot(of: key, slots, students)
            if slots[place] >= 0 { return slots[place] }
            let number = Int32(students.count)
            students.append(key)
            slots[place] = number
            if 2 * students.count > slots.count {
                slots = [Int32](repeating: -1, count: 4 * slots.count)
                for (number, key) in students.enumerated() { slots[slot(of: key, slots, students)] = Int32(number) }
            }
            return number
        }
        count = students.count
    }
}
