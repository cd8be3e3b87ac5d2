public import struct Foundation.Date

extension Date: DatabaseCodable {
    public static var databaseType: DatabaseType { .timestamptz }

    /// 2000-01-01 00:00 UTC, from which PostgreSQL counts, in seconds after 1970.
    private static let postgresEpoch = 946_684_800.0

    /// PostgreSQL keeps microseconds; the date is rounded to the nearest.
    /// - Throws: for a date that is not a number or outside PostgreSQL's years 4713 BC to 294276.
    public func encode(into bytes: inout [UInt8]) throws -> Presence {
        let seconds = timeIntervalSince1970 - Date.postgresEpoch
        guard seconds > -211_813_488_000, seconds < 9_223_371_331_200 else {
            throw DatabaseValue.Mismatch("the date \(timeIntervalSince1970) s after 1970 is outside PostgreSQL's range")
        }
        bytes.append(bigEndian: Int64((seconds * 1_000_000).rounded()))
        return .value
    }

    /// Takes `timestamptz`, and `timestamp` as UTC. Infinities become `distantFuture` and `distantPast`.
    public static func decode(_ value: DatabaseValue) throws -> Date {
        let bytes = try value.present(as: Date.self)
        guard value.type == DatabaseType.timestamptz.oid || value.type == DatabaseType.timestamp.oid, bytes.count == 8 else {
            throw value.mismatch(Date.self)
        }
        let microseconds = Int64(bigEndianBytes: bytes)
        switch microseconds {
        case .max: return .distantFuture
        case .min: return .distantPast
        default:
            // Whole seconds and the rest apart: one division of the sum would lose microseconds.
            let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
            return Date(timeIntervalSince1970: Double(seconds) + postgresEpoch + Double(rest) / 1_000_000)
        }
    }
}
