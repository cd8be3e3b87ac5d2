import ArgumentParser
import Foundation

struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Why a shipment is in no tour, and what would let it in.")

    @Argument(help: "The shipment's number, S-000123 or 123.")
    var shipment: String
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let number = try ShipmentName.number(shipment)
        let answer = try await connection.client().get(
            "/api/v1/dispatch/shipments/\(number)/explanation", as: ShipmentExplanation.self)
        let output = Output.standardOutput
        if connection.json { return output.json(answer.json) }
        let found = answer.value
        if let tour = found.tour {
            return output.line(
                "\(found.number) rides with tour \(tour)\(found.arrival.map { ", at the door about \(Format.time($0))" } ?? "").")
        }
        if found.fitsNow { return output.line("\(found.number) is in no tour yet, but fits: dispatch-cli replan") }
        guard !found.reasons.isEmpty else { return output.line("\(found.number) is \(found.state).") }
        for reason in found.reasons {
            output.line("\(Style.bad.apply(reason.constraint, colours: output.hasColours)): \(reason.detail)")
        }
        output.line()
        guard !found.remedies.isEmpty else { return output.line("No single change that was tried would let it in.") }
        var table = Table([.text("WHAT WOULD LET IT IN"), .left("AT THE DOOR"), .right("COSTS MORE")])
        for remedy in found.remedies {
            table.append([
                Table.Cell(remedy.detail, .good), Table.Cell(Format.time(remedy.arrival)),
                Table.Cell(Format.euros(remedy.extraCostCents)),
            ])
        }
        table.write(to: output)
    }
}

/// A shipment's number as dispatchers write it.
enum ShipmentName {
    /// `S-000123` for `S-000123`, `s-123` and `123`.
    static func number(_ text: String) throws -> String {
        let digits = text.uppercased().hasPrefix("S-") ? text.dropFirst(2) : text[...]
        guard let number = Int(digits), number > 0 else {
            throw Failure.badInput("'\(text)' is no shipment's number; write S-000123 or 123.")
        }
        let written = String(number)
        return "S-" + String(repeating: "0", count: max(0, 6 - written.count)) + written
    }
}
