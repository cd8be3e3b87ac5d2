import ArgumentParser
import Foundation

/// Where the running service's bikes deliver to.
struct NetworkAreaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "area", abstract: "Show, set or lift the delivery area of the running service.",
        discussion: """
            The area is a GeoJSON polygon, such as `network isochrone` writes or a map editor draws. The checkout refuses addresses outside of it.
            Without an area the bikes go wherever an address is known.
            """)

    @Argument(help: "A GeoJSON file with the new area; without it the area is shown.")
    var file: String?
    @Flag(help: "Lift the limit.")
    var remove = false
    @OptionGroup var connection: ConnectionOptions

    private static let path = "/api/v1/dispatch/delivery-area"

    func run() async throws {
        guard file == nil || !remove else { throw Failure.badInput("Give a file or --remove, not both.") }
        let client = try connection.client()
        if remove {
            try await client.callWithoutAnswer("DELETE", Self.path)
            return Output.standardOutput.line("The bikes deliver wherever an address is known.")
        }
        guard let file else {
            return Output.standardOutput.json(try await client.get("/api/v1/delivery-area", as: Area.self).json)
        }
        guard let data = FileManager.default.contents(atPath: file) else { throw Failure.badInput("\(file) cannot be read.") }
        let area = try await client.call("PUT", Self.path, json: data, as: Area.self)
        Output.standardOutput.line(
            "The bikes deliver to \(area.value.coordinates.count) area\(area.value.coordinates.count == 1 ? "" : "s").")
    }

    private struct Area: Codable, Sendable {
        var coordinates: [[[[Double]]]]
    }
}
