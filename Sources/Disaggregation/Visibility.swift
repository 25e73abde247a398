package import Model

/// Who is seen at which minimum number of students: a school's group is, where it has at least so many in the metric's denominator.
///
/// A group that has no result for another reason than its size is seen at none.
///
/// Source: H. J. Hough and J. F. Witte, Making Students Visible: Comparing Different Student Subgroup Sizes for Accountability
/// (Policy Analysis for California Education, 2016).
///
/// - Parameter minimums: the sizes to try, from 1.
/// - Returns: by metric and group in the measures' order, those without any student left out.
/// - Complexity: O(cells · log schools + minimums · metrics · groups).
package func visibility(_ measures: Measures, minimums: [Int]) -> [GroupVisibility] {
    measures.metrics.indices.flatMap { metric in
        measures.groups.indices.compactMap { group in
            let sizes = measures.schools.indices.compactMap { school -> Int? in
                guard let measure = measures[school: school, metric: metric, group: group], measure.n > 0 else { return nil }
                return measure.value != nil || measure.absence == .belowMinimum ? measure.n : nil
            }.sorted()
            return sizes.isEmpty ? nil : GroupVisibility(metric: metric, group: group, sizes: sizes, minimums: minimums)
        }
    }
}

extension GroupVisibility {
    /// - Parameter sizes: students of the group at each school, the smallest first.
    fileprivate init(metric: Int, group: Int, sizes: [Int], minimums: [Int]) {
        // By place the students of that school and of all larger ones.
        var students = [0]
        for size in sizes.reversed() { students.append(students.last! + size) }
        let seen = minimums.map { minimum in sizes.count - (sizes.firstIndex { $0 >= minimum } ?? sizes.count) }
        self.init(
            metric: metric, group: group, schools: sizes.count, students: students.last!, schoolsSeen: seen,
            studentsSeen: seen.map { students[$0] })
    }
}
