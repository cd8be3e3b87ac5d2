public import Database

/// The name of a picture: SHA-256 of its largest rendition, in hexadecimal.
public struct PictureID: RawRepresentable, Hashable, Codable, Sendable, DatabaseCodable, CustomStringConvertible {
    public let rawValue: String

    /// Nil when it is no such name.
    public init?(rawValue: String) {
        let isName = rawValue.utf8.count == 64 && rawValue.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        guard isName else { return nil }
        self.rawValue = rawValue
    }

    public var description: String { rawValue }
}
