import ArgumentParser

@main
struct SchoolIndex: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schoolindex", abstract: "Computes school accountability indices.", subcommands: [Simulate.self])
}
