import ArgumentParser
import Foundation
import Routing

/// Closes streets in the running service.
struct NetworkCloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Close streets, or slow them, in the running service.",
        discussion: """
            The area is a GeoJSON file with a polygon, or its corners as longitude,latitude in one word each. The next plan keeps off it;
            ways on maps do so within a second.

              dispatch-cli network close --polygon heinerfest.geojson --from 2026-07-01T08:00 --until 2026-07-06T02:00 --reason Heinerfest
              dispatch-cli network close --polygon "8.65,49.87 8.66,49.87 8.66,49.88" --reason Demonstration
              dispatch-cli network close --way 4711 --speed 6 --reason Markttag
            """)

    @Option(help: "The area: a GeoJSON file, or corners as \"lon,lat lon,lat lon,lat …\".")
    var polygon: String?
    @Option(help: "OpenStreetMap's number of a way.")
    var way: Int64?
    @Option(help: "A slow zone with this speed in km/h instead of a closure.")
    var speed: Double?
    @Option(help: "From when, such as 2026-11-21T08:00 in the city's time. Default: now.")
    var from: String?
    @Option(help: "Until when. Default: until it is lifted with `network reopen`.")
    var until: String?
    @Option(help: "Why; dispatchers and maps show it.")
    var reason: String
    @OptionGroup var connection: ConnectionOptions

    private struct Draft: Encodable, Sendable {
        var polygon: [[Double]]?
        var way: Int64?
        var speedKilometresPerHour: Double?
        var from: Date?
        var until: Date?
        var reason: String
    }

    func run() async throws {
        let draft = Draft(
            polygon: try polygon.map(Self.outline), way: way, speedKilometresPerHour: speed,
            from: try from.map { try LocalTime.parse($0, name: "--from") },
            until: try until.map { try LocalTime.parse($0, name: "--until") }, reason: reason)
        guard (draft.polygon == nil) != (draft.way == nil) else { throw Failure.badInput("Name either --polygon or --way.") }
        let answer = try await connection.client().call("POST", "/api/v1/dispatch/closures", body: draft, as: Closure.self)
        if connection.json { return Output.standardOutput.json(answer.json) }
        Output.standardOutput.line("\(answer.value.words). Lift it with: dispatch-cli network reopen \(answer.value.shortID)")
    }

    /// Places written as "lon,lat lon,lat …"; nil when the text is anything else.
    static func corners(_ text: String) -> [[Double]]? {
        let corners = text.split(separator: " ").map { corner in
            corner.split(separator: ",").map { Double($0) }
        }
        guard !corners.isEmpty, corners.allSatisfy({ $0.count == 2 && $0.allSatisfy { $0 != nil } }) else { return nil }
        return corners.map { $0.compactMap { $0 } }
    }

    /// Corners from a word or from a file.
    static func outline(_ text: String) throws -> [[Double]] {
        if let corners = corners(text) { return corners }
        let closures = try ClosureFile.read(text)
        let rings = closures.compactMap { closure -> [Coordinate]? in
            if case .polygon(let ring) = closure.place { ring } else { nil }
        }
        guard rings.count == 1, let ring = rings.first else {
            throw Failure.badInput("\(text) has \(rings.count) polygons; one closure takes one.")
        }
        return ring.map { [$0.longitude, $0.latitude] }
    }
}
