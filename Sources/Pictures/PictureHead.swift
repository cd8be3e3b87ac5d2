/// How large a picture is and how it lies, read from its head, so that nothing is unpacked that is too large.
struct PictureHead: Equatable {
    let width: Int
    let height: Int
    let orientation: Orientation

    /// Nil when the head cannot be read, or says that there is nothing.
    init?(_ bytes: [UInt8], _ format: PictureFormat) {
        let head: (width: Int, height: Int, orientation: Orientation)?
        switch format {
        case .png: head = Self.png(bytes).map { ($0, $1, .upright) }
        case .webP: head = Self.webP(bytes).map { ($0, $1, .upright) }
        case .gif: head = bytes.count < 10 ? nil : (bytes.little(6, 2), bytes.little(8, 2), .upright)
        case .jpeg: head = Self.jpeg(bytes)
        }
        guard let head, head.width > 0, head.height > 0 else { return nil }
        (width, height, orientation) = head
    }

    /// The first chunk is the header (PNG, third edition, 11.2.1).
    private static func png(_ bytes: [UInt8]) -> (Int, Int)? {
        guard bytes.count >= 24, bytes[12..<16].elementsEqual("IHDR".utf8) else { return nil }
        return (bytes.big(16, 4), bytes.big(20, 4))
    }

    /// The three kinds of WebP: lossy, lossless and extended (RFC 9649, 2.5 to 2.7).
    private static func webP(_ bytes: [UInt8]) -> (Int, Int)? {
        guard bytes.count >= 30 else { return nil }
        switch String(decoding: bytes[12..<16], as: UTF8.self) {
        case "VP8 ": return (bytes.little(26, 2) & 0x3FFF, bytes.little(28, 2) & 0x3FFF)
        case "VP8L":
            let bits = bytes.little(21, 4)
            return ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case "VP8X": return (bytes.little(24, 3) + 1, bytes.little(27, 3) + 1)
        default: return nil
        }
    }

    /// The segments up to the frame's (ITU-T T.81, B.1.1 and B.2.2); EXIF stands in one before it. A marker that has no segment, or
    /// picture data before the frame, is no head: another reader could take it otherwise and find another frame.
    private static func jpeg(_ bytes: [UInt8]) -> (Int, Int, Orientation)? {
        var orientation = Orientation.upright
        var place = 2
        while place + 9 < bytes.count {
            guard bytes[place] == 0xFF else { return nil }
            let marker = bytes[place + 1]
            if marker == 0xFF {
                place += 1
                continue
            }
            let length = bytes.big(place + 2, 2)
            switch marker {
            case 0x00...0x01, 0xD0...0xDA: return nil
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                return (bytes.big(place + 7, 2), bytes.big(place + 5, 2), orientation)
            default:
                guard length >= 2, place + 2 + length <= bytes.count else { return nil }
                if marker == 0xE1 { orientation = Orientation(exif: bytes[(place + 4)..<(place + 2 + length)]) ?? orientation }
                place += 2 + length
            }
        }
        return nil
    }
}

extension Collection<UInt8> where Index == Int {
    /// The number at a place, the most significant byte first. The bytes must be there.
    func big(_ offset: Int, _ count: Int) -> Int {
        self[offset..<(offset + count)].reduce(0) { $0 << 8 | Int($1) }
    }

    /// The number at a place, the least significant byte first. The bytes must be there.
    func little(_ offset: Int, _ count: Int) -> Int {
        self[offset..<(offset + count)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
