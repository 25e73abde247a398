internal import Conditions
internal import Model
internal import Parallel
internal import Tables

/// The counts of a metric whose students can have several records: responses by part, students by group.
struct UnitTally: Sendable {
    let partCount: Int
    let groupCount: Int
    /// Responses counted and met, `[part * groupCount + group]`.
    var n: [Int]
    var met: [Int]
    /// Different students with a counted response, per group.
    var students: [Int]
    var dispositions: [Int32]

    init(partCount: Int, groupCount: Int) {
        self.partCount = partCount
        self.groupCount = groupCount
        n = [Int](repeating: 0, count: partCount * groupCount)
        met = n
        students = [Int](repeating: 0, count: groupCount)
        dispositions = [Int32](repeating: 0, count: 16)
    }
}

extension Tally {
    private struct Response: BitwiseCopyable, Sendable {
        var unit: UInt64
        var mask: UInt32
        var disposition: UInt8
        var part: UInt8
    }

    /// The tally of one metric with units or parts, per school.
    func countUnits(_ metric: RecordMetric) -> [UnitTally] {
        let responses = collect(metric)
        let partCount = metric.parts?.weights.count ?? 1, groupCount = records.groups.count
        return workers.map(order.starts.count - 1) { school in
            var tally = UnitTally(partCount: partCount, groupCount: groupCount)
            var counted: [(unit: UInt64, mask: UInt32)] = []
            for place in order.starts[school]..<order.starts[school + 1] {
                let response = responses.pointer[place]
                tally.dispositions[Int(response.disposition)] += 1
                if response.disposition < Disposition.notMet { continue }
                counted.append((response.unit, response.mask))
                let isMet = response.disposition == Disposition.met
                for group in 0..<groupCount where response.mask >> UInt32(group) & 1 == 1 {
                    tally.n[Int(response.part) * groupCount + group] += 1
                    tally.met[Int(response.part) * groupCount + group] += isMet ? 1 : 0
                }
            }
            tally.students = students(in: &counted)
            return tally
        }
    }

    private func students(in counted: inout [(unit: UInt64, mask: UInt32)]) -> [Int] {
        var students = [Int](repeating: 0, count: records.groups.count)
        counted.sort { $0.unit < $1.unit }
        var start = 0
        while start < counted.count {
            var mask: UInt32 = 0
            let unit = counted[start].unit
            while start < counted.count, counted[start].unit == unit {
                mask |= counted[start].mask
                start += 1
            }
            for group in students.indices where mask >> UInt32(group) & 1 == 1 { students[group] += 1 }
        }
        return students
    }

    private func collect(_ metric: RecordMetric) -> SharedBuffer<Response> {
        bySchool(about: metric.about, counted: metric.counted, met: metric.met) { row, mask, disposition in
            let part = metric.parts?.partOfRow[row] ?? 0
            let isOfNoPart = part == 255
            return Response(
                unit: metric.unit?.key(at: row) ?? UInt64(row), mask: mask,
                disposition: isOfNoPart ? Disposition.outside : disposition, part: isOfNoPart ? 0 : part)
        }
    }

    /// What is made of every record, in the order of schools.
    func bySchool<Element: BitwiseCopyable>(
        about: Predicate?, counted: [CountedTest], met: Predicate?,
        _ element: (_ row: Int, _ mask: UInt32, _ disposition: UInt8) -> Element
    ) -> SharedBuffer<Element> {
        let elements = SharedBuffer<Element>(count: order.rowCount)
        workers.forEach(order.blocks.count) { block in
            var places = order.places(ofBlock: block)
            forEachChunk(of: order.blocks[block]) { rows, masks, kernel in
                withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rows.count) { dispositions in
                    kernel.dispositions(about: about, counted: counted, met: met, rows: rows, into: dispositions.baseAddress!)
                    for row in 0..<rows.count {
                        let source = rows.lowerBound + row
                        let school = Int(records.schools[source])
                        if school == 0 { continue }
                        elements.pointer[Int(places[school - 1])] = element(source, masks[row], dispositions[row])
                        places[school - 1] += 1
                    }
                }
            }
        }
        return elements
    }
}
