import Foundation

/// What a part of a form says about itself (RFC 7578, section 4.2).
struct MultipartHead: Hashable, Sendable {
    /// The form field's name.
    let name: String
    /// The file's name on the sender's machine; `nil` for a field that is no file. Empty when no file was chosen.
    let fileName: String?

    init(name: String, fileName: String? = nil) {
        self.name = name
        self.fileName = fileName
    }

    /// Reads the header lines of a part.
    init(lines: [String]) throws(MultipartError) {
        for line in lines {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == "content-disposition" else { continue }
            let disposition = HeaderValue(line[line.index(after: colon)...])
            guard disposition.value == "form-data", let name = disposition.parameters["name"] else { throw .malformed }
            self.init(name: name, fileName: disposition.parameters["filename"])
            return
        }
        throw .malformed
    }
}

/// What separates the parts of a body.
struct MultipartBoundary: Hashable, Sendable {
    let text: String

    /// Reads the boundary that a content type names.
    init(contentType: String?) throws(MultipartError) {
        let type = HeaderValue(contentType ?? "")
        guard type.value == "multipart/form-data", let boundary = type.parameters["boundary"],
            (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy({ (32...126).contains($0) }), boundary.last != " "
        else { throw .notMultipart }
        text = boundary
    }
}

/// A header's value with parameters: `form-data; name="file"; filename="a.csv"`.
private struct HeaderValue {
    /// In lower case.
    var value = ""
    /// By name in lower case.
    var parameters: [String: String] = [:]

    init(_ text: some StringProtocol) {
        var rest = Substring(text)[...]
        value = Self.takeToken(&rest).lowercased()
        while rest.popFirst() == ";" {
            let name = Self.takeToken(&rest, until: "=;").lowercased()
            guard rest.first == "=" else { continue }
            rest.removeFirst()
            rest = rest.drop { $0 == " " || $0 == "\t" }
            parameters[name] = rest.first == "\"" ? Self.takeQuoted(&rest) : Self.takeToken(&rest)
        }
    }

    private static func takeToken(_ rest: inout Substring, until ends: String = ";") -> String {
        let token = rest.prefix { !ends.contains($0) }
        rest = rest.dropFirst(token.count)
        return token.trimmingCharacters(in: .whitespaces)
    }

    /// Browsers write a quotation mark within as %22; a backslash means itself, as in `C:\catalog.csv`, unless it stands before one.
    private static func takeQuoted(_ rest: inout Substring) -> String {
        var text = ""
        rest.removeFirst()
        while let character = rest.popFirst(), character != "\"" {
            if character == "\\", rest.first == "\"" {
                rest.removeFirst()
                text.append("\"")
            } else {
                text.append(character)
            }
        }
        rest = rest.drop { $0 != ";" }
        return text.replacing("%22", with: "\"")
    }
}
