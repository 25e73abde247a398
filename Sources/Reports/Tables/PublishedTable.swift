/// A table to publish: its columns as a Table Schema describes them, and its rows in parts that can be written side by side.
package struct PublishedTable: Sendable {
    package struct Field: Sendable, Equatable {
        package let name: String
        /// A Table Schema type.
        package let type: String
        package let description: String

        init(_ name: String, _ type: String, _ description: String) {
            self.name = name
            self.type = type
            self.description = description
        }
    }

    package let name: String
    package let title: String
    package let fields: [Field]
    package let key: [String]
    /// How many parts the rows come in, in order.
    package let partCount: Int
    package let addRows: @Sendable (_ part: Int, _ rows: inout RowText) -> Void

    package var header: RowText {
        var text = RowText()
        for field in fields { text.add(field.name) }
        text.endRow()
        return text
    }
}

extension PublishedTable.Field {
    static let year = Self("year", "string", "School year")
    static let district = Self("district_id", "string", "District code, a text: leading zeros count")
    static let school = Self("school_id", "string", "School code, a text: leading zeros count")
    static let level = Self("school_level", "string", "School level")
    static let metric = Self("metric", "string", "Metric")
    static let group = Self("group", "string", "Student group")
}
