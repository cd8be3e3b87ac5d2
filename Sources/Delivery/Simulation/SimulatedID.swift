import Accounts
import Foundation

extension EntityID {
    /// An identifier that follows from a number and a name, for what exists in a simulation only.
    static func simulated(_ number: Int, _ name: String = "") -> Self {
        // FNV-1a (Fowler, Noll, Vo): Swift's own hashes differ between processes.
        let hash = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        let bytes =
            withUnsafeBytes(of: hash.bigEndian) { Array($0) } + withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) }
        return Self(
            rawValue: UUID(
                uuid: (
                    bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7], bytes[8], bytes[9], bytes[10],
                    bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
                )))
    }
}
