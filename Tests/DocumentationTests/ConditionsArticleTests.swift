import Conditions
import Tables
import Testing

@Suite struct ConditionsArticleTests {
    private static let declarations: [String: ColumnDeclaration] = [
        "days_attended": ColumnDeclaration(.integer), "days_enrolled": ColumnDeclaration(.integer),
        "grade": ColumnDeclaration(.text), "student.race_ethnicity": ColumnDeclaration(.text, allowed: ["AA", "LX", "WH"]),
        "student.disability": ColumnDeclaration(.boolean), "student.foster": ColumnDeclaration(.boolean),
        "ela.achievement_level": ColumnDeclaration(.integer), "course.gpa": ColumnDeclaration(.number),
        "course.ela_grade": ColumnDeclaration(.text, allowed: ["A", "B", "C", "D", "F"]),
        "removals.count": ColumnDeclaration(.integer), "reclassified_date": ColumnDeclaration(.date),
        "api.stu": ColumnDeclaration(.integer),
    ]

    @Test func `Every condition that the article shows can be written`() throws {
        let conditions = try Article("Conditions").lines("condition")
        #expect(conditions.count >= 10)
        for text in conditions {
            #expect(throws: Never.self, "\(text)") { try Condition(text, over: Self.declarations) }
        }
    }

    @Test func `A text that the field never holds is refused, as the article says`() throws {
        #expect(throws: ConditionProblems.self) {
            try Condition("student.race_ethnicity == \"Latino\"", over: Self.declarations)
        }
    }
}
