public import Database

/// The value-added tax rates of Germany, in percent (UStG § 12; 0 for what is exempt).
public enum VATRate: Int, CaseIterable, Codable, Sendable, DatabaseCodable {
    case zero = 0
    case reduced = 7
    case standard = 19

    public var percent: Int { rawValue }
}
