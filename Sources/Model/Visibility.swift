/// How many schools and students of a group are seen on a metric, by the minimum number of students.
package struct GroupVisibility: Sendable, Equatable {
    /// Places in the measures.
    package let metric: Int
    package let group: Int
    /// Schools with students of the group in the metric's denominator, and these students.
    package let schools: Int
    package let students: Int
    /// By minimum, in the order asked for.
    package let schoolsSeen: [Int]
    package let studentsSeen: [Int]

    package init(metric: Int, group: Int, schools: Int, students: Int, schoolsSeen: [Int], studentsSeen: [Int]) {
        self.metric = metric
        self.group = group
        self.schools = schools
        self.students = students
        self.schoolsSeen = schoolsSeen
        self.studentsSeen = studentsSeen
    }
}
