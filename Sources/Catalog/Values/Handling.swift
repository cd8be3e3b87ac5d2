public import Database

/// How a product wants to be carried; a tour's bike must offer it.
public enum Handling: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    case ambient, chilled, frozen, hot, fragile, bulky
}
