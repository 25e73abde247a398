internal import Model

extension PublishedTable {
    static func regressions(_ rows: [GrowthRegression], year: String, name: String) -> PublishedTable {
        table(
            name, "Regressions of value-added, term by term", of: rows, key: ["subject", "grade", "term"],
            fields: [
                .subject, .grade, Field("students", "integer", "Students who count"), Field("left_out", "integer", "Students left out"),
                Field("schools", "integer", "Schools of the students who count"),
                Field("averages", "integer", "How many averages schools are compared by; empty where growth can't be told"),
                Field("student_deviation", "number", "Standard deviation of students around the prediction, in score points"),
                Field("school_deviation", "number", "Standard deviation of schools' true growth, in student standard deviations"),
                Field("term", "string", "Prior score or characteristic"),
                Field("coefficient", "number", "By how many score points one more of it raises the prediction"),
                Field("standard_error", "number", "Standard error of the coefficient"),
                Field("mean", "number", "Mean of the term over all students"),
            ]
        ) { row, text in
            for place in 0..<max(1, row.fit?.terms.count ?? 0) {
                text.add(year, row.of)
                text.add(row.studentCount)
                text.add(row.leftOutCount)
                text.add(row.schoolCount)
                text.add(row.fit?.averageCount)
                text.add(row.fit?.studentDeviation, decimals: 4)
                text.add(row.fit?.schoolDeviation, decimals: 4)
                let term = row.fit.flatMap { $0.terms.isEmpty ? nil : $0.terms[place] }
                text.add(term?.name ?? "")
                text.add(term?.coefficient, decimals: 4)
                text.add(term?.standardError, decimals: 4)
                text.add(term?.mean, decimals: 4)
                text.endRow()
            }
        }
    }

    static func effects(_ rows: [GrowthEffect], year: String, name: String) -> PublishedTable {
        table(
            name, "Schools' value-added, step by step: (mean_score - predicted - expected) / student deviation is the estimate",
            of: rows, key: ["subject", "grade", "school_id"],
            fields: [
                .subject, .grade, .district, .school, Field("n", "integer", "Students who count"),
                Field("mean_score", "number", "Their mean score"),
                Field("predicted", "number", "What their prior scores and characteristics predict, in score points"),
                Field("expected", "number", "What the school's averages of these let expect beyond that, in score points"),
                Field("estimate", "number", "What is left, in student standard deviations"),
                Field("standard_error", "number", "Standard error of the estimate"),
                Field("weight", "number", "How much of the estimate is taken for true"),
                Field("growth", "number", "The school's growth in the grade: weight times estimate"),
                Field("uncertainty", "number", "Standard deviation of the true growth around it"),
                Field("lower", "number", "The true growth is above this 97.5 times in 100"),
                Field("upper", "number", "The true growth is below this 97.5 times in 100"),
            ]
        ) { row, text in
            text.add(year, row.of)
            text.add(row.school)
            text.add(row.studentCount)
            for score in [row.meanScore, row.predicted, row.expected] { text.add(score, decimals: 2) }
            for value in [
                row.estimate, row.standardError, row.weight, row.growth, row.uncertainty, row.interval.lowerBound, row.interval.upperBound,
            ] { text.add(value, decimals: 4) }
            text.endRow()
        }
    }

    static func schools(_ rows: [SchoolGrowthResult], year: String, name: String) -> PublishedTable {
        table(
            name, "Schools' value-added over all grades, for all students and for groups", of: rows,
            key: ["subject", "school_id", "group"],
            fields: [
                .subject, .district, .school, .group, Field("n", "integer", "Students who count"),
                Field("growth", "number", "In student standard deviations; a group's is drawn towards its school's"),
                Field("uncertainty", "number", "Standard deviation of the true growth around it"),
                Field("lower", "number", "The true growth is above this 97.5 times in 100"),
                Field("upper", "number", "The true growth is below this 97.5 times in 100"),
            ]
        ) { row, text in
            text.add(year)
            text.add(row.subject)
            text.add(row.school)
            text.add(row.group)
            text.add(row.studentCount)
            for value in [row.growth, row.uncertainty, row.interval.lowerBound, row.interval.upperBound] { text.add(value, decimals: 4) }
            text.endRow()
        }
    }

    static func residuals(_ rows: [GrowthResiduals], year: String, name: String) -> PublishedTable {
        table(
            name, "How far students are from the prediction", of: rows, key: ["subject", "grade", "from"],
            fields: [
                .subject, .grade, Field("from", "number", "In student standard deviations; the first class has all below as well"),
                Field("to", "number", "The last class has all above as well"), Field("n", "integer", "Students"),
            ]
        ) { row, text in
            for (place, count) in row.counts.enumerated() {
                text.add(year, row.of)
                text.add(row.start + row.width * Double(place), decimals: 2)
                text.add(row.start + row.width * Double(place + 1), decimals: 2)
                text.add(count)
                text.endRow()
            }
        }
    }

    static func ledger(_ rows: [GrowthLedgerLine], year: String, name: String) -> PublishedTable {
        table(
            name, "Where the scores of value-added went: all are counted, or left out by reason", of: rows,
            key: ["subject", "grade", "school_id", "reason"],
            fields: [
                .subject, .grade, .district, .school, Field("status", "string", "counted or left out"),
                Field("reason", "string", "Why a score is left out"), Field("n", "integer", "Scores of the year"),
            ]
        ) { row, text in
            text.add(year, row.of)
            text.add(row.school)
            text.add(row.reason == nil ? "counted" : "left out")
            text.add(row.reason ?? "")
            text.add(row.count)
            text.endRow()
        }
    }

    static func predictions(_ rows: [GrowthPrediction], year: String, name: String) -> PublishedTable {
        table(
            name, "Students' predictions, term by term: for authorised use only", of: rows,
            key: ["student_id", "school_id", "subject", "term"],
            fields: [
                .subject, .grade, .school, .student, Field("score", "number", "Current scale score"),
                Field("reason", "string", "Why the student is left out"),
                Field("term", "string", "Prior score or characteristic; `school averages`; `prediction` is the sum of all"),
                Field("value", "number", "The student's value"), Field("points", "number", "Its part of the prediction, in score points"),
            ]
        ) { row, text in
            func add(_ term: String, _ value: Double?, _ points: Double?) {
                text.add(year, row.of)
                text.add(row.schoolID)
                text.add(row.studentID)
                text.add(plain: row.score)
                text.add(row.reason ?? "")
                text.add(term)
                text.add(plain: value)
                text.add(points, decimals: 4)
                text.endRow()
            }
            guard let prediction = row.prediction else { return add("", nil, nil) }
            for (place, term) in prediction.terms.enumerated() { add(term, prediction.values[place], prediction.parts[place]) }
            add("school averages", nil, prediction.expected)
            add("prediction", nil, prediction.total)
        }
    }
}
