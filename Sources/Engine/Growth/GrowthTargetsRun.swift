internal import Growth
internal import Ingestion
internal import Parallel
internal import Reports

/// Growth targets of one file's students, by stored regressions.
package enum GrowthTargetsRun {
    /// - Returns: what became of it, in words.
    package static func run(_ request: GrowthTargetsRequest) throws(RunFailure) -> GrowthSummary {
        let workers = Workers(count: request.threads)
        let file: WideScoreFile, rule: TargetRule
        do throws(InputProblems) {
            rule = try self.rule(request)
            file = try WideScoreFile(request.input, yearCount: request.progression.count, workers: workers)
        } catch {
            throw .inputs(error.problems.map(\.problem))
        }
        let growth = GrowthTargets(file.histories, rule: rule, percentiles: request.trajectories, workers: workers)
        do throws(PublishingProblem) {
            let absent = request.absent.map { (path: $0, bytes: AbsenceText.bytes(growth.outcomes.map(\.absence), of: file.students)) }
            try OutputFile.replaceAll([(request.out, targets(growth, of: file.students, request))] + [absent].compactMap { $0 })
        } catch {
            throw .publishing(error)
        }
        return summary(growth, of: file.histories, request)
    }

    private static func rule(_ request: GrowthTargetsRequest) throws(InputProblems) -> TargetRule {
        let current = request.progression[request.progression.count - 1]
        let cuts = try CutScoresFile.read(request.cuts, grades: [current] + request.ahead)
        var years: [TargetRule.Year] = []
        for (place, grade) in request.ahead.enumerated() {
            let path = request.progression + request.ahead[...place]
            let stored = try RegressionsFile.read(request.coefficients[place], onPath: path)
            years.append(TargetRule.Year(grade: grade, cut: cuts[grade]!, regressions: stored))
        }
        return TargetRule(
            progression: request.progression, currentCut: cuts[current]!, ahead: years, obtainable: request.obtainable)
    }

    // MARK: Tables

    private static func targets(_ growth: GrowthTargets, of students: [String], _ request: GrowthTargetsRequest) -> [UInt8] {
        let years = 1...request.ahead.count
        var text = RowText()
        for name in ["ID", "status", "order"] + years.map({ "SGP_TARGET_\($0)_YEAR" }) + ["reason"] { text.add(name) }
        for year in years { for percentile in request.trajectories { text.add("P\(percentile)_PROJ_YEAR_\(year)") } }
        text.endRow()
        for (student, outcome) in growth.outcomes.enumerated() {
            guard case .targets(let own) = outcome else { continue }
            text.add(students[student])
            text.add(own.status.text)
            text.add(own.order)
            for target in own.targets { text.add(target.percentile) }
            text.add(own.reason)
            for year in years {
                for place in request.trajectories.indices {
                    let score = year <= own.trajectories.count ? own.trajectories[year - 1][place] : nil
                    text.add(score.flatMap { $0.isFinite ? $0.rounded(.toNearestOrEven) : nil }, decimals: 0)
                }
            }
            text.endRow()
        }
        return text.bytes
    }

    // MARK: Words

    private static func summary(
        _ growth: GrowthTargets, of histories: ScoreHistories, _ request: GrowthTargetsRequest
    ) -> GrowthSummary {
        let students = growth.outcomes.compactMap { if case .targets(let student) = $0 { student } else { nil } }
        var warnings: [String] = [], facts: [String] = []
        for status in [GrowthTargets.Status.catchUp, .keepUp] {
            let own = students.filter { $0.status == status }
            let reached = own.count { $0.targets.last?.percentile != nil }
            let years = counted(request.ahead.count, "year", "years")
            facts.append("\(status.text): \(counted(own.count, "student", "students")), \(reached) with a target in \(years)")
        }
        for reason in [GrowthTargets.Absence.otherGrade, .noScore] {
            let count = growth.outcomes.count { $0 == .absent(reason) }
            if count > 0 { facts.append("without targets: \(count), \(reason.text)") }
        }
        if students.isEmpty { warnings.append("no student has targets. \(histories.currentGradesHint(request.progression))") }
        facts.append("Wrote targets of \(counted(students.count, "student", "students")) to \(request.out)")
        return GrowthSummary(warnings: warnings, facts: facts)
    }
}

extension GrowthTargets.Status {
    fileprivate var text: String {
        switch self {
        case .catchUp: "catch up"
        case .keepUp: "keep up"
        }
    }
}

extension GrowthTargets.Absence {
    var text: String {
        switch self {
        case .otherGrade: "not in the current grade"
        case .noScore: "no current score"
        }
    }
}

extension GrowthTargets.Target {
    fileprivate var percentile: Int? { if case .percentile(let percentile) = self { percentile } else { nil } }
}

extension GrowthTargets.Student {
    /// Why targets are missing; empty where none is.
    fileprivate var reason: String {
        var reasons: [String] = []
        if targets.contains(.outOfReach) { reasons.append("percentile 99 is below the cut") }
        if targets.contains(.noRegression) { reasons.append("no regression on so few prior scores") }
        return reasons.joined(separator: "; ")
    }
}
