package import Model

extension PublishedTable {
    /// One row per metric, group and minimum number of students.
    package static func visibility(_ visibility: [GroupVisibility], minimums: [Int], of measures: Measures) -> PublishedTable {
        PublishedTable(
            name: "visibility", title: "Schools and students that are seen, by the minimum number of students",
            fields: [
                .year, .metric, .group, Field("minimum_n", "integer", "The minimum number of students"),
                Field("schools_seen", "integer", "Schools where the group has at least so many students in the metric's denominator"),
                Field("schools_with_group", "integer", "Schools where it has any"), Field("students_seen", "integer", "Its students at the schools where it is seen"),
                Field("students", "integer", "Its students at all schools"), Field("share_of_schools", "number", "Percent of the schools with the group"),
                Field("share_of_students", "number", "Percent of its students"),
            ],
            key: ["year", "metric", "group", "minimum_n"], partCount: visibility.count
        ) { number, rows in
            let own = visibility[number]
            let front = RenderedFields(measures.year, measures.metrics[own.metric].key, measures.groups[own.group].key)
            for (place, minimum) in minimums.enumerated() {
                rows.add(front)
                for count in [minimum, own.schoolsSeen[place], own.schools, own.studentsSeen[place], own.students] { rows.add(count) }
                rows.add(own.shareOfSchools(place), decimals: 2)
                rows.add(own.shareOfStudents(place), decimals: 2)
                rows.endRow()
            }
        }
    }
}

extension GroupVisibility {
    /// Percent of the schools with the group that are seen at the minimum in some place.
    func shareOfSchools(_ place: Int) -> Rational { Rational(Int128(100 * schoolsSeen[place]), over: Int128(schools)) }

    /// Percent of the group's students that are.
    func shareOfStudents(_ place: Int) -> Rational { Rational(Int128(100 * studentsSeen[place]), over: Int128(students)) }
}
