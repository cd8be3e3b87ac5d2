import ArgumentParser
import Foundation

struct FailedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failed", abstract: "What could not be handed over: bring it again, or send it back.",
        discussion: """
              dispatch-cli failed                                     what waits for a decision, and where it lies
              dispatch-cli failed retry S-000123                      the windows in which it can be brought again
              dispatch-cli failed retry S-000123 --window 16:00       brings it again between 16 and 18 o'clock
              dispatch-cli failed return S-000123                     back to its shop
            Shoppers choose another window themselves on their order's page. A door is gone to three times at most. What has to be warm or \
            cold is not brought again; 'return' closes it.
            """,
        subcommands: [FailedListCommand.self, FailedRetryCommand.self, FailedReturnCommand.self],
        defaultSubcommand: FailedListCommand.self)

    static func path(_ number: String, _ action: String) -> String { "/api/v1/dispatch/shipments/\(number)/\(action)" }
}

/// A delivery that failed, as the service lists it.
struct FailedDelivery: Codable, Sendable {
    var shipment: Shipment
    var note: String?
    var atHubFrom: Date?
    var canBeBroughtAgain: Bool

    /// What a dispatcher can do with it.
    var choices: String { canBeBroughtAgain ? "retry, return" : "return" }

    /// Where it is: the hub, and until when the bike needs to bring it there.
    func place(at now: Date) -> String {
        guard let hub = shipment.undelivered?.hub else { return "" }
        guard let atHubFrom, atHubFrom > now else { return hub }
        return "\(hub) from \(Format.time(atHubFrom))"
    }
}

struct FailedListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "What could not be handed over and waits for a decision, of all days.")
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let failed = try await connection.client().get(
            "/api/v1/dispatch/failed-deliveries", as: List<FailedDelivery>.self)
        let output = Output.standardOutput
        if connection.json { return output.json(failed.json) }
        var table = Table([
            .left("SHIPMENT"), .right("ATTEMPT"), .left("DAY"), .left("WINDOW"), .text("FROM"), .text("TO"), .left("WHERE"),
            .text("WHY"), .left("WHAT CAN BE DONE"),
        ])
        for delivery in failed.value.items {
            let shipment = delivery.shipment
            table.append([
                Table.Cell(shipment.number, .bold), Table.Cell("\(shipment.attempt)"), Table.Cell(shipment.day),
                Table.Cell(Format.span(shipment.windowStart, shipment.windowEnd)), Table.Cell(shipment.origin.name),
                Table.Cell(shipment.destination.line), Table.Cell(delivery.place(at: Date())),
                Table.Cell(delivery.note ?? ""), Table.Cell(delivery.choices, .warning),
            ])
        }
        table.write(to: output)
        if failed.value.items.isEmpty, output.isTerminal { output.line("Nothing waits for a decision.") }
    }
}

struct FailedRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Bring it again in another delivery window; without one, list those that can be had.")
    @Argument(help: "The number of the shipment that failed.") var shipment: String
    @Option(help: "When the delivery window begins, 16:00.") var window: String?
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    private struct Choice: Codable, Sendable {
        struct Refusal: Codable, Sendable { var code: String }
        var day: String
        var start, end: Date
        var refusal: Refusal?
    }

    private struct Wish: Codable, Sendable { var window: String }

    private struct Attempt: Codable, Sendable {
        var number: String
        var attempt: Int
        var windowStart, windowEnd: Date
    }

    func run() async throws {
        let client = try connection.client()
        let number = try ShipmentName.number(shipment)
        let output = Output.standardOutput
        guard let window else {
            let windows = try await client.get(FailedCommand.path(number, "attempt-windows"), as: List<Choice>.self)
            if connection.json { return output.json(windows.json) }
            var table = Table([.left("DAY"), .left("WINDOW"), .left("CAN BE HAD")])
            for window in windows.value.items {
                table.append([
                    Table.Cell(window.day), Table.Cell(Format.span(window.start, window.end)),
                    Table.Cell(window.refusal?.code ?? "yes", window.refusal == nil ? .good : .bad),
                ])
            }
            return table.write(to: output)
        }
        let wish = Wish(window: try await day.window(beginning: window, by: client))
        let answer: APIClient.Answer<Attempt> = try await client.call("POST", FailedCommand.path(number, "attempts"), body: wish)
        if connection.json { return output.json(answer.json) }
        let attempt = answer.value
        output.line(
            "\(attempt.number) brings it again, attempt \(attempt.attempt), \(Format.dayAndTime(attempt.windowStart))–"
                + "\(Format.time(attempt.windowEnd)). The next plan has it.")
    }
}

struct FailedReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return", abstract: "Send it back to its shop; the order ends as returned when it is there.",
        discussion: """
            Another carrier's parcel is handed back at the hub. What has to be warm or cold is closed, and its order ends at once. What was \
            paid is the shop's to give back.
            """)
    @Argument(help: "The number of the shipment that failed.") var shipment: String
    @OptionGroup var connection: ConnectionOptions

    private struct Nothing: Codable, Sendable {}

    private struct Way: Codable, Sendable {
        var way: String
        var number, shopName: String?
        var windowStart, windowEnd: Date?
    }

    func run() async throws {
        let number = try ShipmentName.number(shipment)
        let answer: APIClient.Answer<Way> = try await connection.client().call(
            "POST", FailedCommand.path(number, "return"), body: Nothing())
        let output = Output.standardOutput
        if connection.json { return output.json(answer.json) }
        let way = answer.value
        switch way.way {
        case "to-shop":
            let by = way.windowEnd.map { ", by \(Format.dayAndTime($0))" } ?? ""
            output.line("\(way.number ?? "") brings it back to \(way.shopName ?? "its shop")\(by). The next plan has it.")
        case "handed-back": output.line("It stays at the hub for whoever sent it. Nothing more is done with it here.")
        default: output.line("It could not be kept and is not for sale any more. Its order has ended as returned.")
        }
    }
}
