import Engine
import Pipeline
import TestSupport
import Testing

/// The year of a run, from the pipeline file or the command line.
@Suite struct YearTests {
    private func problems(_ pipeline: SmallPipeline, year: String?) throws -> String {
        let trial = try Trial(pipeline.text)
        let failure = #expect(throws: RunFailure.self) { try withExtendedLifetime(trial) { try trial.run(year: year) } }
        guard case .pipeline(let problems)? = failure else { return "\(failure as Any)" }
        // Without the directory of the trial.
        return problems.problems.map { $0.description.drop { $0 != ":" } }.joined(separator: "\n")
    }

    @Test func `No year at all`() throws {
        #expect(
            try problems(SmallPipeline().replacing("year: 2016-17", with: ""), year: nil)
                == ":1:1: there is no year to run. Add `year:` to the pipeline file, or give --year.")
    }

    @Test func `A year before the first weights`() throws {
        #expect(
            try problems(SmallPipeline(), year: "2013-14")
                == ":78:7: index `small` has no weights for 2013-14; its first are from 2014-15. Add weights for the year, or run a later one.")
    }

    @Test func `A year written unlike those of the weights`() throws {
        #expect(
            try problems(SmallPipeline(), year: "16-17")
                == ":78:7: the year to run, `16-17`, is not written like `2014-15`. Write all years alike; they are compared as texts.")
    }
}
