import Accounts
import Catalog
import Foundation
import Routing
import TestSupport

@testable import Delivery

/// The made-up village of the routing tests as the service's streets: a grid of five by five junctions some hundred metres apart.
enum StreetVillage {
    static func streets() throws -> CityStreets {
        CityStreets(try StreetGraph.importing(OSMFile(name: "village.osm", bytes: [UInt8](TestFiles.village()))))
    }

    /// The same on hills.
    static func hillyStreets() throws -> CityStreets {
        try HillyTile.withFolder { folder in
            CityStreets(
                try StreetGraph.importing(
                    OSMFile(name: "village.osm", bytes: [UInt8](TestFiles.village())), elevation: ElevationModel(folder: folder)))
        }
    }

    /// A place of the grid; junctions have whole numbers, counted from the south-west.
    static func place(_ row: Double, _ column: Double) -> GeoPoint {
        SampleFleet.point(49.87 + row * 0.0009, 8.65 + column * 0.0014)
    }

    /// A box between two places of the grid as a closure takes it.
    static func box(_ south: Double, _ west: Double, _ north: Double, _ east: Double) -> [[Double]] {
        [place(south, west), place(south, east), place(north, east), place(north, west)].map { [$0.longitude, $0.latitude] }
    }

    static func closure(_ polygon: [[Double]]?, way: Int64? = nil, speed: Double? = nil) -> NetworkClosure {
        NetworkClosure(
            id: .new(), polygon: polygon, way: way, speedKilometresPerHour: speed, from: .distantPast, until: nil,
            reason: "Markt",
            createdAt: .distantPast, reopenedAt: nil)
    }
}
