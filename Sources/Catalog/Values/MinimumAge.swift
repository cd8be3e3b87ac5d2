public import Database

/// From which age something may be handed over (JuSchG §§ 9, 10).
public enum MinimumAge: Int, CaseIterable, Codable, Sendable, DatabaseCodable {
    case sixteen = 16
    case eighteen = 18
}
