import Foundation
import HTTPTypes
import Hummingbird

/// The fields of a form sent as `application/x-www-form-urlencoded` (WHATWG URL Standard, section 5.1).
struct FormFields: Sendable {
    /// More than any form of ours has.
    static let longestBody = 1 << 16

    private let values: [String: [String]]

    /// Reads a request's form.
    /// - Throws: 413 when it is longer than ``longestBody``.
    init(_ request: Request) async throws {
        self.init(try await request.bytes(upTo: Self.longestBody))
    }

    /// Reads the bytes of a form. Bytes that are not UTF-8 become U+FFFD.
    init(_ bytes: some Collection<UInt8>) {
        var values: [String: [String]] = [:]
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.decode(parts[0])
            values[name, default: []].append(parts.count == 2 ? Self.decode(parts[1]) : "")
        }
        self.values = values
    }

    /// A field's text without white space at its ends; empty when the form lacks it. Of a name that comes twice, the first counts.
    subscript(name: String) -> String { all(name).first ?? "" }

    /// All texts of a field that may come more than once, without white space at their ends.
    func all(_ name: String) -> [String] {
        (values[name] ?? []).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    }

    /// The names of all fields, sorted.
    var names: [String] { values.keys.sorted() }

    private static func decode(_ bytes: some Collection<UInt8>) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2).compactMap { Character(UnicodeScalar($0)).hexDigitValue }
            switch byte {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%") where digits.count == 2:
                decoded.append(UInt8(digits[0] * 16 + digits[1]))
                rest = rest.dropFirst(2)
            default: decoded.append(byte)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}
