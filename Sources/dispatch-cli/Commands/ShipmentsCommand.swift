import ArgumentParser
import Foundation

struct ShipmentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shipments", abstract: "The day's shipments: from where, to where, when, on which tour.")

    @OptionGroup var day: DayOption
    @Option(help: "Only these: waiting, planned, underway, delivered, failed or cancelled.")
    var state: String?
    @Flag(help: "Only those that the current plan leaves out, with the reason.")
    var unserved = false
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        var shipments: [Shipment] = try await connection.client().all(
            "/api/v1/dispatch/shipments", query: ["day": day.resolved(), "state": state])
        if unserved { shipments.removeAll { $0.unservedReasons.isEmpty } }
        let output = Output.standardOutput
        if connection.json { return try output.json(List(items: shipments)) }
        var table = Table([
            .left("SHIPMENT"), .left("STATE"), .left("WHAT"), .text("FROM"), .text("TO"), .left("WINDOW"), .left("READY"),
            .right("KG"),
            .right("TOUR"), .left("ETA"), .text("WHY NOT"),
        ])
        for shipment in shipments {
            table.append([
                Table.Cell(shipment.number, .bold), Table.Cell(shipment.state, Style(state: shipment.state)),
                Table.Cell(Self.word(shipment)), Table.Cell(shipment.origin.name),
                Table.Cell(shipment.destination.line),
                Table.Cell(Format.span(shipment.windowStart, shipment.windowEnd)), Table.Cell(Format.time(shipment.readyAt)),
                Table.Cell(Format.kilograms(shipment.weightGrams)), Table.Cell(shipment.tour.map(String.init) ?? ""),
                Table.Cell(shipment.eta.map(Format.time) ?? ""),
                Table.Cell(
                    shipment.undelivered?.words ?? shipment.unservedReasons.map(\.detail).joined(separator: "; "), .bad),
            ])
        }
        table.write(to: output)
        if shipments.isEmpty, output.isTerminal { output.line(unserved ? "Nothing is left out." : "No shipments.") }
    }

    private static func word(_ shipment: Shipment) -> String {
        switch shipment.kind {
        case "delivery": shipment.attempt == 1 ? "bring" : "bring, attempt \(shipment.attempt)"
        case "collection": "fetch"
        case "return": "back to its shop"
        default: shipment.kind
        }
    }
}
