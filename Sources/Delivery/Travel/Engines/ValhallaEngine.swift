import Catalog
import Curl
import Foundation

/// Valhalla's HTTP service: `/sources_to_targets` (https://valhalla.github.io/valhalla/api/matrix/api-reference/).
///
/// Areas that are closed are sent along as `exclude_polygons`; slow zones and single ways cannot be.
struct ValhallaEngine: RoutingEngine {
    /// As `http://127.0.0.1:8002`.
    let address: String
    /// A server takes 2,500 pairs for a bicycle matrix unless its configuration says otherwise (`service_limits.bicycle`).
    var blockSize: Int { 50 }
    private let http = HTTPClient(userAgent: "schaufenster")

    init(address: String) {
        self.address = address
    }

    var kind: TravelKind { .valhalla }
    var identity: String { "valhalla \(address) bicycle, city bike, 18 km/h" }

    private struct Place: Encodable {
        var lat: Double
        var lon: Double

        init(_ place: GeoPoint) {
            lat = place.latitude
            lon = place.longitude
        }
    }

    private struct Question: Encodable {
        struct Bicycle: Encodable {
            // A loaded cargo bike: slow over bad surfaces, no taste for hills.
            var bicycleType = "City"
            var cyclingSpeed = 18
            var useHills = 0.2
            var avoidBadSurfaces = 0.6
        }

        var sources: [Place]
        var targets: [Place]
        var costing = "bicycle"
        var costingOptions = ["bicycle": Bicycle()]
        var units = "kilometers"
        var excludePolygons: [[[Double]]]?
    }

    private struct Answer: Decodable {
        struct Cell: Decodable {
            var time: Double?
            /// Kilometres.
            var distance: Double?
        }

        var sourcesToTargets: [[Cell]]?
        var error: String?
    }

    func block(from sources: [GeoPoint], to targets: [GeoPoint], closures: [NetworkClosure]) async throws -> EngineBlock {
        let areas = closures.filter { $0.speedKilometresPerHour == nil }.compactMap(\.polygon)
        let question = Question(
            sources: sources.map(Place.init), targets: targets.map(Place.init), excludePolygons: areas.isEmpty ? nil : areas)
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let request = HTTPClient.Request(
            method: "POST", url: "\(address)/sources_to_targets", headers: ["Content-Type: application/json"],
            body: try encoder.encode(question))
        let body: Data
        do {
            body = try await http.send(request).body
        } catch let error as HTTPClientError {
            throw EngineProblem(description: error.description)
        }
        let answer = try decoded(body, as: Answer.self, from: address)
        guard let rows = answer.sourcesToTargets, rows.count == sources.count, rows.allSatisfy({ $0.count == targets.count })
        else {
            throw EngineProblem(description: "\(address) gave no matrix: \(answer.error ?? "its size is another").")
        }
        let cells = rows.flatMap { $0 }
        return EngineBlock(
            durations: cells.map(\.time), distances: cells.map { $0.distance.map { $0 * 1000 } }, snaps: sources.map { _ in nil })
    }
}
