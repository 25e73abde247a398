import TestSupport

extension Mistake {
    /// Mistakes in sources, fields and joins.
    static let sourceMistakes: [Mistake] = [
        Mistake(
            "No list of schools", SmallPipeline()
                .replacing("kind: schools", with: "")
                .adding("fields: {school_id: {role: school}}", below: "file: schools.csv"),
            schema: .accepts,
            "12:1: no source lists the schools. Exactly one source must be of `kind: schools`."),
        Mistake(
            "Two lists of schools", SmallPipeline()
                .replacing("schools:", with: "more_schools: {kind: schools, file: more.csv}\nschools:"),
            schema: .accepts,
            "12:1: several sources list the schools: more_schools, schools. Exactly one source must be of `kind: schools`."),
        Mistake(
            "An unknown kind", SmallPipeline()
                .replacing("kind: students", with: "kind: student"),
            schema: .refuses,
            "17:11: there is no kind of source `student`. Did you mean `students`? The kinds are assessments, courses, cut_points, discipline, english_learners, enrollments, graduation_cohorts, growth_coefficients, growth_knots, growth_percentiles, school_growth, school_results, schools, students, survey_results, surveys; for any other file leave `kind` out and declare `fields`."),
        Mistake(
            "No file", SmallPipeline()
                .replacing("file: schools.csv", with: ""),
            schema: .refuses,
            #"13:3: source `schools` lacks `file`. Name the file below the data directory, such as "{district_id}/students.csv"."#),
        Mistake(
            "No file in the list", SmallPipeline()
                .replacing("file: schools.csv", with: "file: []"),
            schema: .refuses,
            "15:11: `file` of source `schools` is an empty list. Name at least one file."),
        Mistake(
            "A file that is no text", SmallPipeline()
                .replacing("file: schools.csv", with: "file: {name: schools.csv}"),
            schema: .refuses,
            "15:11: `file` of source `schools` is a set of keys. It must be one text."),
        Mistake(
            "An unknown key of a source", SmallPipeline()
                .adding(#"delimeter: ";""#, below: "file: schools.csv"),
            schema: .refuses,
            "16:5: `delimeter` is not a key of source `schools`. Did you mean `delimiter`? It takes beside, delimiter, distinct, fields, file, joins, key, kind, made, rows, skip_rows."),
        Mistake(
            "An unknown key of a field", SmallPipeline()
                .adding("fields: {school_id: {colum: CDS}}", below: "file: schools.csv"),
            schema: .refuses,
            "16:26: `colum` is not a key of field `school_id` of source `schools`. Did you mean `column`? It takes allowed, column, constant, maximum, minimum, missing, no, recode, required, role, type, yes."),
        Mistake(
            "An unknown key of a join", SmallPipeline()
                .replacing("student: {to: students, by: [student_id, year]}", with: "student: {into: students, by: [student_id, year]}"),
            schema: .refuses,
            "23:7: join `student` lacks `to`. Name the source to look into.",
            "23:17: `into` is not a key of join `student`. It takes by, to, where."),
        Mistake(
            "A source without fields", SmallPipeline()
                .replacing("kind: discipline", with: ""),
            schema: .refuses,
            "25:3: source `discipline` has no fields. Give it a `kind`, or name its columns under `fields`."),
        Mistake(
            "An unknown type", SmallPipeline()
                .adding("fields: {lunch: {type: bool}}", below: "file: schools.csv"),
            schema: .refuses,
            "16:28: `type` of field `lunch` of source `schools` is `bool`. It must be one of key, text, integer, number, boolean, date."),
        Mistake(
            "An unknown role", SmallPipeline()
                .adding("fields: {cds: {role: schools}}", below: "file: schools.csv"),
            schema: .refuses,
            "16:26: `role` of field `cds` of source `schools` is `schools`. Did you mean `school`? It must be one of student, school, year, identifier, plain."),
        Mistake(
            "A student as a number", SmallPipeline()
                .adding("fields: {student_id: {column: SSID, type: integer}}", below: #"file: "{district_id}/students.csv""#),
            schema: .accepts,
            "19:47: field `student_id` of source `students` has the role `student`, but the type `integer`. Leave `type` out; such codes keep every digit as it is written."),
        Mistake(
            "Two fields for the year", SmallPipeline()
                .adding("fields: {school_year: {role: year}}", below: #"file: "{district_id}/students.csv""#),
            schema: .accepts,
            "19:5: `year` and `school_year` of source `students` both have the role `year`. One field of a source can have it; give the other `role: plain`."),
        Mistake(
            "A column and a constant", SmallPipeline()
                .adding("fields: {region: {column: REGION, constant: north}}", below: "file: schools.csv"),
            schema: .refuses,
            "16:39: field `region` of source `schools` has both `column` and `constant`. Keep the one that holds its values."),
        Mistake(
            "A yes without a no", SmallPipeline()
                .adding("fields: {charter: {type: boolean, yes: [C]}}", below: "file: schools.csv"),
            schema: .refuses,
            "16:39: field `charter` of source `schools` has `yes` alone. List the texts for `yes` and those for `no`; any other text is a mistake in the data."),
        Mistake(
            "Constraints of another type", SmallPipeline()
                .adding("fields: {charter: {type: boolean, minimum: 0}, size: {type: integer, allowed: [1, 2]}}", below: "file: schools.csv"),
            schema: .refuses,
            "16:39: `minimum` does not go with field `charter` of source `schools`, which is a yes/no value. Take it out, or write `type: integer`.",
            "16:74: `allowed` does not go with field `size` of source `schools`, which is a whole number. Take it out, or write `type: text`."),
        Mistake(
            "Bounds the wrong way round", SmallPipeline()
                .adding("fields: {size: {type: integer, minimum: 10, maximum: 5}}", below: "file: schools.csv"),
            schema: .accepts,
            "16:36: `minimum` of field `size` of source `schools` is above its `maximum`. Exchange them."),
        Mistake(
            "A bound that is no number", SmallPipeline()
                .adding("fields: {size: {type: integer, minimum: small}}", below: "file: schools.csv"),
            schema: .refuses,
            "16:45: `minimum` of field `size` of source `schools` is `small`. It must be a whole number from -1000000000 to 1000000000."),
        Mistake(
            "Recoded to what is not allowed", SmallPipeline()
                .adding("fields: {kind: {allowed: [public, charter], recode: {C: chartr}}}", below: "file: schools.csv"),
            schema: .accepts,
            "16:58: `recode` of field `kind` of source `schools` turns `C` into `chartr`, which is not allowed there. Did you mean `charter`? It may be public, charter."),
        Mistake(
            "A required that is neither true nor false", SmallPipeline()
                .adding("fields: {size: {required: yes}}", below: "file: schools.csv"),
            schema: .refuses,
            "16:31: `required` of field `size` of source `schools` is `yes`. Write true or false."),
        Mistake(
            "A long delimiter", SmallPipeline()
                .adding(#"delimiter: "::""#, below: "file: schools.csv"),
            schema: .refuses,
            "16:16: `delimiter` of source `schools` is `::`. It must be one character, or the word tab."),
        Mistake(
            "Rows to skip that are no number", SmallPipeline()
                .adding("skip_rows: -1", below: "file: schools.csv"),
            schema: .refuses,
            "16:16: `skip_rows` of source `schools` is `-1`. It must be a whole number from 0 to 1000."),
        Mistake(
            "A key that is no field", SmallPipeline()
                .adding("key: [school]", below: "file: schools.csv"),
            schema: .accepts,
            "16:11: `key` of source `schools`: there is no field `school`. Choose among school_id, district_id, school_name, district_name, school_level, low_grade, high_grade."),
        Mistake(
            "Distinct for what is no field", SmallPipeline()
                .adding("distinct: {level: span}", below: "file: schools.csv"),
            schema: .accepts,
            "16:16: `distinct` of source `schools`: there is no field `level`. Choose among school_id, district_id, school_name, district_name, school_level, low_grade, high_grade."),
        Mistake(
            "A row of a wide file with an unknown field", SmallPipeline()
                .adding("rows:\n  - {school_nam: NAME}", below: "file: schools.csv"),
            schema: .accepts,
            "17:10: a row of source `schools`: there is no field `school_nam`. Did you mean `school_name`?"),
        Mistake(
            "A source beside nothing", SmallPipeline()
                .adding("beside: me", below: "file: schools.csv"),
            schema: .refuses,
            "16:13: `beside` of source `schools` is `me`. It must be one of data, pipeline."),
        Mistake(
            "A source whose name is a path", SmallPipeline()
                .replacing("discipline:", with: "../discipline:")
                .replacing(#"removals: {to: discipline, by: [student_id, school_id, year], where: action == "suspension"}"#, with: #"removals: {to: ../discipline, by: [student_id, school_id, year], where: action == "suspension"}"#),
            schema: .refuses,
            "25:3: `../discipline` can't name a table. Use letters, digits, hyphens and underscores only, since tables are files."),
        Mistake(
            "A join to nowhere", SmallPipeline()
                .replacing("student: {to: students, by: [student_id, year]}", with: "student: {to: student, by: [student_id, year]}"),
            schema: .accepts,
            "23:21: join `student` of source `enrollments`: there is no source `student`. Did you mean `students`?"),
        Mistake(
            "A join by nothing", SmallPipeline()
                .replacing("student: {to: students, by: [student_id, year]}", with: "student: {to: students, by: []}"),
            schema: .refuses,
            "23:31: join `student` goes by no field. List the fields that both sources share, such as [student_id, year]."),
        Mistake(
            "A join by what only one side has", SmallPipeline()
                .replacing("student: {to: students, by: [student_id, year]}", with: "student: {to: students, by: [student_id, school_id]}"),
            schema: .accepts,
            "23:48: join `student` of source `enrollments` goes by `school_id`, but source `students` has no such field. It has student_id, year, race_ethnicity, english_proficiency, disability, disadvantaged, foster, homeless."),
        Mistake(
            "A join by unlike types", SmallPipeline()
                .adding("fields: {cohort: {type: integer}}", below: #"file: "{district_id}/students.csv""#)
                .adding("fields: {cohort: {}}", below: #"file: "{district_id}/enrollments.csv""#)
                .replacing("student: {to: students, by: [student_id, year]}", with: "student: {to: students, by: [student_id, year, cohort]}"),
            schema: .accepts,
            "25:54: join `student` of source `enrollments` goes by `cohort`, which is a text in `enrollments` and a whole number in `students`. Declare the field with the same type in both sources."),
        Mistake(
            "A join by dates", SmallPipeline()
                .replacing("student: {to: students, by: [student_id, year]}", with: "student: {to: students, by: [student_id, foster]}")
                .adding("fields: {foster: {type: boolean}}", below: #"file: "{district_id}/enrollments.csv""#),
            schema: .accepts,
            "24:48: join `student` of source `enrollments` goes by `foster`, which is a yes/no value. Join by identifiers, texts or whole numbers."),
        Mistake(
            "A misspelt column in a join", SmallPipeline()
                .replacing(#"removals: {to: discipline, by: [student_id, school_id, year], where: action == "suspension"}"#, with: #"removals: {to: discipline, by: [student_id, school_id, year], where: acton == "suspension"}"#),
            schema: .accepts,
            "24:76: `where` of join `removals` of source `enrollments`, at character 1 (acton): There is no column `acton`. Did you mean `action`?"),
    ]
}
