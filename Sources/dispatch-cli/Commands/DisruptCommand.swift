import ArgumentParser
import Foundation

struct DisruptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disrupt", abstract: "Tell what goes wrong; then replan.",
        discussion: """
              dispatch-cli disrupt bike LJ-2 --reason "fork broken"     rides no more; its goods are fetched where it stands
              dispatch-cli disrupt rider mira                           called in sick, from now on
              dispatch-cli disrupt rider mira --from 14:00              … from then on
              dispatch-cli disrupt shop buchhandlung --minutes 30       hands over half an hour later
              dispatch-cli disrupt customer S-000123 --window 18:00-20:00   agreed another window
              dispatch-cli disrupt customer S-000123                    not on this day
              dispatch-cli disrupt undo 3                               takes number 3 of the list back
              dispatch-cli disrupt street "Rheinstraße" --until 18:00   closed, all of it, for this time
            """,
        subcommands: [
            DisruptListCommand.self, DisruptBikeCommand.self, DisruptRiderCommand.self, DisruptShopCommand.self,
            DisruptCustomerCommand.self, DisruptStreetCommand.self, DisruptUndoCommand.self,
        ], defaultSubcommand: DisruptListCommand.self)
}

/// What every disruption takes.
struct DisruptionOptions: ParsableArguments {
    @Option(help: "From when on, 14:00; now when it is not given.")
    var from: String?
    @Option(help: "Why, for the log.")
    var reason: String?
    @OptionGroup var confirmation: Confirmation
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    fileprivate func tell(_ kind: String, _ subject: String, minutes: Int? = nil, window: String? = nil) async throws {
        let day = try day.resolved()
        var draft = DisruptionDraft(
            kind: kind, subject: subject, from: try from.map { try ClockTime.moment($0, day: day) }, minutes: minutes)
        draft.reason = reason
        if let window {
            let times = window.split(separator: "-").map(String.init)
            guard times.count == 2 else { throw Failure.badInput("'\(window)' is no window; write 18:00-20:00.") }
            draft.windowStart = try ClockTime.moment(times[0], day: day)
            draft.windowEnd = try ClockTime.moment(times[1], day: day)
        }
        try confirmation.ask(
            "\(kind) \(subject): the next plan, and every window that is sold from now on, will count on it. Go on?")
        let answer: APIClient.Answer<Disruption> = try await connection.client().call(
            "POST", "/api/v1/dispatch/disruptions", query: ["day": day], body: draft)
        if connection.json { return Output.standardOutput.json(answer.json) }
        Output.standardOutput.line("Noted: \(answer.value.kind) \(answer.value.subject). Now: dispatch-cli replan")
    }
}

struct DisruptListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "What went wrong on the day.")
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get(
            "/api/v1/dispatch/disruptions", query: ["day": day.resolved()], as: List<Disruption>.self)
        let output = Output.standardOutput
        if connection.json { return output.json(answer.json) }
        var table = Table([
            .right("#"), .left("WHAT"), .text("WHO"), .left("FROM"), .text("DETAIL"), .text("REASON"), .left("STATE"),
        ])
        for (index, entry) in answer.value.items.enumerated() {
            let detail =
                entry.minutes.map { "\($0) min later" } ?? entry.until.map { "until \(Format.dayAndTime($0))" }
                ?? Format.span(entry.windowStart, entry.windowEnd)
            table.append([
                Table.Cell("\(index + 1)", .bold), Table.Cell(entry.kind, .accent), Table.Cell(entry.subject),
                Table.Cell(Format.time(entry.from)), Table.Cell(detail), Table.Cell(entry.reason),
                entry.liftedAt.map { Table.Cell("taken back \(Format.time($0))", .dim) } ?? Table.Cell("holds", .warning),
            ])
        }
        table.write(to: output)
        if table.rows.isEmpty, output.isTerminal { output.line("Nothing has gone wrong.") }
    }
}

struct DisruptBikeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "bike", abstract: "A bike rides no more.")
    @Argument(help: "The bike's key.") var bike: String
    @OptionGroup var options: DisruptionOptions
    func run() async throws { try await options.tell("bike-out", bike) }
}

struct DisruptRiderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "rider", abstract: "A rider stops riding, or calls in sick.")
    @Argument(help: "The rider's key.") var rider: String
    @OptionGroup var options: DisruptionOptions
    func run() async throws { try await options.tell("rider-out", rider) }
}

struct DisruptShopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "shop", abstract: "A shop hands over later than it said.")
    @Argument(help: "The shop's key.") var shop: String
    @Option(help: "By how many minutes.") var minutes: Int
    @OptionGroup var options: DisruptionOptions
    func run() async throws { try await options.tell("shop-late", shop, minutes: minutes) }
}

struct DisruptCustomerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "customer", abstract: "Nobody opens in the window that was sold: agree another, or not on this day.")
    @Argument(help: "The shipment's number.") var shipment: String
    @Option(help: "The window that was agreed, 18:00-20:00.") var window: String?
    @OptionGroup var options: DisruptionOptions
    func run() async throws { try await options.tell("customer-absent", try ShipmentName.number(shipment), window: window) }
}

struct DisruptUndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "undo", abstract: "Take a disruption back.")
    @Argument(help: "Its number in the list.") var number: Int
    @OptionGroup var confirmation: Confirmation
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let client = try connection.client()
        let list: List<Disruption> = try await client.get(
            "/api/v1/dispatch/disruptions", query: ["day": day.resolved()]
        ).value
        guard list.items.indices.contains(number - 1) else {
            throw Failure.badInput("There is no number \(number); dispatch-cli disrupt lists them.")
        }
        let chosen = list.items[number - 1]
        try confirmation.ask("\(chosen.kind) \(chosen.subject) is over: the next plan no longer counts on it. Go on?")
        let answer: APIClient.Answer<Disruption> = try await client.call(
            "DELETE", "/api/v1/dispatch/disruptions/\(chosen.id.uuidString.lowercased())")
        if connection.json { return Output.standardOutput.json(answer.json) }
        Output.standardOutput.line("Taken back: \(answer.value.kind) \(answer.value.subject). Now: dispatch-cli replan")
    }
}
