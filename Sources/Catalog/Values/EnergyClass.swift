public import Database

/// The class of an energy label (Regulation (EU) 2017/1369, article 11), from the thriftiest to the hungriest.
public enum EnergyClass: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    case a = "A"
    case b = "B"
    case c = "C"
    case d = "D"
    case e = "E"
    case f = "F"
    case g = "G"
}
