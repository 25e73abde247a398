import Model
import TestSupport
import Testing

@testable import Disaggregation

/// Who is seen at which minimum, by hand and counted one by one.
@Suite struct VisibilityTests {
    /// - Parameter cells: by school, metric and group.
    private func measures(_ cells: [[[Measure?]]]) -> Measures {
        let schools = cells.indices.map { School(id: "S\($0)", districtID: "D", name: "", districtName: "", level: "middle") }
        return Measures(
            year: "2016-17", schools: schools,
            metrics: cells[0].indices.map { MetricWords(key: "m\($0)", title: "", better: .higher, decimals: 2) },
            groups: cells[0][0].indices.map { GroupWords(key: "g\($0)", title: "") }, chosenGroups: [],
            cells: cells.joined().joined().map { $0.map { Cell($0) } ?? .none }, choices: [])
    }

    private func seen(_ n: Int) -> Measure { Measure(n: n, met: nil, outcome: .value(.one)) }
    private func small(_ n: Int) -> Measure { Measure(n: n, met: nil, outcome: .absent(.belowMinimum)) }

    @Test func `A group is seen at a school from so many students on, those that the run's own minimum hides included`() {
        let found = visibility(
            measures([[[seen(40), small(9)]], [[seen(20), nil]], [[small(19), small(10)]]]), minimums: [1, 10, 20, 21, 41])
        #expect(found == [
            GroupVisibility(metric: 0, group: 0, schools: 3, students: 79, schoolsSeen: [3, 3, 2, 1, 0], studentsSeen: [79, 79, 60, 40, 0]),
            GroupVisibility(metric: 0, group: 1, schools: 2, students: 19, schoolsSeen: [2, 1, 0, 0, 0], studentsSeen: [19, 10, 0, 0, 0]),
        ])
    }

    @Test func `Without students, and without a result for another reason, nobody is there to be seen`() {
        let unknown = Measure(n: 50, met: nil, outcome: .absent(.notAvailable)), nobody = Measure(n: 0, met: nil, outcome: .absent(.notAvailable))
        #expect(visibility(measures([[[unknown, nobody]], [[nil, nobody]]]), minimums: [1, 5]) == [])
    }

    @Test func `Counts are those made one by one, for every minimum`() {
        var random = SeededNumbers(seed: 3)
        let cells = (0..<30).map { _ in (0..<2).map { _ in (0..<3).map { _ -> Measure? in
            let n = random.whole(0...60)
            return random.happens(1, in: 5) ? nil : n == 0 ? Measure(n: 0, met: nil, outcome: .absent(.notAvailable)) : n < 20 ? small(n) : seen(n)
        } } }
        let minimums = Array(1...65), found = visibility(measures(cells), minimums: minimums)
        #expect(found.count == 6)
        for own in found {
            let sizes = cells.compactMap { $0[own.metric][own.group]?.n }.filter { $0 > 0 }
            #expect(own.schools == sizes.count && own.students == sizes.reduce(0, +))
            for (place, minimum) in minimums.enumerated() {
                #expect(own.schoolsSeen[place] == sizes.count { $0 >= minimum })
                #expect(own.studentsSeen[place] == sizes.filter { $0 >= minimum }.reduce(0, +))
            }
        }
    }
}
