public import Database

/// What kind of user an account is.
public enum Role: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    case shopper
    /// Staff of one retailer.
    case retailer
    case dispatcher
    case rider
    /// Who runs the installation for the city.
    case `operator`
}
