import Routing

/// The addresses under which the service draws its map, each with the graph's name in it, so that browsers may keep what they have until the
/// streets change.
struct MapPicture: Sendable {
    let attribution: String
    private let version: String

    init(_ graph: StreetGraph) {
        attribution = graph.attribution
        version = graph.fingerprint
    }

    /// The tiles, with Leaflet's placeholders.
    var tiles: String { "/karte/{z}/{x}/{y}.svg?v=\(version)" }

    /// A picture that fits a drawing exactly.
    func address(_ projection: MapProjection) -> String {
        let edges = projection.edges
        let numbers = [edges.west, edges.south, edges.east, edges.north].map(Self.degrees).joined(separator: ",")
        return "/karte/bild.svg?edges=\(numbers)&width=\(Int(projection.width))&v=\(version)"
    }

    /// Six decimals, which is a tenth of a metre.
    private static func degrees(_ value: Double) -> String {
        let millionths = Int((value * 1e6).rounded())
        let digits = String(abs(millionths) % 1_000_000)
        return "\(millionths < 0 ? "-" : "")\(abs(millionths) / 1_000_000)."
            + String(repeating: "0", count: 6 - digits.count) + digits
    }
}
