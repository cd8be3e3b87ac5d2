/// A QR code of bytes: versions 1 to 10, error correction level M, which mends 15 % of it (ISO/IEC 18004:2015). Pure.
struct QRCode: Sendable, Equatable {
    /// The narrow white edge that readers need, in modules.
    static let quietZone = 4

    /// Modules on a side.
    let size: Int
    /// Row by row; true is dark.
    private(set) var modules: [Bool]
    let version: QRVersion
    let mask: Int

    subscript(x: Int, y: Int) -> Bool { modules[y * size + x] }

    /// The smallest code that holds the bytes.
    ///
    /// - Parameters:
    ///   - mask: 0…7; `nil` for the one that is easiest to read.
    ///   - least: the smallest version to take.
    /// - Returns: `nil` for more than 213 bytes.
    init?(_ bytes: [UInt8], mask: Int? = nil, atLeast least: Int = 1) {
        guard let version = QRVersion.all.first(where: { $0.number >= least && bytes.count <= $0.byteCapacity }) else {
            return nil
        }
        var drawing = QRDrawing(version: version)
        drawing.drawPatterns()
        drawing.place(version.interleaved(version.dataCodewords(bytes)))
        let masks = mask.map { [$0] } ?? Array(0..<8)
        let candidates = masks.map { ($0, drawing.finished(mask: $0)) }
        guard let best = candidates.min(by: { QRPenalty.of($0.1, version.size) < QRPenalty.of($1.1, version.size) }) else {
            return nil
        }
        size = version.size
        self.version = version
        self.mask = best.0
        modules = best.1
    }

    /// As an SVG of one path, the quiet zone with it.
    func svg() -> String {
        var path = ""
        for y in 0..<size {
            var x = 0
            while x < size {
                guard self[x, y] else {
                    x += 1
                    continue
                }
                let start = x
                while x < size, self[x, y] { x += 1 }
                path += "M\(start + Self.quietZone) \(y + Self.quietZone)h\(x - start)v1h-\(x - start)z"
            }
        }
        let side = size + 2 * Self.quietZone
        return "<svg class=\"qr\" viewBox=\"0 0 \(side) \(side)\" shape-rendering=\"crispEdges\"><path d=\"\(path)\"/></svg>"
    }
}

/// How a version is laid out, at level M (ISO/IEC 18004, tables 7 and 9).
struct QRVersion: Sendable, Equatable {
    let number: Int
    /// Error correction codewords of each block.
    let correction: Int
    /// Data codewords of each block.
    let blocks: [Int]

    static let all: [QRVersion] = [
        QRVersion(1, 10, [16]), QRVersion(2, 16, [28]), QRVersion(3, 26, [44]), QRVersion(4, 18, [32, 32]),
        QRVersion(5, 24, [43, 43]), QRVersion(6, 16, [27, 27, 27, 27]), QRVersion(7, 18, [31, 31, 31, 31]),
        QRVersion(8, 22, [38, 38, 39, 39]), QRVersion(9, 22, [36, 36, 36, 37, 37]), QRVersion(10, 26, [43, 43, 43, 43, 44]),
    ]

    private init(_ number: Int, _ correction: Int, _ blocks: [Int]) {
        self.number = number
        self.correction = correction
        self.blocks = blocks
    }

    var size: Int { 17 + 4 * number }
    /// Bits that say how many bytes follow.
    var countBits: Int { number < 10 ? 8 : 16 }
    /// Bytes that it holds.
    var byteCapacity: Int { (blocks.reduce(0, +) * 8 - 4 - countBits) / 8 }

    /// Where alignment patterns stand, in both directions (annex E).
    var alignment: [Int] {
        switch number {
        case 1: []
        case 2...6: [6, 4 * number + 10]
        default: [6, 2 * number + 8, 4 * number + 10]
        }
    }

    /// Byte mode, the bytes, the end, and what fills the rest (7.4).
    func dataCodewords(_ bytes: [UInt8]) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) { for bit in (0..<count).reversed() { bits.append(value >> bit & 1 == 1) } }
        append(0b0100, 4)
        append(bytes.count, countBits)
        for byte in bytes { append(Int(byte), 8) }
        let capacity = blocks.reduce(0, +) * 8
        append(0, min(4, capacity - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var codewords = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        for index in 0..<(capacity / 8 - codewords.count) { codewords.append(index % 2 == 0 ? 0xEC : 0x11) }
        return codewords
    }

    /// The blocks' codewords taken in turns, then their corrections (7.6).
    func interleaved(_ data: [UInt8]) -> [UInt8] {
        var parts: [[UInt8]] = []
        var start = 0
        for length in blocks {
            parts.append(Array(data[start..<start + length]))
            start += length
        }
        let corrections = parts.map { ReedSolomon.correction(of: $0, count: correction) }
        var result: [UInt8] = []
        for index in 0..<(blocks.max() ?? 0) { for part in parts where index < part.count { result.append(part[index]) } }
        for index in 0..<correction { for part in corrections { result.append(part[index]) } }
        return result
    }
}

/// Reed-Solomon codes over the field of 256 elements with the polynomial x⁸ + x⁴ + x³ + x² + 1.
enum ReedSolomon {
    static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var product = 0
        for bit in (0..<8).reversed() {
            product = product << 1 ^ (product >> 7) * 0x11D
            if right >> bit & 1 == 1 { product ^= Int(left) }
        }
        return UInt8(truncatingIfNeeded: product)
    }

    /// The remainder of the data by the generator with the roots α⁰ … αⁿ⁻¹.
    static func correction(of data: [UInt8], count: Int) -> [UInt8] {
        var generator = [UInt8](repeating: 0, count: count)
        generator[count - 1] = 1
        var root: UInt8 = 1
        for _ in 0..<count {
            for index in 0..<count {
                generator[index] = multiply(generator[index], root)
                if index + 1 < count { generator[index] ^= generator[index + 1] }
            }
            root = multiply(root, 2)
        }
        var remainder = [UInt8](repeating: 0, count: count)
        for byte in data {
            let factor = byte ^ remainder.removeFirst()
            remainder.append(0)
            for index in 0..<count { remainder[index] ^= multiply(generator[index], factor) }
        }
        return remainder
    }
}
