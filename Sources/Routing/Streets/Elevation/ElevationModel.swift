import Foundation

/// Heights above the sea from SRTM tiles (`N49E008.hgt`, also zipped), read when first needed.
///
/// A tile has 1201 or 3601 rows of big-endian 16-bit metres, from north to south, with −32768 where nothing was measured.
/// Source: NASA/USGS SRTM documentation.
public final class ElevationModel {
    private enum Tile {
        case missing
        case heights([Int16], side: Int)
    }

    private struct TileKey: Hashable {
        var latitude: Int
        var longitude: Int
    }

    private let folder: String
    private var tiles: [TileKey: Tile] = [:]
    /// Sentences about tiles that are there but cannot be read.
    public private(set) var complaints: [String] = []

    /// - Parameter folder: where the tiles lie.
    public init(folder: String) {
        self.folder = folder
    }

    /// Metres above the sea, interpolated between the four heights around; `nil` where there is no tile or a gap.
    func height(at position: FixedCoordinate) -> Double? {
        let latitude = Double(position.latitude) / 1e7
        let longitude = Double(position.longitude) / 1e7
        let key = TileKey(latitude: Int(latitude.rounded(.down)), longitude: Int(longitude.rounded(.down)))
        guard case .heights(let heights, let side) = tile(key) else { return nil }
        let row = (1 - (latitude - Double(key.latitude))) * Double(side - 1)
        let column = (longitude - Double(key.longitude)) * Double(side - 1)
        let top = min(max(Int(row), 0), side - 2)
        let left = min(max(Int(column), 0), side - 2)
        let down = row - Double(top)
        let right = column - Double(left)
        var sum = 0.0
        for (rowStep, rowWeight) in [(0, 1 - down), (1, down)] {
            for (columnStep, columnWeight) in [(0, 1 - right), (1, right)] {
                let height = heights[(top + rowStep) * side + left + columnStep]
                guard height != Int16.min else { return nil }
                sum += rowWeight * columnWeight * Double(height)
            }
        }
        return sum
    }

    private func tile(_ key: TileKey) -> Tile {
        if let known = tiles[key] { return known }
        let tile = load(key)
        tiles[key] = tile
        return tile
    }

    private func load(_ key: TileKey) -> Tile {
        let latitude = "\(key.latitude < 0 ? "S" : "N")" + Self.padded(abs(key.latitude), 2)
        let longitude = "\(key.longitude < 0 ? "W" : "E")" + Self.padded(abs(key.longitude), 3)
        let path = "\(folder)/\(latitude)\(longitude).hgt"
        var bytes: [UInt8]?
        if let plain = FileManager.default.contents(atPath: path) {
            bytes = [UInt8](plain)
        } else if let zipped = FileManager.default.contents(atPath: path + ".zip") {
            bytes = ZipArchive.firstFile([UInt8](zipped))
        } else {
            return .missing
        }
        guard let bytes, let side = [1201, 3601].first(where: { $0 * $0 * 2 == bytes.count }) else {
            complaints.append(
                "\(latitude)\(longitude).hgt is not an SRTM tile of 1201 or 3601 rows, so the streets there count as flat.")
            return .missing
        }
        let heights = (0..<side * side).map { Int16(bitPattern: UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1])) }
        return .heights(heights, side: side)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
