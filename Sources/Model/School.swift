/// A school of the consortium.
package struct School: Sendable, Equatable, Codable {
    package let id: String
    package let districtID: String
    package let name: String
    package let districtName: String
    /// The key of a declared school level, or any other text for a school that spans levels.
    package let level: String

    package init(id: String, districtID: String, name: String, districtName: String, level: String) {
        self.id = id
        self.districtID = districtID
        self.name = name
        self.districtName = districtName
        self.level = level
    }
}

/// A level of schooling with its grades, as the pipeline file declares it.
package struct SchoolLevel: Sendable, Equatable {
    package let key: String
    package let title: String
    package let grades: [String]

    package init(key: String, title: String, grades: [String]) {
        self.key = key
        self.title = title
        self.grades = grades
    }
}
