public import Foundation

/// Files that tests of several modules read.
public enum TestFiles {
    /// The made-up village as an OpenStreetMap extract: a grid of five by five junctions some hundred metres apart, from 49.87 N, 8.65 E.
    public static func village() throws -> Data { try Data(contentsOf: villageFile) }

    public static var villageFile: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("RoutingTests/Streets/Fixtures/village.osm")
    }
}
