import Mustache

/// How text becomes part of an HTML page or of an attribute's value.
///
/// Mustache's own escaping looks at characters, that is, at graphemes: a quotation mark with a combining accent behind it is another
/// character there and stays as it is, and would end an attribute's value. This one looks at bytes
/// (docs/decisions/pages-templates.md).
struct HTMLText: MustacheContentType {
    /// What a template's first line says to have its text escaped in this way.
    static let pragma = "{{% CONTENT_TYPE: PAGE}}"

    /// Makes ``pragma`` known; to be called before templates are read.
    static func register() {
        MustacheContentTypes.register(HTMLText(), named: "PAGE")
    }

    func escapeText(_ text: String) -> String { Self.escape(text) }

    /// The text with every byte that means something to HTML written as a character reference.
    static func escape(_ text: String) -> String {
        guard text.utf8.contains(where: { reference(for: $0) != nil }) else { return text }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            if let reference = reference(for: byte) {
                escaped.append(contentsOf: reference.utf8)
            } else {
                escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func reference(for byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        case 0: "\u{fffd}"
        default: nil
        }
    }
}
