/// What to do with a file in which some rows are bad.
public enum ImportMode: String, CaseIterable, Codable, Sendable {
    /// Apply the good rows and report the bad ones.
    case goodRows = "good-rows"
    /// Apply nothing unless every row is good.
    case allOrNothing = "all-or-nothing"
}
