import Crypto
public import Foundation

/// A key that a device and the service share, with which the device signs what it sends: HMAC-SHA-256 (RFC 2104).
public struct MessageKey: Sendable {
    private let key: SymmetricKey

    private static let byteCount = 32

    /// 256 bits from the system's random source.
    public static func random() -> MessageKey {
        MessageKey(key: SymmetricKey(size: .bits256))
    }

    private init(key: SymmetricKey) {
        self.key = key
    }

    /// - Returns: `nil` unless there are 256 bits.
    public init?(bytes: Data) {
        guard bytes.count == Self.byteCount else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// The bytes to hand to the device once, and to seal. A secret.
    public func reveal() -> Data { key.withUnsafeBytes { Data($0) } }

    /// What the device sends with a message.
    public func signature(of message: Data) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: message, using: key))
    }

    /// Whether a message was signed with this key; takes as long for a wrong signature as for a right one.
    public func isSignature(_ signature: Data, of message: Data) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: message, using: key)
    }
}
