public import Catalog
import Foundation
import Routing

/// Travel by a routing engine that the city runs as a server of its own.
///
/// The engine has one kind of bike, so all kinds of ours ride alike; the battery gives what the kind of bike draws for each kilometre.
public struct EngineTravelSource: TravelSource {
    private let engine: any RoutingEngine
    private let straight = GreatCircleTravelSource()

    init(_ engine: any RoutingEngine) {
        self.engine = engine
    }

    /// - Parameter address: as `http://127.0.0.1:5000`.
    /// - Returns: `nil` for a kind that is no server.
    public init?(_ kind: TravelKind, address: String) {
        let address = address.hasSuffix("/") ? String(address.dropLast()) : address
        switch kind {
        case .osrm: self.init(OSRMEngine(address: address))
        case .valhalla: self.init(ValhallaEngine(address: address))
        case .streets, .greatCircle: return nil
        }
    }

    public var kind: TravelKind { engine.kind }

    public func tables(between places: [GeoPoint], for types: [BikeType], closures: [NetworkClosure]) async throws -> TravelTables
    {
        let size = places.count
        var durations = [Double?](repeating: nil, count: size * size)
        var distances = durations
        var far: Set<Int> = []
        let starts = Array(stride(from: 0, to: size, by: engine.blockSize))
        for row in starts {
            let rows = row..<min(row + engine.blockSize, size)
            for column in starts {
                let columns = column..<min(column + engine.blockSize, size)
                let block = try await engine.block(
                    from: Array(places[rows]), to: Array(places[columns]), closures: closures)
                for (line, from) in rows.enumerated() {
                    for (cell, to) in columns.enumerated() {
                        durations[from * size + to] = block.durations[line * columns.count + cell]
                        distances[from * size + to] = block.distances[line * columns.count + cell]
                    }
                    if let snap = block.snaps[line], snap > StreetTravelSource.farthest { far.insert(from) }
                }
            }
        }
        let matrices = types.map { type in
            Self.matrix(
                size: size, durations: durations, distances: distances, type: type, far: far,
                lines: far.isEmpty ? nil : straight.matrix(between: places, for: type))
        }
        return TravelTables(
            kind: kind, identity: "\(engine.identity), \(straight.identity)", matrices: matrices, farFromStreets: far.sorted())
    }

    private static func matrix(
        size: Int, durations: [Double?], distances: [Double?], type: BikeType, far: Set<Int>, lines: TravelMatrix?
    ) -> TravelMatrix {
        func whole(_ value: Double?) -> Int32 {
            guard let value, value >= 0, value < Double(Int32.max - 1) else { return TravelMatrix.unreachable }
            return Int32(value.rounded())
        }
        // A watt hour a kilometre is a milliwatt hour a metre.
        let travel = TravelMatrix(
            size: size, durations: durations.map(whole), distances: distances.map(whole),
            energies: distances.map { whole($0.map { $0 * type.wattHoursPerKilometre }) })
        return StreetTravelSource.joined(
            travel, ends: StreetEnds(walks: Array(repeating: 0, count: size), far: far), lines: lines)
    }

    /// The line over some places where the engine tells it; `nil` where it cannot.
    func line(over places: [GeoPoint]) async throws -> [GeoPoint]? {
        guard let osrm = engine as? OSRMEngine else { return nil }
        return try await osrm.line(over: places)
    }
}
