public import Database

/// A part of a bike's box that keeps goods at their temperature.
public enum Compartment: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    case hot
    /// Insulated, with cold packs.
    case chilled
    /// Insulated, with dry ice or its own cooling.
    case frozen
}
