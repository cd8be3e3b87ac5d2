/// A received `numeric`: groups of four decimal digits with a weight, as `numeric_send` in PostgreSQL's `numeric.c` writes it.
struct Numeric {
    private enum Sign: UInt16 {
        case positive = 0x0000
        case negative = 0x4000
        case notANumber = 0xC000
        case infinity = 0xD000
        case negativeInfinity = 0xF000
    }

    private let sign: Sign
    /// The power of 10,000 of the first group.
    private let weight: Int
    private let groups: [Int]

    /// - Returns: `nil` for bytes that are no `numeric`.
    init?(binary bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 8 else { return nil }
        let count = Int(UInt16(bigEndianBytes: bytes, at: 0))
        guard bytes.count == 8 + 2 * count, let sign = Sign(rawValue: UInt16(bigEndianBytes: bytes, at: 4)) else { return nil }
        self.sign = sign
        weight = Int(Int16(bigEndianBytes: bytes, at: 2))
        groups = (0..<count).map { Int(UInt16(bigEndianBytes: bytes, at: 8 + 2 * $0)) }
    }

    /// The value when it is whole and fits.
    var integer: Int64? {
        guard sign == .positive || sign == .negative else { return nil }
        guard !groups.isEmpty else { return 0 }
        // Beyond 10,000⁴ there are more than the 19 digits of an Int64.
        guard weight <= 4 else { return nil }
        var value: Int64 = 0
        for index in 0..<max(groups.count, weight + 1) {
            let group = index < groups.count ? Int64(groups[index]) : 0
            if index > weight {
                guard group == 0 else { return nil }
                continue
            }
            // Counting downwards holds Int64.min too.
            let (shifted, tooBig) = value.multipliedReportingOverflow(by: 10_000)
            let (sum, overflow) = shifted.subtractingReportingOverflow(group)
            guard !tooBig, !overflow else { return nil }
            value = sum
        }
        if sign == .negative { return value }
        return value == .min ? nil : -value
    }

    /// The nearest `Double`.
    var double: Double {
        switch sign {
        case .notANumber: return .nan
        case .infinity: return .infinity
        case .negativeInfinity: return -.infinity
        case .positive, .negative: break
        }
        // The decimal text is parsed rather than summed up: sums of rounded powers miss the nearest value.
        var digits = sign == .negative ? "-" : ""
        for group in groups {
            let text = String(group)
            digits += String(repeating: "0", count: 4 - text.count) + text
        }
        guard !groups.isEmpty else { return 0 }
        return Double("\(digits)e\((weight - groups.count + 1) * 4)") ?? .nan
    }
}
