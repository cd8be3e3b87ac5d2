import Catalog
import Curl
import Foundation

/// OSRM's HTTP service: `/table/v1/` (https://project-osrm.org/docs/v26.4.0/http, "Table service").
///
/// It knows no closures of ours; who closes streets has to close them in OSRM's own data.
struct OSRMEngine: RoutingEngine {
    /// As `http://127.0.0.1:5000`.
    let address: String
    /// The word in the path; OSRM serves the one profile that it was built with, whatever the word says.
    let profile: String
    /// A server takes 100 coordinates a table unless it was started with `--max-table-size`.
    var blockSize: Int { 50 }
    private let http = HTTPClient(userAgent: "schaufenster")

    init(address: String, profile: String = "bike") {
        self.address = address
        self.profile = profile
    }

    var kind: TravelKind { .osrm }
    var identity: String { "osrm \(address) \(profile)" }

    private struct Table: Decodable {
        struct Waypoint: Decodable {
            var distance: Double?
        }

        var code: String
        var message: String?
        var durations: [[Double?]]?
        var distances: [[Double?]]?
        var sources: [Waypoint]?
    }

    func block(from sources: [GeoPoint], to targets: [GeoPoint], closures: [NetworkClosure]) async throws -> EngineBlock {
        let places = (sources + targets).map(Self.word).joined(separator: ";")
        let first = sources.indices.map(String.init).joined(separator: ";")
        let second = targets.indices.map { String($0 + sources.count) }.joined(separator: ";")
        let url = "\(address)/table/v1/\(profile)/\(places)?sources=\(first)&destinations=\(second)&annotations=duration,distance"
        let table = try await get(url, as: Table.self)
        guard table.code == "Ok", let durations = table.durations, let distances = table.distances,
            Self.isWhole(durations, sources.count, targets.count), Self.isWhole(distances, sources.count, targets.count)
        else {
            throw EngineProblem(description: "\(address) gave no table: \(table.message ?? table.code).")
        }
        let snaps = table.sources.map { $0.map(\.distance) } ?? []
        return EngineBlock(
            durations: durations.flatMap { $0 }, distances: distances.flatMap { $0 },
            snaps: snaps.count == sources.count ? snaps : sources.map { _ in nil })
    }

    private struct Routes: Decodable {
        struct Route: Decodable {
            struct Geometry: Decodable {
                var coordinates: [[Double]]
            }

            var geometry: Geometry
        }

        var code: String
        var message: String?
        var routes: [Route]?
    }

    /// The line of the way over some places in their order: `/route/v1/`.
    func line(over places: [GeoPoint]) async throws -> [GeoPoint] {
        let words = places.map(Self.word).joined(separator: ";")
        let answer = try await get(
            "\(address)/route/v1/\(profile)/\(words)?overview=full&geometries=geojson&continue_straight=false", as: Routes.self)
        guard answer.code == "Ok", let route = answer.routes?.first else {
            throw EngineProblem(description: "\(address) gave no route: \(answer.message ?? answer.code).")
        }
        return route.geometry.coordinates.compactMap { corner in
            corner.count >= 2 ? GeoPoint(latitude: corner[1], longitude: corner[0]) : nil
        }
    }

    private func get<Value: Decodable>(_ url: String, as type: Value.Type) async throws -> Value {
        do {
            // Also a refusal comes as JSON with a code.
            return try decoded(try await http.send(HTTPClient.Request(url: url)).body, as: type, from: address)
        } catch let error as HTTPClientError {
            throw EngineProblem(description: error.description)
        }
    }

    /// Six decimals are a tenth of a metre, and keep addresses short: a server takes 8 KB.
    private static func word(_ place: GeoPoint) -> String {
        String(format: "%.6f,%.6f", place.longitude, place.latitude)
    }

    private static func isWhole(_ rows: [[Double?]], _ height: Int, _ width: Int) -> Bool {
        rows.count == height && rows.allSatisfy { $0.count == width }
    }
}
