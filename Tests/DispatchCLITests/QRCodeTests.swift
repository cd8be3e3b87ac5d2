import Foundation
import Testing

@testable import dispatch_cli

@Suite("QR codes")
struct QRCodeTests {
    /// What another encoder makes of "S-000123" in version 1, level M, mask 3.
    private static let known = """
        #######.#..#..#######
        #.....#.##.#..#.....#
        #.###.#..#..#.#.###.#
        #.###.#.###.#.#.###.#
        #.###.#..#....#.###.#
        #.....#.......#.....#
        #######.#.#.#.#######
        ........##...........
        #.##.###..#...#..#.##
        .#.#.#.#..#.#...##..#
        ..#.#.#.....##......#
        ###.....##..##......#
        ####.###...#...#.#...
        ........###..#.###.##
        #######.#.#..##.#....
        #.....#.#######...#..
        #.###.#....#..#...#..
        #.###.#.#....#.#...#.
        #.###.#.#..#.#.#..#..
        #.....#..####.#..#..#
        #######.##.##...###..
        """

    private func rows(_ code: QRCode) -> [String] {
        (0..<code.size).map { y in (0..<code.size).map { code[$0, y] ? "#" : "." }.joined() }
    }

    @Test("a known text gives the known code, module for module")
    func small() throws {
        let code = try #require(QRCode(Array("S-000123".utf8), mask: 3))
        #expect(rows(code).joined(separator: "\n") == Self.known)
    }

    @Test("a known text in version 7, with its version's number in the code, gives the known code (FNV-1a of its rows)")
    func large() throws {
        let text = "https://schaufenster.example/bestellung/3f9a1c77b2 S-000123/2 von 4 Pakete, bitte klingeln"
        // Smaller versions would hold it: the other encoder was told to take version 7.
        let code = try #require(QRCode(Array(text.utf8), mask: 5, atLeast: 7))
        let hash = rows(code).joined().utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        #expect(hash == 0xCF5E_4E87_E246_CBEB)
    }

    @Test("what goes in comes out again, in every version, with every mask", arguments: 0..<8)
    func roundTrip(mask: Int) throws {
        for version in QRVersion.all {
            for length in [version.byteCapacity, version.byteCapacity - 1] {
                let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 37 + mask) }
                let code = try #require(QRCode(bytes, mask: mask))
                #expect(code.version == version)
                #expect(try QRReader(code).bytes() == bytes)
            }
        }
    }

    @Test("a code takes the smallest version that holds it, and more than 213 bytes have none")
    func sizes() {
        #expect(QRCode(Array(repeating: 65, count: 14))?.size == 21)
        #expect(QRCode(Array(repeating: 65, count: 15))?.size == 25)
        #expect(QRCode(Array(repeating: 65, count: 213))?.version.number == 10)
        #expect(QRCode(Array(repeating: 65, count: 214)) == nil)
        #expect(QRCode([])?.size == 21)
    }

    @Test("a code with a module turned is seen to be wrong")
    func damaged() throws {
        let code = try #require(QRCode(Array("S-000123".utf8)))
        var reader = QRReader(code)
        reader.modules[12 * code.size + 12].toggle()
        #expect(throws: QRReader.Unreadable.self) { try reader.bytes() }
    }

    @Test("each parcel of a shipment has a code of its own on the sheet")
    func sheet() throws {
        let tour = BoardTests.tour(1, rider: "Mira")
        let one = TourExport(tours: [tour], parcels: ["S-001000": 3]).html()
        #expect(one.components(separatedBy: "<svg class=\"qr\"").count - 1 == 3 + 3)
        #expect(one.contains("S-001000/3"))
    }
}

/// Reads a code back the other way round: the mask from the format, the bits from their places, each block held against its corrections.
private struct QRReader {
    struct Unreadable: Error {}

    let version: QRVersion
    let size: Int
    var modules: [Bool]

    init(_ code: QRCode) {
        version = code.version
        size = code.size
        modules = code.modules
    }

    private func isDark(_ x: Int, _ y: Int) -> Bool { modules[y * size + x] }

    /// Level and mask stand beside the finder at the top left.
    private func mask() throws -> Int {
        let places = [(0, 8), (1, 8), (2, 8), (3, 8), (4, 8)]
        let bits = places.reduce(0) { $0 << 1 | (isDark($1.0, $1.1) ? 1 : 0) } ^ 0b10101
        guard bits >> 3 == 0 else { throw Unreadable() }
        return bits & 7
    }

    private func isPattern(_ x: Int, _ y: Int) -> Bool {
        if x == 6 || y == 6 { return true }
        if x < 9, y < 9 { return true }
        if x >= size - 8, y < 9 { return true }
        if x < 9, y >= size - 8 { return true }
        if version.number >= 7, x < 6, y >= size - 11 { return true }
        if version.number >= 7, y < 6, x >= size - 11 { return true }
        let places = [[], [18], [22], [26], [30], [34], [22, 38], [24, 42], [26, 46], [28, 50]][version.number - 1]
        guard let last = places.last else { return false }
        let corners = [(6, 6), (6, last), (last, 6)]
        for centreX in [6] + places {
            for centreY in [6] + places where !corners.contains(where: { $0 == (centreX, centreY) }) {
                if abs(x - centreX) <= 2, abs(y - centreY) <= 2 { return true }
            }
        }
        return false
    }

    func bytes() throws -> [UInt8] {
        let mask = try mask()
        let rules: [(Int, Int) -> Bool] = [
            { ($0 + $1) % 2 == 0 }, { $1 % 2 == 0 }, { x, _ in x % 3 == 0 }, { ($0 + $1) % 3 == 0 },
            { ($1 / 2 + $0 / 3) % 2 == 0 }, { ($0 * $1) % 2 + ($0 * $1) % 3 == 0 }, { (($0 * $1) % 2 + ($0 * $1) % 3) % 2 == 0 },
            { (($0 + $1) % 2 + ($0 * $1) % 3) % 2 == 0 },
        ]
        var bits: [Bool] = []
        var x = size - 1
        var goesUp = true
        while x > 0 {
            if x == 6 { x -= 1 }
            for y in goesUp ? Array((0..<size).reversed()) : Array(0..<size) {
                for column in [x, x - 1] where !isPattern(column, y) { bits.append(isDark(column, y) != rules[mask](column, y)) }
            }
            goesUp.toggle()
            x -= 2
        }
        let codewords = stride(from: 0, to: bits.count / 8 * 8, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        return try message(in: try data(codewords))
    }

    private func data(_ codewords: [UInt8]) throws -> [UInt8] {
        var blocks = version.blocks.map { _ in [UInt8]() }
        var next = 0
        for index in 0..<(version.blocks.max() ?? 0) {
            for block in blocks.indices where index < version.blocks[block] {
                blocks[block].append(codewords[next])
                next += 1
            }
        }
        let message = blocks.flatMap { $0 }
        for _ in 0..<version.correction {
            for block in blocks.indices {
                blocks[block].append(codewords[next])
                next += 1
            }
        }
        // A codeword is zero at every root of the generator.
        for block in blocks {
            var root: UInt8 = 1
            for _ in 0..<version.correction {
                guard block.reduce(UInt8(0), { ReedSolomon.multiply($0, root) ^ $1 }) == 0 else { throw Unreadable() }
                root = ReedSolomon.multiply(root, 2)
            }
        }
        return message
    }

    private func message(in data: [UInt8]) throws -> [UInt8] {
        let bits = data.flatMap { byte in (0..<8).reversed().map { Int(byte >> $0 & 1) } }
        func number(_ start: Int, _ count: Int) -> Int { bits[start..<start + count].reduce(0) { $0 << 1 | $1 } }
        guard number(0, 4) == 0b0100 else { throw Unreadable() }
        let countBits = version.number < 10 ? 8 : 16
        let count = number(4, countBits)
        return (0..<count).map { UInt8(number(4 + countBits + $0 * 8, 8)) }
    }
}
