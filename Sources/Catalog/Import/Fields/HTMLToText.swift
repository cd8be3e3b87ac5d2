/// What is left of HTML when one only wants to read it: no tags, line breaks where blocks end, character references as characters.
///
/// It is no parser: what it makes is shown as text and never as HTML.
enum HTMLToText {
    private static let blocks: Set<String> = [
        "br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "blockquote",
    ]
    /// Their insides are nothing to read.
    private static let silent: Set<String> = ["script", "style"]

    static func text(of html: String) -> String {
        var text = ""
        var rest = html[...]
        while let character = rest.first {
            switch character {
            case "<" where rest.hasPrefix("<!--"):
                rest = rest.firstRange(of: "-->").map { rest[$0.upperBound...] } ?? ""
            case "<":
                guard let end = rest.firstIndex(of: ">"), let name = tagName(rest[..<end]) else {
                    text.append(character)
                    rest = rest.dropFirst()
                    continue
                }
                let isOpening = rest.dropFirst().first != "/"
                rest = rest[rest.index(after: end)...]
                if blocks.contains(name) { text.append(name == "li" && isOpening ? "\n– " : "\n") }
                if silent.contains(name), isOpening { rest = skip(name, rest) }
            case "&":
                let (character, length) = reference(rest)
                text.append(character)
                rest = rest.dropFirst(length)
            case "\\" where rest.dropFirst().first == "n":
                // WooCommerce writes line breaks so.
                text.append("\n")
                rest = rest.dropFirst(2)
            default:
                text.append(character)
                rest = rest.dropFirst()
            }
        }
        return tidied(text)
    }

    /// The name of "<p class=…" or "</p"; nil when it is no tag but a sign ("3 < 4").
    private static func tagName(_ tag: Substring) -> String? {
        var inside = tag.dropFirst()
        if inside.first == "/" { inside = inside.dropFirst() }
        let name = inside.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return name.first?.isLetter == true ? name.lowercased() : nil
    }

    private static func skip(_ name: String, _ rest: Substring) -> Substring {
        var rest = rest
        while let start = rest.firstIndex(of: "<") {
            let tag = rest[start...].prefix(name.count + 2).lowercased()
            rest = rest[rest.index(after: start)...]
            guard tag == "</\(name)" else { continue }
            return rest.drop { $0 != ">" }.dropFirst()
        }
        return ""
    }

    private static let names: [Substring: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "auml": "ä", "ouml": "ö", "uuml": "ü",
        "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß", "euro": "€", "ndash": "–", "mdash": "—", "hellip": "…", "bdquo": "„",
        "ldquo": "“", "rdquo": "”", "lsquo": "‘", "rsquo": "’", "deg": "°", "times": "×", "eacute": "é", "egrave": "è",
        "agrave": "à",
        "copy": "©", "reg": "®", "sup2": "²", "frac12": "½", "shy": "",
    ]

    /// What a character reference at the beginning means, and how many characters it takes; "&" itself when it is none.
    private static func reference(_ text: Substring) -> (String, Int) {
        let name = text.dropFirst().prefix(10).prefix { $0 != ";" }
        guard text.dropFirst(name.count + 1).first == ";" else { return ("&", 1) }
        if let character = names[name] { return (character, name.count + 2) }
        let number: UInt32? =
            if name.hasPrefix("#x") || name.hasPrefix("#X") { UInt32(name.dropFirst(2), radix: 16) } else if name.hasPrefix("#") {
                UInt32(name.dropFirst())
            } else { nil }
        guard let number, let scalar = Unicode.Scalar(number), number >= 32 else { return ("&", 1) }
        return (String(Character(scalar)), name.count + 2)
    }

    /// No runs of blanks, no more than one empty line, nothing at the ends.
    private static func tidied(_ text: String) -> String {
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if words.isEmpty, lines.last?.isEmpty ?? true { continue }
            lines.append(words)
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }
}
