import ArgumentParser
import Glibc
import Parallel
import Simulation

/// `schoolindex simulate`: writes a synthetic consortium.
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a synthetic consortium of six districts as CSV files.",
        discussion: """
            Invents schools, students and what became of them, in the canonical files, with realistic sizes, rates and \
            correlations. The same options give the same bytes on every machine and for any number of threads; truth.csv \
            says which school effects the data were made from.

            Example: schoolindex simulate --students 20000 --years 2015-16,2016-17 --out consortium
            """)

    @Option(help: "Students enrolled in a year, about (200 to 10000000).")
    var students = 20_000

    @Option(help: "Schools of all districts together. (default: one for 500 students, in a small consortium more)")
    var schools: Int?

    @Option(help: "Any number; another one gives another consortium.")
    var seed: UInt64 = 1

    @Option(
        help: "School years, separated by commas. (default: 2013-14 to 2016-17)", transform: Simulate.years)
    var years = (2013...2016).map { SchoolYear(start: $0) }

    @Option(help: "Surveys as results by group, as single responses, or not at all.")
    var surveys = SurveyDetail.aggregated

    @Option(help: "The directory to write to; created where it is missing, with those above it.")
    var out: String

    @Option(help: "Threads. (default: one for each processor)")
    var threads: Int?

    @Flag(help: "Write into a directory that is not empty; the files of an earlier simulation are overwritten.")
    var force = false

    @Flag(help: "Say nothing unless something is wrong.")
    var quiet = false

    func validate() throws {
        try out.validateAsPath(of: "--out")
        guard Parameters.studentRange.contains(students) else {
            throw ValidationError("--students \(students): give a number from 200 to 10000000.")
        }
        let schoolRange = Parameters.schoolRange(for: students)
        if let schools, !schoolRange.contains(schools) {
            let (least, most) = (schoolRange.lowerBound, schoolRange.upperBound)
            throw ValidationError(
                "--schools \(schools): with \(students) students give a number from \(least) to \(most).")
        }
        try threads.validateAsThreads()
    }

    func run() throws {
        let consortium = Consortium(
            Parameters(students: students, schools: schools, seed: seed, years: years, surveys: surveys))
        let workers = Workers(count: threads.orOnePerProcessor)
        let bar = ProgressBar(isShown: !quiet && isatty(STDERR_FILENO) == 1)
        do {
            try consortium.write(to: out, overwriting: force, workers: workers) { bar.show($0) }
            bar.clear()
        } catch {
            bar.clear()
            Console.say("error: \(error)")
            throw Exit.missingInput
        }
        if !quiet { Console.say("Wrote about \(students) students a year to \(out).") }
    }

    /// The years of a list like `2014-15,2015-16`.
    private static func years(_ list: String) throws -> [SchoolYear] {
        try list.split(separator: ",", omittingEmptySubsequences: false).map { text in
            guard let year = SchoolYear(String(text)) else {
                throw ValidationError("“\(text)” is not a school year; write it like 2016-17, from 1990-91 to 2060-61.")
            }
            return year
        }
    }
}

extension SurveyDetail: ExpressibleByArgument {}

/// A bar on standard error that is drawn again in its place.
private struct ProgressBar {
    let isShown: Bool

    func show(_ share: Double) {
        if !isShown { return }
        let filled = Int(share * 40)
        let bar = String(repeating: "█", count: filled) + String(repeating: "·", count: 40 - filled)
        Console.put("\r\(bar) \(Int(share * 100)) %", to: STDERR_FILENO)
    }

    func clear() {
        if isShown { Console.put("\r\u{1B}[K", to: STDERR_FILENO) }
    }
}
