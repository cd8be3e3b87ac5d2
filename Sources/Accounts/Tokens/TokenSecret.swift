import Crypto
import Foundation

/// The secret half of a token: 256 random bits, written `sf_` + base64url. Whoever shows it is the account.
///
/// It does not print itself, so that it reaches no log by accident; ``reveal()`` gives the text to show once.
public struct TokenSecret: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    private let text: String

    private static let prefix = "sf_"
    private static let byteCount = 32

    /// A new secret from the system's random source.
    public static func random() -> TokenSecret {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        return TokenSecret(text: prefix + Base64URL.encode(bytes))
    }

    private init(text: String) {
        self.text = text
    }

    /// What somebody showed; nil when it does not have the form of a token, so that it needs no look-up.
    public init?(shown text: String) {
        guard text.hasPrefix(Self.prefix),
            let bytes = Base64URL.decode(text.dropFirst(Self.prefix.count)), bytes.count == Self.byteCount
        else { return nil }
        self.text = text
    }

    /// The text to hand to its owner.
    public func reveal() -> String { text }

    /// What is stored. SHA-256 without salt is enough: 256 random bits cannot be guessed or tabulated.
    var hash: Data { Data(SHA256.hash(data: Data(text.utf8))) }

    public var description: String { "sf_…" }
    public var debugDescription: String { description }
}
