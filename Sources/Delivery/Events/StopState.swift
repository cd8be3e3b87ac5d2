public import Database

/// How far a stop is, by what its rider reported.
public enum StopState: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    case open
    case arrived
    case done
    case failed
}
