internal import Growth
internal import Ingestion
internal import Parallel
internal import Reports

/// Growth percentiles of one file's students, without a pipeline.
package enum GrowthPercentilesRun {
    package static func run(_ request: GrowthPercentilesRequest) throws(RunFailure) -> GrowthSummary {
        let workers = Workers(count: request.threads)
        let file: WideScoreFile, scoreErrors: [Double]?, knots: [String: SplineKnots], baseline: StoredRegressions?
        do throws(InputProblems) {
            file = try WideScoreFile(
                request.input, yearCount: request.progression.count, hasErrors: request.simulation != nil,
                others: [request.summary?.column, request.standardError].compactMap { $0 }, workers: workers)
            scoreErrors = try request.standardError.map { column throws(InputProblems) in
                try file.standardErrors(named: column, in: request.input)
            }
            if let path = request.knots { knots = try KnotsFile.read(path) } else { knots = [:] }
            if let path = request.baseline {
                baseline = try RegressionsFile.read(path, progression: request.progression)
            } else {
                baseline = nil
            }
        } catch {
            throw .inputs(error.problems.map(\.problem))
        }
        let rule = PercentileRule(
            progression: request.progression, minimumCohort: request.minimumCohort, knots: knots, obtainable: request.obtainable,
            baseline: baseline)
        let growth = GrowthPercentiles(file.histories, rule: rule, workers: workers)
        let corrected = request.simulation.map { dataSetCount, seed in
            SimulationExtrapolation(
                growth, of: UncertainScores(file.histories, errors: file.errors, students: file.students, seed: seed), rule: rule,
                dataSetCount: dataSetCount, workers: workers)
        }
        let errors = scoreErrors.map { growth.standardErrors($0, of: file.histories) }
        var files = [(path: request.out, bytes: percentiles(growth, corrected, of: file, errors, request))]
        if let (column, path) = request.summary { files.append((path, PercentileSummary.text(growth, by: file.others[0], named: column))) }
        if let path = request.fit { files.append((path, FitTableText.bytes(GoodnessOfFit(growth, of: file.histories)))) }
        if let path = request.objectives { files.append((path, ObjectivesText.bytes(growth))) }
        if let path = request.coefficients {
            files.append((path, RegressionsFile.text(StoredRegressions(growth, progression: request.progression))))
        }
        if let path = request.absent { files.append((path, AbsenceText.bytes(growth.outcomes.map(\.absence), of: file.students))) }
        do throws(PublishingProblem) {
            try OutputFile.replaceAll(files)
        } catch {
            throw .publishing(error)
        }
        return GrowthSummary(growth, corrected, of: file.histories, knots: Set(knots.keys), request)
    }

    private static func percentiles(
        _ growth: GrowthPercentiles, _ corrected: SimulationExtrapolation?, of file: WideScoreFile,
        _ errors: [Double?]?, _ request: GrowthPercentilesRequest
    ) -> [UInt8] {
        let cuts = request.cuts.isEmpty ? [] : growth.cuts(request.cuts)
        var text = RowText()
        for name in ["ID", "SGP"] + (corrected == nil ? [] : ["SGP_SIMEX"]) + ["order"] { text.add(name) }
        if request.allOrders { for order in growth.orders { text.add("SGP_ORDER_\(order.order)") } }
        if errors != nil { text.add("SGP_STANDARD_ERROR") }
        for percentile in request.cuts { text.add("PERCENTILE_CUT_\(percentile)") }
        text.endRow()
        for (student, outcome) in growth.outcomes.enumerated() {
            guard case .percentile(let percentile, let order) = outcome else { continue }
            text.add(file.students[student])
            text.add(percentile)
            if let corrected { text.add(corrected.outcomes[student].percentile) }
            text.add(order)
            if request.allOrders {
                for percentiles in growth.byOrder { text.add(percentiles[student] == 0 ? nil : Int(percentiles[student])) }
            }
            if let errors { text.add(errors[student], decimals: 1) }
            if !cuts.isEmpty { for cut in cuts[student] { text.add(cut, decimals: 0) } }
            text.endRow()
        }
        return text.bytes
    }
}
