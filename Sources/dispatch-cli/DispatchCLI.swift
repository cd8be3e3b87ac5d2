import ArgumentParser
import Foundation

/// The dispatcher's terminal.
struct DispatchCLI: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dispatch-cli",
        abstract: "Plan today's cargo-bike tours, put riders on them, keep the day on track.",
        discussion: """
            A morning, from the beginning:
              dispatch-cli login --url http://127.0.0.1:8080 --token-file dispatcher.token
              dispatch-cli status              what is to be delivered, what is planned
              dispatch-cli plan                plan the day (about ten seconds)
              dispatch-cli tours               the tours with their times
              dispatch-cli assign --auto       riders on tours, with reasons
              dispatch-cli tour 3              the stops of tour 3
              dispatch-cli board               the day live, full screen
            When something breaks:
              dispatch-cli disrupt bike LJ-2   … rider, shop, customer
              dispatch-cli replan              the tours after it, moving little
              dispatch-cli why S-000123        what keeps it out, and what would let it in

            Tables on a terminal, plain tab-separated lines in a pipe, JSON with --json.
            Exit codes: 0 done, 1 it could not be done, 2 the call or the input is wrong.
            Settings: SCHAUFENSTER_URL, SCHAUFENSTER_TOKEN, NO_COLOR.
            """,
        version: "0.1.0",
        subcommands: [BoardTimingCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "The day",
                subcommands: [
                    StatusCommand.self, BoardCommand.self, ShipmentsCommand.self, PlanCommand.self, ReplanCommand.self,
                    PlansCommand.self, WhyCommand.self, DisruptCommand.self, EventsCommand.self, ReportCommand.self,
                    ExportCommand.self, SimulateCommand.self,
                ]),
            CommandGroup(name: "Tours and riders", subcommands: [ToursCommand.self, TourCommand.self, AssignCommand.self]),
            CommandGroup(
                name: "Other errands", subcommands: [CollectionCommand.self, MilkRunCommand.self, ManifestCommand.self]),
            CommandGroup(name: "Shops", subcommands: [CatalogCommand.self]),
            CommandGroup(
                name: "Fleet",
                subcommands: [FleetCommand.self, HubsCommand.self, BikesCommand.self, RidersCommand.self, ShiftsCommand.self]),
            CommandGroup(
                name: "Connection",
                subcommands: [LoginCommand.self, LogoutCommand.self, WhoAmICommand.self, HealthCommand.self]),
            CommandGroup(name: "Without the service", subcommands: [SolveCommand.self, NetworkCommand.self]),
            CommandGroup(name: "Shell", subcommands: [CompletionsCommand.self, ManCommand.self]),
        ])
}

@main
enum Main {
    /// Runs the command line and ends the process with 0, 1 or 2.
    static func main() async {
        do {
            var command = try DispatchCLI.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            Output.standardError.write("\(failure.description)\n")
            exit(failure.exitCode)
        } catch {
            // The parser's own: help and version (0), or a usage error, which it would end with 64.
            let code = DispatchCLI.exitCode(for: error)
            let message = DispatchCLI.fullMessage(for: error)
            if code == .success {
                Output.standardOutput.write(message.hasSuffix("\n") || message.isEmpty ? message : message + "\n")
                exit(0)
            }
            if !message.isEmpty { Output.standardError.write(message.hasSuffix("\n") ? message : message + "\n") }
            exit(code == .validationFailure ? 2 : 1)
        }
    }
}
