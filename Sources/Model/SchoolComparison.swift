/// Two figures of schools side by side: growth against status, or one growth model against another.
package struct SchoolComparison: Sendable {
    package struct Point: Sendable {
        package let school: School
        package let x: Double
        package let y: Double

        package init(school: School, x: Double, y: Double) {
            self.school = school
            self.x = x
            self.y = y
        }
    }

    package let title: String
    package let xTitle: String
    package let yTitle: String
    package let points: [Point]

    package init(title: String, xTitle: String, yTitle: String, points: [Point]) {
        self.title = title
        self.xTitle = xTitle
        self.yTitle = yTitle
        self.points = points
    }
}
