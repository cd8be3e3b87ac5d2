import Crypto
public import Foundation

/// Seals values that name a person, so that tables, backups and replicas hold no readable names and addresses.
///
/// AES-256-GCM with a random nonce. The first key seals; all keys open, so that keys can be replaced one after the other: put a
/// new one in front, seal anew what ``needsResealing(_:)`` names, take the old one out. A sealed value is bound to the purpose
/// it was sealed for (authenticated, not encrypted), so that one row's value put into another does not open.
///
/// Form: the byte 1, the length of the key's id, the id, then nonce, ciphertext and tag.
public struct PersonalDataBox: Sendable {
    /// One key and the name by which sealed values refer to it.
    public struct Key: Sendable {
        public let id: String
        let key: SymmetricKey

        /// - Throws: ``PersonalDataError/invalidKey(_:)`` unless the id has 1 to 32 letters, digits, `-` or `_` and there are
        ///   256 bits.
        public init(id: String, bytes: Data) throws(PersonalDataError) {
            guard (1...32).contains(id.utf8.count), id.utf8.allSatisfy(Self.isAllowed) else { throw .invalidKey(id) }
            guard bytes.count == 32 else { throw .invalidKey(id) }
            self.id = id
            key = SymmetricKey(data: bytes)
        }

        /// A new random key.
        public static func random(id: String) throws(PersonalDataError) -> Key {
            try Key(id: id, bytes: SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) })
        }

        /// `id:base64`, as ``PersonalDataBox/init(configuration:)`` reads it. A secret.
        public func reveal() -> String {
            "\(id):\(key.withUnsafeBytes { Data($0) }.base64EncodedString())"
        }

        private static func isAllowed(_ byte: UInt8) -> Bool {
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }
    }

    private static let version: UInt8 = 1
    private let sealing: Key
    private let keys: [String: SymmetricKey]

    /// - Parameter keys: the first seals.
    /// - Throws: ``PersonalDataError`` when there is none or two have one id.
    public init(keys: [Key]) throws(PersonalDataError) {
        guard let first = keys.first else { throw .noKey }
        var byID: [String: SymmetricKey] = [:]
        for key in keys {
            guard byID.updateValue(key.key, forKey: key.id) == nil else { throw .invalidKey(key.id) }
        }
        sealing = first
        self.keys = byID
    }

    /// Keys as a configuration holds them: `id:base64` of 32 bytes, several separated by commas, the sealing one first.
    public init(configuration: String) throws(PersonalDataError) {
        var keys: [Key] = []
        for part in configuration.split(separator: ",") {
            let text = part.trimmingCharacters(in: .whitespacesAndNewlines)
            let pieces = text.split(separator: ":", maxSplits: 1)
            // The error names the id alone: what follows is secret.
            guard pieces.count == 2, let bytes = Data(base64Encoded: String(pieces[1])) else {
                throw .invalidKey(pieces.count == 2 ? String(pieces[0]) : "(without id)")
            }
            keys.append(try Key(id: String(pieces[0]), bytes: bytes))
        }
        try self.init(keys: keys)
    }

    /// - Parameter purpose: what the value is and whose, such as `orders.recipient/0190…`; ``open(_:as:for:)`` must be given the same.
    public func seal(_ value: some Encodable, for purpose: String) throws -> Data {
        let plain = try JSONEncoder().encode(value)
        let header = Data([Self.version, UInt8(sealing.id.utf8.count)] + Array(sealing.id.utf8))
        let box = try AES.GCM.seal(plain, using: sealing.key, authenticating: header + Data(purpose.utf8))
        return header + box.nonce.withUnsafeBytes { Data($0) } + box.ciphertext + box.tag
    }

    /// - Throws: ``PersonalDataError`` when the key is not there or the bytes are not what was sealed for this purpose.
    public func open<Value: Decodable>(_ sealed: Data, as type: Value.Type = Value.self, for purpose: String) throws -> Value {
        let (id, headerLength) = try Self.header(of: sealed)
        guard let key = keys[id] else { throw PersonalDataError.unknownKey(id) }
        let header = sealed.prefix(headerLength)
        let plain: Data
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.dropFirst(headerLength))
            plain = try AES.GCM.open(box, using: key, authenticating: header + Data(purpose.utf8))
        } catch {
            throw PersonalDataError.damaged
        }
        return try JSONDecoder().decode(Value.self, from: plain)
    }

    /// Whether it was sealed with a key other than the one that seals now.
    public func needsResealing(_ sealed: Data) throws(PersonalDataError) -> Bool {
        try Self.header(of: sealed).id != sealing.id
    }

    private static func header(of sealed: Data) throws(PersonalDataError) -> (id: String, length: Int) {
        let bytes = sealed.prefix(34)
        guard bytes.count > 2, bytes.first == version, case let count = Int(bytes[bytes.startIndex + 1]), count > 0,
            sealed.count > 2 + count
        else { throw .damaged }
        return (String(decoding: bytes.dropFirst(2).prefix(count), as: UTF8.self), 2 + count)
    }
}

/// Why personal data could not be sealed or opened. Says nothing of the data.
public enum PersonalDataError: Error, Hashable, Sendable, CustomStringConvertible {
    case noKey
    /// The id of a key that is not 256 bits in base64, has a bad id, or is there twice.
    case invalidKey(String)
    case unknownKey(String)
    case damaged

    public var description: String {
        switch self {
        case .noKey: "There is no key for personal data. Give at least one as id:base64 (32 random bytes)."
        case .invalidKey(let id):
            "The key “\(id)” for personal data is not usable: it needs an id of its own and 32 bytes in base64."
        case .unknownKey(let id): "Personal data was sealed with the key “\(id)”, which is not configured."
        case .damaged: "Sealed personal data is damaged or belongs elsewhere."
        }
    }
}
