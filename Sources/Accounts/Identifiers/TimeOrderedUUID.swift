public import Foundation

extension UUID {
    /// A version 7 UUID (RFC 9562, section 5.7): 48 bits of Unix milliseconds, 12 bits of the fraction of the millisecond
    /// (section 6.2, method 3), 62 random bits. Rows with such keys lie in the order they were made, which keeps B-trees dense.
    ///
    /// It tells when it was made; what must not be guessable or dated (carts, tracking codes) uses random bits alone.
    public static func timeOrdered(at date: Date = Date()) -> UUID {
        let milliseconds = max(0, date.timeIntervalSince1970 * 1000)
        let whole = UInt64(milliseconds)
        let fraction = UInt64((milliseconds - Double(whole)) * 4096)
        let high = whole << 16 | 0x7000 | min(fraction, 0xFFF)
        let low = UInt64.random(in: .min ... .max) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        func byte(_ word: UInt64, _ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * index)) }
        return UUID(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5), byte(high, 6),
                byte(high, 7),
                byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3), byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
            ))
    }
}
