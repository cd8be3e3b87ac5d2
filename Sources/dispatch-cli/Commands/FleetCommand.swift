import ArgumentParser
import Foundation

struct FleetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet",
        abstract: "The hubs and their bikes on the day: what they carry, how far they come, who rides them.",
        discussion: """
              dispatch-cli fleet               all hubs
              dispatch-cli fleet --hub nord    one of them
            The range is with load, less the reserve that plans leave in the battery.
            """)

    @Option(help: "Only this hub, by its key.")
    var hub: String?
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get(
            "/api/v1/dispatch/fleet", query: ["day": day.resolved(), "hub": hub], as: Fleet.self)
        if connection.json { return Output.standardOutput.json(answer.json) }
        answer.value.write(to: .standardOutput)
    }
}

extension Fleet {
    func write(to output: Output) {
        var table = Table([
            .left("HUB"), .left("BIKE"), .text("TYPE"), .left("KEEPS"), .right("PAYLOAD"), .right("VOLUME"), .right("BATTERY"),
            .right("RANGE"), .left("STATE"), .text("TOURS"),
        ])
        for hub in hubs {
            for bike in hub.bikes {
                table.append([
                    Table.Cell(hub.key), Table.Cell(bike.key, .bold), Table.Cell(bike.type),
                    Table.Cell(bike.compartments.joined(separator: ", ")), Table.Cell(Format.kilograms(bike.payloadGrams)),
                    Table.Cell(Format.litres(bike.volumeMillilitres)), Table.Cell("\(bike.batteryWattHours) Wh"),
                    Table.Cell(Format.kilometres(bike.rangeMetres)), Table.Cell(bike.state, Self.style(of: bike.state)),
                    Table.Cell(bike.tours.map(Self.words).joined(separator: "; ")),
                ])
            }
        }
        table.write(to: output)
        guard output.isTerminal else { return }
        for hub in hubs {
            let (riding, out) = (
                hub.bikes.count { !$0.tours.isEmpty }, hub.bikes.count { $0.state == "out" || $0.state == "workshop" }
            )
            output.line(
                "\(hub.name): \(hub.bikes.count) bikes in \(hub.bikePlaces) places, \(riding) with tours, \(out) out; "
                    + "\(hub.shifts) shifts on \(day); open \(hub.opens)–\(hub.closes)")
        }
    }

    private static func words(_ tour: Tour) -> String {
        let shift = tour.shiftStart.map { ", shift \(Format.span($0, tour.shiftEnd))" } ?? ""
        return "\(tour.number) \(Format.span(tour.start, tour.end)) \(tour.rider ?? "nobody")\(shift)"
    }

    private static func style(of state: String) -> Style {
        switch state {
        case "out", "workshop": .bad
        case "underway": .accent
        case "free", "done": .dim
        default: .plain
        }
    }
}
