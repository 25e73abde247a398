import ArgumentParser
import Engine
import Reports

/// `schoolindex scenarios`: what scenarios make of every school, side by side.
struct ScenariosCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenarios",
        abstract: "Compare scenarios of a pipeline with it and with each other.",
        discussion: """
            Prints what each scenario changes: scores, ranks, and who moves in and out of the lowest-performing schools. With --out \
            it writes every school in every scenario, the same by district and school level, the results with another level, and a \
            page with pictures. Rows of students are read once at most; what is made of them is kept in --kept, such as the \
            OUT/kept/results of earlier runs.

            Example: schoolindex scenarios pipelines/scenarios/*.yml --data consortium --kept index/kept/results --out scenarios
            """)

    @Argument(help: "Scenario files of one pipeline; with --set also the pipeline itself.")
    var scenarios: [String]

    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp("A change that is a scenario of its own; can be given several times.", valueName: "path=value"))
    var changes: [String] = []

    @Option(help: "The directory with the districts' files.")
    var data = "."

    @Option(help: "The school year to run. (default: the pipeline file's)")
    var year: String?

    @Option(help: "Threads. (default: one for each processor)")
    var threads: Int?

    @Option(help: "A directory to write tables and a page to.")
    var out: String?

    @OptionGroup var kept: KeptOption

    func validate() throws {
        try threads.validateAsThreads()
        try data.validateAsPath(of: "--data")
        try out?.validateAsPath(of: "--out")
    }

    func run() throws {
        let runs: ScenarioRuns, content: ScenarioContent
        do throws(RunFailure) {
            runs = try ScenarioRuns(
                ScenariosRequest(
                    scenarios: scenarios, changes: changes, data: data, year: year, threads: threads.orOnePerProcessor, kept: kept.directory(besides: out)))
            content = runs.content
            if let out { try runs.write(content, to: out) }
        } catch {
            throw Exit.code(for: error)
        }
        for (district, reason) in runs.heldBack.sorted(by: { $0.key < $1.key }) {
            Console.say("district \(district) is held back in every scenario: \(reason)")
        }
        try Console.printResult(ScenarioText(content).text)
    }
}
