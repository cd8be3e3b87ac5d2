/// How a camera was held, as EXIF numbers it (Exif 2.32, 4.6.4 A, tag 0x0112).
enum Orientation: Int, CaseIterable {
    case upright = 1
    case mirrored, upsideDown, flipped, transposed, quarterRight, transversed, quarterLeft

    /// Whether the stored picture lies on its side.
    var isOnSide: Bool { rawValue >= Self.transposed.rawValue }

    /// Reads it from the content of a JPEG's APP1 segment; nil when that is not EXIF or says nothing of it.
    init?(exif segment: ArraySlice<UInt8>) {
        guard segment.starts(with: "Exif\0\0".utf8) else { return nil }
        let tiff = Array(segment.dropFirst(6))
        let isLittle = tiff.starts(with: "II".utf8)
        func number(_ offset: Int, _ count: Int) -> Int? {
            guard offset >= 0, offset + count <= tiff.count else { return nil }
            return isLittle ? tiff.little(offset, count) : tiff.big(offset, count)
        }
        guard let directory = number(4, 4), let entries = number(directory, 2) else { return nil }
        for entry in 0..<entries {
            let place = directory + 2 + entry * 12
            guard let tag = number(place, 2) else { return nil }
            if tag == 0x0112 {
                guard let value = number(place + 8, 2), let found = Self(rawValue: value) else { return nil }
                self = found
                return
            }
        }
        return nil
    }

    /// Where a place of the upright picture lies in the stored one.
    /// - Parameters:
    ///   - width: of the upright picture.
    ///   - height: of the upright picture.
    func stored(_ x: Int, _ y: Int, width: Int, height: Int) -> (x: Int, y: Int) {
        switch self {
        case .upright: (x, y)
        case .mirrored: (width - 1 - x, y)
        case .upsideDown: (width - 1 - x, height - 1 - y)
        case .flipped: (x, height - 1 - y)
        case .transposed: (y, x)
        case .quarterRight: (y, width - 1 - x)
        case .transversed: (height - 1 - y, width - 1 - x)
        case .quarterLeft: (height - 1 - y, x)
        }
    }
}
