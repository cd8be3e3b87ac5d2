/// A PNG of one colour, made without any library (PNG, third edition; RFC 1950 and 1951 without compression).
public enum PNGPicture {
    /// - Parameter shade: 0 to 255 for red, green and blue.
    public static func bytes(width: Int, height: Int, shade: (UInt8, UInt8, UInt8) = (200, 40, 40)) -> [UInt8] {
        var line: [UInt8] = [0]
        for _ in 0..<width { line += [shade.0, shade.1, shade.2] }
        var raw: [UInt8] = []
        for _ in 0..<height { raw += line }
        return signature + chunk("IHDR", number(width) + number(height) + [8, 2, 0, 0, 0]) + chunk("IDAT", stored(raw))
            + chunk("IEND", [])
    }

    /// Only the head of a picture that says to be so large.
    public static func head(width: Int, height: Int) -> [UInt8] {
        signature + chunk("IHDR", number(width) + number(height) + [8, 2, 0, 0, 0])
    }

    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var blocks: [UInt8] = [0x78, 0x01]
        for start in stride(from: 0, to: bytes.count, by: 65_535) {
            let block = bytes[start..<min(start + 65_535, bytes.count)]
            let (low, high) = (UInt8(block.count & 0xFF), UInt8(block.count >> 8))
            blocks += [start + block.count == bytes.count ? 1 : 0, low, high, ~low, ~high] + block
        }
        var (first, second) = (1, 0)
        for byte in bytes {
            first = (first + Int(byte)) % 65_521
            second = (second + first) % 65_521
        }
        return blocks + number(second << 16 | first)
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let checked = Array(name.utf8) + content
        return number(content.count) + checked + number(Int(crc(checked)))
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var sum = ~UInt32(0)
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }

    private static func number(_ value: Int) -> [UInt8] {
        let shifts: [Int] = [24, 16, 8, 0]
        return shifts.map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
