public import Database

/// What somebody who types may be about to ask for.
public struct Suggestion: Hashable, Encodable, Sendable {
    public enum Kind: String, CaseIterable, Codable, Sendable, DatabaseCodable {
        /// Words to search for.
        case word
        case brand
        case category
        case shop
    }

    public let kind: Kind
    /// To show, and to put into the search field: for words, those typed before with the last one completed.
    public let text: String
    /// The path of a category, the key of a shop; empty for the others.
    public let target: String
    /// How many products have it.
    public let products: Int
}
