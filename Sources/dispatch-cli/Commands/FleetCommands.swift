import ArgumentParser
import Foundation

struct HubsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "hubs", abstract: "The micro-hubs.")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get("/api/v1/dispatch/hubs", as: List<Hub>.self)
        if connection.json { return Output.standardOutput.json(answer.json) }
        var table = Table([.left("HUB"), .text("NAME"), .left("OPEN"), .right("BIKES"), .right("LAT"), .right("LON")])
        for hub in answer.value.items {
            table.append([
                Table.Cell(hub.key, .bold), Table.Cell(hub.name), Table.Cell("\(hub.opens)–\(hub.closes)"),
                Table.Cell("\(hub.bikes)"),
                Table.Cell(String(format: "%.4f", hub.latitude)), Table.Cell(String(format: "%.4f", hub.longitude)),
            ])
        }
        table.write(to: .standardOutput)
    }
}

struct BikesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "bikes", abstract: "The cargo bikes.")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get("/api/v1/dispatch/bikes", as: List<Bike>.self)
        if connection.json { return Output.standardOutput.json(answer.json) }
        var table = Table([
            .left("BIKE"), .text("NAME"), .text("TYPE"), .left("HUB"), .right("PAYLOAD"), .right("VOLUME"), .right("BATTERY"),
        ])
        for bike in answer.value.items {
            table.append([
                Table.Cell(bike.key, .bold), Table.Cell(bike.name), Table.Cell(bike.type), Table.Cell(bike.hub),
                Table.Cell(Format.kilograms(bike.payloadGrams)), Table.Cell(Format.litres(bike.volumeMillilitres)),
                Table.Cell("\(bike.batteryWattHours) Wh"),
            ])
        }
        table.write(to: .standardOutput)
    }
}
