/// A problem that came as VROOM JSON, with what is needed to answer in the same terms.
///
/// VROOM's own keys mean what VROOM's API.md says; what is added is described in docs/vroom-json.md.
public struct VROOMDocument: Sendable {
    public let problem: Problem
    /// Coordinates as far as the document gave them, by location.
    let coordinates: [Coordinate?]
    /// Whether locations are rows of matrices that the document gave.
    let hasMatrices: Bool
    /// The caller's numbers of the hubs.
    let hubIDs: [Int]

    /// - Throws: ``FormatError`` with the path (or the line, if the text is no JSON) and one sentence.
    public init(_ bytes: [UInt8]) throws(FormatError) {
        try self.init(JSONValue(parsing: bytes))
    }

    /// - Throws: ``FormatError`` with the path of what is wrong.
    public init(_ json: JSONValue) throws(FormatError) {
        var reader = try VROOMReader(JSONCursor(json))
        self = try reader.document()
    }

    init(problem: Problem, coordinates: [Coordinate?], hasMatrices: Bool, hubIDs: [Int]) {
        self.problem = problem
        self.coordinates = coordinates
        self.hasMatrices = hasMatrices
        self.hubIDs = hubIDs
    }
}
