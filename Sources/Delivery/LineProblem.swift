/// Something wrong at one place of a file, and how to mend it.
public struct LineProblem: Error, Hashable, Codable, Sendable {
    /// The first line of the file is 1.
    public let line: Int
    /// As the heading names it; `nil` where the whole line is meant.
    public let column: String?
    public let value: String?
    public let reason: String
    public let remedy: String
}
