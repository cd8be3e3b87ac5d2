/// The code page of Western European Windows (WHATWG Encoding Standard, index windows-1252).
enum Windows1252 {
    /// What the bytes 80 to 9F mean; the others mean the code point of the same number.
    private static let specials: [UInt16] = [
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D,
        0x008F,
        0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E,
        0x0178,
    ]

    static func append(_ byte: UInt8, to output: inout [UInt8]) {
        guard byte >= 0x80 else { return output.append(byte) }
        let code = byte < 0xA0 ? specials[Int(byte) - 0x80] : UInt16(byte)
        if code >= 0x800 {
            output.append(0xE0 | UInt8(code >> 12))
            output.append(0x80 | UInt8(code >> 6 & 0x3F))
        } else {
            output.append(0xC0 | UInt8(code >> 6))
        }
        output.append(0x80 | UInt8(code & 0x3F))
    }
}
