import ArgumentParser

/// Plans of a simulated day beside other ways of making them, and many simulated days.
@main
struct DispatchBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "DispatchBenchmarks", subcommands: [PlansCommand.self, JudgeCommand.self, DaysCommand.self])
}
