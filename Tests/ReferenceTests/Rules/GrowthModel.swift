/// Value added of one grade and subject by explicit matrices, as growth.md, part B, steps 1 to 4.
struct GrowthModel {
    /// By student, in student standard deviations.
    private(set) var residuals: [Double] = []
    private(set) var schools: [String: (n: Double, estimate: Double, error: Double)] = [:]
    /// What estimates spread beyond their errors, and how much there is to tell it from.
    private(set) var excess = (sum: 0.0, weight: 0.0)

    /// - Returns: nil where the students do not tell the coefficients.
    init?(_ students: [GrowthStudent]) {
        guard let first = students.first else { return nil }
        let bySchool = Dictionary(grouping: students, by: \.school)
        let names = bySchool.keys.sorted(), width = first.values.count
        let size = names.map { Double(bySchool[$0]!.count) }, n = Double(students.count)
        func mean(_ own: [GrowthStudent], _ value: (GrowthStudent) -> Double) -> Double {
            own.map(value).reduce(0, +) / Double(own.count)
        }
        let means = bySchool.mapValues { own in (0..<width).map { column in mean(own) { $0.values[column] } } }
        let meanScores = bySchool.mapValues { own in mean(own, \.score) }
        // Within schools; a column without any difference there tells nothing.
        let within = students.map { student in zip(student.values, means[student.school]!).map { $0 - $1 } }
        let scores = students.map { $0.score - meanScores[$0.school]! }
        let used = (0..<width).filter { column in within.contains { abs($0[column]) > 1e-9 } }
        let freedom = students.count - names.count - used.count
        if students.count - names.count - width <= 0 { return nil }
        // Step 1: moments less the error variances.
        let errors = used.map { column in column < first.errors.count ? mean(students) { $0.errors[column] * $0.errors[column] } : 0 }
        let rank = n - Double(names.count)
        func product(_ one: (Int) -> Double, _ other: (Int) -> Double) -> Double {
            students.indices.reduce(0) { $0 + one($1) * other($1) }
        }
        var moments = used.map { row in used.map { column in product({ within[$0][row] }, { within[$0][column] }) } }
        for place in used.indices { moments[place][place] -= rank * errors[place] }
        guard Self.isPositive(moments) else { return nil }
        let own = Self.solved(moments, used.map { column in product({ within[$0][column] }, { scores[$0] }) })
        let rests = students.indices.map { student in
            scores[student] - zip(used, own).reduce(0) { $0 + $1.1 * within[student][$1.0] }
        }
        let variance = rests.reduce(0) { $0 + $1 * $1 } / Double(freedom), deviation = variance.squareRoot()
        // Fuller 1987, theorem 2.2.1.
        let inverse = used.indices.map { column in Self.solved(moments, used.indices.map { $0 == column ? 1 : 0 }) }
        let middle = used.indices.map { row in
            used.indices.map { column in
                rank * ((row == column ? errors[row] * variance : 0) + errors[row] * own[row] * errors[column] * own[column])
            }
        }
        let spread = Self.product(Self.product(inverse, middle), inverse)
        // Step 2: schools compared with those of the same averages, ten schools for each average.
        let raw = names.map { name in meanScores[name]! - zip(used, own).reduce(0) { $0 + $1.1 * means[name]![$1.0] } }
        var columns = [names.map { _ in 1.0 }]
        for column in 0..<width where columns.count * 10 <= names.count {
            let next = names.map { means[$0]![column] }
            let fit = Self.fitted(next, columns, size)
            let left = zip(next, fit).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            let total = zip(next, Self.fitted(next, [columns[0]], size)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            if left > 1e-10 * total { columns.append(next) }
        }
        let expected = Self.fitted(raw, columns, size)
        let estimates = zip(raw, expected).map { ($0 - $1) / deviation }
        // Step 3: errors, the variance of true effects, shrinkage.
        let grand = used.map { column in mean(students) { $0.values[column] } }
        let squares = names.indices.map { place -> Double in
            let distance = zip(used, grand).map { means[names[place]]![$0] - $1 }
            var sum = 1 / size[place]
            for row in used.indices {
                for column in used.indices {
                    sum += distance[row] * (inverse[row][column] + spread[row][column] / variance) * distance[column]
                }
            }
            return sum
        }
        let freedoms = names.indices.map { place in
            size[place] * (1 - Self.fitted(names.indices.map { $0 == place ? 1 : 0 }, columns, size)[place])
        }
        let over = names.indices.reduce(0) { $0 + size[$1] * estimates[$1] * estimates[$1] - freedoms[$1] * squares[$1] }
        excess = (over, freedoms.reduce(0, +))
        for (place, name) in names.enumerated() { schools[name] = (size[place], estimates[place], squares[place]) }
        let expectations = Dictionary(uniqueKeysWithValues: zip(names, expected))
        residuals = students.map { student in
            (student.score - expectations[student.school]! - zip(used, own).reduce(0) { $0 + $1.1 * student.values[$1.0] }) / deviation
        }
    }

    // MARK: Matrices

    /// The weighted least-squares fit of values on columns.
    private static func fitted(_ values: [Double], _ columns: [[Double]], _ weights: [Double]) -> [Double] {
        // Columns are centred, so that large means do not cost digits.
        let total = weights.reduce(0, +)
        let centred = columns.map { column in
            let mean = zip(column, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
            return Set(column).count == 1 ? column : column.map { $0 - mean }
        }
        let products = centred.map { one in centred.map { other in weights.indices.reduce(0) { $0 + weights[$1] * one[$1] * other[$1] } } }
        let right = centred.map { column in weights.indices.reduce(0) { $0 + weights[$1] * column[$1] * values[$1] } }
        let solution = solved(products, right)
        return weights.indices.map { row in centred.indices.reduce(0) { $0 + solution[$1] * centred[$1][row] } }
    }

    private static func product(_ one: [[Double]], _ other: [[Double]]) -> [[Double]] {
        one.map { row in other.indices.map { column in row.indices.reduce(0) { $0 + row[$1] * other[$1][column] } } }
    }

    /// Elimination, the largest element of a column first.
    private static func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        var rows = zip(matrix, right).map { $0 + [$1] }
        for step in rows.indices {
            let pivot = rows.indices[step...].max { abs(rows[$0][step]) < abs(rows[$1][step]) }!
            rows.swapAt(step, pivot)
            for row in rows.indices where row != step {
                let factor = rows[row][step] / rows[step][step]
                for column in step...rows.count { rows[row][column] -= factor * rows[step][column] }
            }
        }
        return rows.indices.map { rows[$0][rows.count] / rows[$0][$0] }
    }

    /// Whether all leading determinants are above zero: elimination without exchange has positive pivots.
    private static func isPositive(_ matrix: [[Double]]) -> Bool {
        var rows = matrix
        for step in rows.indices {
            if rows[step][step] <= 1e-10 * abs(matrix[step][step]) { return false }
            for row in rows.indices where row > step {
                let factor = rows[row][step] / rows[step][step]
                for column in step..<rows.count { rows[row][column] -= factor * rows[step][column] }
            }
        }
        return true
    }
}
