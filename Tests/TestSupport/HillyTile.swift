import Foundation

/// Made-up heights around Darmstadt as an elevation tile: hills that rise and fall by up to 40 m from one measured height to the next.
public enum HillyTile {
    /// - Returns: what `body` makes of the path of a folder with the tile, which is gone afterwards.
    public static func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
        let folder = NSTemporaryDirectory() + "hills-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1201 * 1201 * 2)
        for row in 0..<1201 {
            for column in 0..<1201 {
                let height = 150 + (row * 17 + column * 23) % 41
                bytes += [UInt8(height >> 8), UInt8(height & 255)]
            }
        }
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/N49E008.hgt"))
        return try body(folder)
    }
}
