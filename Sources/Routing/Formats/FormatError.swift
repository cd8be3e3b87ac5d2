/// Why a file cannot be read: one sentence, with the line where the mistake is or the path of the value in a JSON document.
public struct FormatError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Counts from 1; `nil` where no single line is to blame.
    public var line: Int?
    /// Where in a JSON document: `$.jobs[3].location_index`.
    public var path: String?
    public var message: String

    public init(line: Int? = nil, path: String? = nil, _ message: String) {
        self.line = line
        self.path = path
        self.message = message
    }

    public var description: String {
        if let path { return "\(path): \(message)" }
        if let line { return "line \(line): \(message)" }
        return message
    }
}
