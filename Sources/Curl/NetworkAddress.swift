/// An address to which a connection is about to be made: what a name has become.
public enum NetworkAddress: Hashable, Sendable {
    case v4(UInt32)
    /// 16 bytes.
    case v6([UInt8])

    /// Whether it is on the public internet. Loopback, private, link-local, shared, documentation, multicast and reserved addresses are not
    /// (IANA's special-purpose registries, RFC 6890); of IPv6 only global unicast is, without the ranges that carry an IPv4 address inside.
    public var isPublic: Bool {
        switch self {
        case .v4(let address): !Self.special4.contains { address >> (32 - $0.bits) == $0.network >> (32 - $0.bits) }
        case .v6(let bytes):
            bytes.count == 16 && bytes[0] & 0xE0 == 0x20
                && !Self.special6.contains { Self.begins(bytes, with: $0.prefix, bits: $0.bits) }
        }
    }

    private static let special4: [(network: UInt32, bits: UInt32)] = [
        (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12),
        (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xC633_6400, 24),
        (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
    ]

    /// 2001::/23 (Teredo among them), documentation, 6to4, 3fff::/20.
    private static let special6: [(prefix: [UInt8], bits: Int)] = [
        ([0x20, 0x01, 0x00], 23), ([0x20, 0x01, 0x0D, 0xB8], 32), ([0x20, 0x02], 16), ([0x3F, 0xFF, 0x00], 20),
    ]

    private static func begins(_ bytes: [UInt8], with prefix: [UInt8], bits: Int) -> Bool {
        (0..<bits).allSatisfy { bit in
            let mask = UInt8(0x80) >> UInt8(bit % 8)
            return bytes[bit / 8] & mask == (bit / 8 < prefix.count ? prefix[bit / 8] : 0) & mask
        }
    }
}
