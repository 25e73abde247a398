import ArgumentParser
import Engine

/// `schoolindex weights`: what a run's weights decide.
struct WeightsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weights",
        abstract: "Tell what a run's weights decide, and at which weights a school's result turns.",
        discussion: """
            Without a school: each metric's nominal weight, and how much of the spread of scores comes from it, by school level. \
            With a school: how far weights have to change until it gets out of the lowest-performing schools or into them, or \
            past another school. All of it is decided exactly; a printed change is itself one that turns the result.

            Example: schoolindex weights index 10991666000001 --past 19997256000001 --out weights
            Example: schoolindex weights index --alternatives n=minimum-n-10.yml,minimum-n-30.yml --alternatives yearly-deciles.yml
            """)

    @OptionGroup var options: FinishedRunOptions

    @Argument(help: "The code of a school. (default: none, the weights of all)")
    var school: String?

    @Option(help: ArgumentHelp("The code of a school to get past, or to fall behind. (default: the lowest-performing schools)", valueName: "code"))
    var past: String?

    @Flag(help: "Tell how much ranks depend on weights, shares and where missing weight goes, over all combinations of these.")
    var choices = false

    @Option(help: ArgumentHelp(
        "Tell the same of a choice between the pipeline and scenario files of it; given again, over all combinations.",
        valueName: "[name=]file,…"))
    var alternatives: [String] = []

    @Option(help: "The directory for weights.csv, choices.csv, or with a school break_even.csv. (default: none is written)")
    var out: String?

    func validate() throws {
        try out?.validateAsPath(of: "--out")
        if choices || !alternatives.isEmpty, school != nil { throw ValidationError("Choices are about all schools: leave the school out.") }
        if choices, !alternatives.isEmpty { throw ValidationError("Give --choices or --alternatives: the first stands for three choices of its own.") }
        for text in alternatives where !ScenarioChoice(text).isNamed {
            throw ValidationError("--alternatives \(text) names no choice or no scenario file: write it so, n=minimum-n-10.yml,minimum-n-30.yml.")
        }
        if past != nil, school == nil { throw ValidationError("--past goes with a school: name the one that is to get past it.") }
    }

    func run() throws {
        let report: RunAnswer
        do throws(RunFailure) {
            let run = try options.finishedRun()
            if !alternatives.isEmpty {
                report = try run.choices(alternatives.map(ScenarioChoice.init), out: out)
            } else if let school {
                report = try run.breakEven(school, past: past, out: out)
            } else {
                report = try choices ? run.choices(out: out) : run.weights(out: out)
            }
        } catch {
            throw Exit.code(for: error)
        }
        try Console.printResult(report.lines.map { $0 + "\n" }.joined())
        if !options.quiet { for file in report.files { Console.say("Wrote \(file)") } }
    }
}
