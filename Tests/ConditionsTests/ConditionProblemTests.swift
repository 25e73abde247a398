import Tables
import Testing

@testable import Conditions

/// Every mistake a condition can have, with the whole text that its writer reads.
@Suite struct ConditionProblemTests {
    private static let declarations: [String: ColumnDeclaration] = [
        "student_id": ColumnDeclaration(.key),
        "year": ColumnDeclaration(.text),
        "grade": ColumnDeclaration(.text, allowed: ["TK", "KG"] + (1...12).map(String.init)),
        "days_enrolled": ColumnDeclaration(.integer),
        "days_attended": ColumnDeclaration(.integer),
        "gpa": ColumnDeclaration(.number),
        "disadvantaged": ColumnDeclaration(.boolean),
        "foster": ColumnDeclaration(.boolean),
        "start_date": ColumnDeclaration(.date),
        "student.student_id": ColumnDeclaration(.key),
        "student.race_ethnicity": ColumnDeclaration(.text, allowed: ["AA", "AI", "AS", "FI", "LX", "PI", "WH", "TW"]),
        "course.ela_grade": ColumnDeclaration(.text, allowed: ["A", "B", "C", "D", "F"]),
        "course.gpa": ColumnDeclaration(.number),
    ]

    private func problems(_ text: String) -> ConditionProblems? {
        do {
            _ = try Condition(text, over: Self.declarations)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        (
            "",
            ["at character 1 (the end): The condition is empty. Write one, such as days_enrolled >= 31, or true where every row counts."]
        ),
        (
            "days_enrolled >= 31 && disadvantaged",
            ["at character 21 (&&): && is not a sign of this language. Write and instead."]
        ),
        (
            "grade == “3”",
            [#"at character 10 (“): “ is not a sign of this language. Write " instead."#]
        ),
        (
            "gpa > 90 %",
            ["at character 10 (%): A percent sign belongs to a number. Write it right behind one, as in 90%."]
        ),
        (
            "gpa # 3",
            ["at character 5 (#): # has no meaning here. Names with characters other than letters, digits and _ stand in backquotes, texts in quotes."]
        ),
        (
            #"grade == "3"#,
            [#"at character 10 ("3): This text does not end. Close it with another "."#]
        ),
        (
            "`` == 3",
            ["at character 1 (``): There is no name between the backquotes. Write a column's name between them."]
        ),
        (
            "4yr_rate > 1",
            ["at character 1 (4yr_rate): A number runs into a word. Put a name that begins with a digit in backquotes, a text in quotes; leave a blank behind a number."]
        ),
        (
            "gpa > 1234567890123456789",
            ["at character 7 (1234567890123456789): The number has more than 18 digits. Shorten it."]
        ),
        (
            "start_date == 2016-02-30",
            ["at character 15 (2016-02-30): There is no such day. A date is year-month-day, as in 2016-07-01."]
        ),
        (
            "grade == 3 gpa > 1",
            ["at character 12 (gpa): The condition is complete before this, and nothing joins the two. Join them with `and` or `or`."]
        ),
        (
            "grade == 3 AND gpa > 1",
            ["at character 12 (AND): The condition is complete before this, and nothing joins the two. Did you mean `and`? Words of the language are in small letters."]
        ),
        (
            "grade == 3)",
            ["at character 11 ()): This bracket closes nothing. Take it out, or open one before it."]
        ),
        (
            "gpa >= 2.5 and",
            ["at character 15 (the end): A column, a number, a text, a date or a parenthesis has to stand here. Complete the condition or shorten it."]
        ),
        (
            ">= 3",
            ["at character 1 (>=): A column, a number, a text, a date or a parenthesis has to stand here. Put one before this."]
        ),
        (
            "missing == 1",
            ["at character 1 (missing): `missing` is a word of the language. A column, a number, a text, a date or a parenthesis has to stand here. Put it in backquotes if a column has this name."]
        ),
        (
            "(grade == 3 or gpa > 1",
            ["at character 23 (the end): The bracket opened at character 1 is not closed here. Close it with )."]
        ),
        (
            "grade in [3 4]",
            ["at character 13 (4): The bracket opened at character 10 is not closed here. Separate the values with commas and close the list with ]."]
        ),
        (
            "student. == 1",
            ["at character 10 (==): A column's name has to follow the dot. Write it, as in student.foster."]
        ),
        (
            "a.b.c == 1",
            ["at character 1 (a.b): A column is reached through one join only. Declare a join that leads there at once; put a name that has a dot itself in backquotes."]
        ),
        (
            "1 <= days_enrolled <= 3",
            ["at character 1 (1 <= days_enrolled <=): Comparisons do not chain. Join two of them with `and`, as in x >= 1 and x <= 3, or write x in [1..3]."]
        ),
        (
            "grade not 3",
            ["at character 11 (3): Behind a value, `not` is followed by `in`. Write x not in [1, 2]; to turn a condition round, put `not` before it."]
        ),
        (
            #"grade is "3""#,
            [#"at character 10 ("3"): `is` is followed by `missing` or `not missing`. Write x is missing or x is not missing; values are compared with == and !=."#]
        ),
        (
            "grade in (3, 4)",
            ["at character 10 ((): `in` is followed by a list. Write it in square brackets, as in [3..8, 11]."]
        ),
        (
            "grade in year",
            ["at character 1 (grade in year): `in` with a column asks whether a date lies in a school year; this has a text in a text. Name a column of dates before it and the column of the year behind it; write a list in square brackets."]
        ),
        (
            "grade in []",
            ["at character 10 ([]): The list is empty. Write at least one value between the brackets."]
        ),
        (
            "grade in [TK, KG]",
            [#"at character 11 (TK): A list holds numbers, texts in quotes and dates; this is a name. For a text, write "TK"; compare a column with ==."#]
        ),
        (
            #"grade in ["TK", 1..8.5]"#,
            ["at character 17 (1..8.5): A range runs between two whole numbers. For anything else, write x >= … and x <= …."]
        ),
        (
            "grade in [01..08]",
            [#"at character 11 (01..08): A range counts without leading zeros. Write it without them, or list the texts in quotes, as in ["01", "02"]."#]
        ),
        (
            "grade in [8..3]",
            ["at character 11 (8..3): The range runs backwards and holds nothing. Write 3..8."]
        ),
        (
            "days_atended / days_enroled <= 90%",
            [
                "at character 1 (days_atended): There is no column `days_atended`. Did you mean `days_attended`?",
                "at character 16 (days_enroled): There is no column `days_enroled`. Did you mean `days_enrolled`?",
            ]
        ),
        (
            "weather == 1",
            ["at character 1 (weather): There is no column `weather`. Columns here: days_attended, days_enrolled, disadvantaged, foster, gpa, grade, start_date, student_id, year."]
        ),
        (
            #"ela_grade == "A""#,
            ["at character 1 (ela_grade): There is no column `ela_grade`. Did you mean `course.ela_grade`?"]
        ),
        (
            #"studnt.race_ethnicity == "LX" and course.ela_grad == "A""#,
            [
                "at character 1 (studnt): There is no join `studnt`. Did you mean `student`?",
                "at character 42 (ela_grad): The join `course` has no column `ela_grad`. Did you mean `ela_grade`?",
            ]
        ),
        (
            "weather.x == 1",
            ["at character 1 (weather): There is no join `weather`. Joins here: course, student."]
        ),
        (
            "student.weather == 1",
            ["at character 9 (weather): The join `student` has no column `weather`. It has race_ethnicity, student_id."]
        ),
        (
            "days_enrolled",
            ["at character 1 (days_enrolled): This is a number, neither true nor false. Compare it, as in days_enrolled >= …."]
        ),
        (
            "grade",
            [#"at character 1 (grade): This is a text, neither true nor false. Compare it, as in grade == "…"."#]
        ),
        (
            "student_id",
            ["at character 1 (student_id): This is an identifier, neither true nor false. Ask whether it `is missing`, or compare it with another identifier."]
        ),
        (
            #""x""#,
            [#"at character 1 ("x"): This is a text, neither true nor false. Compare a column with it, as in grade == "x"."#]
        ),
        (
            "not gpa",
            ["at character 5 (gpa): This is a number, neither true nor false. Compare it, as in gpa >= …."]
        ),
        (
            "start_date + 30 >= 2016-07-01",
            ["at character 1 (start_date): Arithmetic takes numbers; this is a date. Dates are compared with dates; count days or years in a column of their own."]
        ),
        (
            "disadvantaged + 1 > 2",
            ["at character 1 (disadvantaged): Arithmetic takes numbers; this is a yes/no value. Conditions are joined with `and` and `or`."]
        ),
        (
            "grade + 1 > 2",
            ["at character 1 (grade): Arithmetic takes numbers; this is a text. Only columns declared as integer or number take part."]
        ),
        (
            #""3" + 1 > 2"#,
            [#"at character 1 ("3"): Arithmetic takes numbers; this is a text. If it is a number, write it without quotes."#]
        ),
        (
            "grade >= 3",
            ["at character 1 (grade >= 3): >= asks for an order, and texts have none. List the texts that are meant, as in grade in [3..8]; or declare the column a number."]
        ),
        (
            "disadvantaged > foster",
            ["at character 1 (disadvantaged > foster): > asks for an order, and yes/no values have none. Compare with == or !=."]
        ),
        (
            "student_id < student.student_id",
            ["at character 1 (student_id < student.student_id): < asks for an order, and identifiers have none. Compare with == or !=."]
        ),
        (
            #"student_id == "0123""#,
            [#"at character 1 (student_id == "0123"): This compares an identifier with a text. An identifier is compared with another identifier's column, never with a value written here."#]
        ),
        (
            #"disadvantaged == "Y""#,
            [#"at character 1 (disadvantaged == "Y"): This compares a yes/no value with a text. Write disadvantaged or not disadvantaged."#]
        ),
        (
            "year == 2016-17",
            [#"at character 1 (year == 2016-17): This compares a text with a number. Write the text in quotes: "2016-17"."#]
        ),
        (
            "grade == days_enrolled",
            ["at character 1 (grade == days_enrolled): This compares a text with a number. Compare values of one kind."]
        ),
        (
            #"days_enrolled > "3""#,
            [#"at character 1 (days_enrolled > "3"): This compares a number with a text. Write a number, without quotes."#]
        ),
        (
            #"start_date >= "2016-07-01""#,
            [#"at character 1 (start_date >= "2016-07-01"): This compares a date with a text. Write a day as 2016-07-01, without quotes."#]
        ),
        (
            "start_date >= 2016-7-1",
            ["at character 1 (start_date >= 2016-7-1): This compares a date with a number. Write a day as 2016-07-01."]
        ),
        (
            #"days_enrolled in ["TK", 3]"#,
            [#"at character 19 ("TK"): This compares a number with a text. Write a number, without quotes."#]
        ),
        (
            #"student.race_ethnicity == "LA""#,
            [#"at character 27 ("LA"): student.race_ethnicity is never "LA". Did you mean "LX"? It is one of AA, AI, AS, FI, LX, PI, WH, TW."#]
        ),
        (
            "grade in [0..13]",
            [#"at character 11 (0..13): grade is never "0". It is one of TK, KG, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12."#]
        ),
        (
            #"grade == "13" or grade == 14 or gpa"#,
            [
                #"at character 10 ("13"): grade is never "13". It is one of TK, KG, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12."#,
                #"at character 27 (14): grade is never "14". It is one of TK, KG, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12."#,
                "at character 33 (gpa): This is a number, neither true nor false. Compare it, as in gpa >= ….",
            ]
        ),
        (
            #"grade == """#,
            [#"at character 10 (""): An empty text is a missing value. Write grade is missing or grade is not missing."#]
        ),
        (
            #""A" == "B""#,
            [#"at character 1 ("A" == "B"): No column takes part in this. Write a column's name without quotes."#]
        ),
        (
            "student_id in [1, 2]",
            ["at character 1 (student_id): Identifiers are not looked up in lists. Compare it with another identifier's column."]
        ),
        (
            #"disadvantaged in ["Y"]"#,
            ["at character 1 (disadvantaged): Yes/no values are not looked up in lists. Write disadvantaged or not disadvantaged."]
        ),
        (
            "days_enrolled / (gpa * 0) > 1",
            ["at character 17 ((gpa * 0)): Dividing by 0 has no result in any row. Divide by something else."]
        ),
        (
            "gpa / 123456789012345678 / 123456789012345677 / 123456789012345676 > 1",
            ["at character 1 (gpa / 123456789012345678 / 123456789012345677): The numbers written here are too long together to be decided exactly. Write fewer digits."]
        ),
    ])
    func `A mistake says where it is, what is wrong and how to mend it`(text: String, expected: [String]) {
        #expect(problems(text)?.problems.map(\.description) == expected)
    }

    @Test func `A problem has a place of its own for every part`() {
        let expected = ConditionProblem(
            column: 27, length: 4, subject: "\"LA\"", problem: "student.race_ethnicity is never \"LA\".",
            remedy: "Did you mean \"LX\"? It is one of AA, AI, AS, FI, LX, PI, WH, TW.")
        #expect(problems("student.race_ethnicity == \"LA\"")?.problems == [expected])
    }

    @Test func `A condition of too many operators is refused before it nests too deeply`() {
        let problem = "The condition has more than 200 operators and brackets."
        for text in [String(repeating: "(", count: 9_999), String(repeating: "not ", count: 9_999)] {
            #expect(problems(text)?.problems.map(\.problem) == [problem])
        }
        #expect(problems("gpa in [" + String(repeating: "-", count: 9_999))?.problems.map(\.problem) == [problem])
    }

    @Test func `Divisions inside each other are refused before they take too long`() {
        let text = (0..<60).reduce("gpa") { text, _ in "(1 / \(text) + days_enrolled)" }
        let expected = "So many divisions inside each other take too long to decide exactly."
        #expect(problems("\(text) > 1")?.problems.map(\.problem) == [expected])
    }

    @Test func `A long piece of text is quoted shortened`() {
        let name = String(repeating: "x", count: 80)
        #expect(problems("\(name) > 1")?.problems[0].subject == String(repeating: "x", count: 59) + "…")
    }
}
