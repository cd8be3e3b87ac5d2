/// The query of an address on our own pages.
struct QueryString: Sendable {
    /// `name=value&name=value`, without those that have no value.
    let text: String

    init(_ parameters: KeyValuePairs<String, String>) {
        text = parameters.filter { !$0.value.isEmpty }.map { "\($0.key)=\(Self.encode($0.value))" }.joined(separator: "&")
    }

    /// The address with this query.
    func appended(to path: String) -> String { text.isEmpty ? path : "\(path)?\(text)" }

    /// Percent-encodes everything but the unreserved characters of RFC 3986.
    static func encode(_ value: String) -> String {
        var encoded = ""
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.append(Character(UnicodeScalar(byte)))
            default:
                encoded += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}
