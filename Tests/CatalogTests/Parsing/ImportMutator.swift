/// Makes broken catalogs out of good ones, each as its seed says: bytes, cells and whole stretches changed, cut, doubled and mixed.
struct ImportMutator {
    private let samples: [[UInt8]]
    /// xorshift64* (Vigna 2016): quick enough for millions of files.
    private var state: UInt64

    init(_ samples: [[UInt8]], seed: UInt64) {
        self.samples = samples
        state = seed == 0 ? 0x9E37_79B9_7F4A_7C15 : seed
    }

    /// What tends to be read wrongly.
    private static let oddities: [[UInt8]] =
        [
            "\"", "\"\"", ";", ",", "\t", "|", "\r", "\n", "\r\n", "\u{FEFF}", "sep=;\n", "=1+1", "-1", "0", "1e309",
            "999999999999999999999",
            "-9223372036854775808", "1.299,00 €", "1,299.00", ",", "0,001", "NaN", "٣", "１２", "ﬁ", "e\u{301}\u{301}\u{301}", "👩‍👩‍👧‍👦",
            "<b>", "&#x0;",
            "&amp;&lt;&#1114112;", "<![CDATA[", "Größe: M | Farbe: rot", "Größe (0-99): a +1; b", "Mo-Fr 11:30-14:30",
            "Mo-Su 00:00-48:00; PH off",
            "Dec 24 - Jan 2 off", "week 1-53/2 Mo", " > > ", "12 x 0,7 l", "1 x 2147483647 kg", "2000100010014", "00000000",
            "https://a.b/c",
            "http://[", "ja", "nein", "keine", "Gluten, Milch", "2026-11-21T10:00+0100/2026-12-01T10:00+0100",
        ].map { Array($0.utf8) } + [
            [0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF, 0xFE], [0xFE, 0xFF], [0x80], [0x81],
        ]

    private mutating func next(_ limit: Int) -> Int {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % max(1, limit)
    }

    /// The next broken file, and in what pieces it comes.
    mutating func nextInput() -> (bytes: [UInt8], pieceSize: Int) {
        var bytes = samples[next(samples.count)]
        for _ in 0...next(6) { change(&bytes) }
        let sizes = [1, 2, 3, 7, 16, 61, 256, 4096]
        return (bytes, sizes[next(sizes.count)])
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = next(bytes.count + 1)
        let length = 1 + next(next(4) == 0 ? 200 : 12)
        let stretch = place..<min(place + length, bytes.count)
        switch next(10) {
        case 0: if place < bytes.count { bytes[place] = UInt8(next(256)) }
        case 1: if place < bytes.count { bytes[place] ^= 1 << UInt8(next(8)) }
        case 2: bytes.insert(contentsOf: Self.oddities[next(Self.oddities.count)], at: place)
        case 3: bytes.replaceSubrange(stretch, with: Self.oddities[next(Self.oddities.count)])
        case 4: bytes.removeSubrange(stretch)
        case 5: bytes.insert(contentsOf: Array(bytes[stretch]), at: next(bytes.count + 1))
        case 6:
            let other = samples[next(samples.count)]
            let start = next(other.count)
            bytes.insert(contentsOf: other[start..<min(start + length, other.count)], at: place)
        case 7: replaceCell(&bytes, near: place)
        case 8: if next(8) == 0 { bytes.removeSubrange(place...) }
        default:
            let (from, to) = (Self.oddities[2 + next(6)], Self.oddities[2 + next(6)])
            if from.count == 1, next(4) == 0 { bytes = bytes.flatMap { $0 == from[0] ? to : [$0] } }
        }
    }

    /// Puts something else between two separators.
    private mutating func replaceCell(_ bytes: inout [UInt8], near place: Int) {
        let ends: Set<UInt8> = [0x3B, 0x2C, 0x09, 0x7C, 0x0A, 0x0D]
        guard let start = bytes[place...].firstIndex(where: ends.contains),
            let end = bytes[(start + 1)...].firstIndex(where: ends.contains)
        else { return }
        bytes.replaceSubrange((start + 1)..<end, with: Self.oddities[next(Self.oddities.count)])
    }
}
