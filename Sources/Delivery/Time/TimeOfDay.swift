public import Database
import Foundation

/// A moment of any day by the city's clocks, to the minute: 24:00 is the day's end.
public struct TimeOfDay: RawRepresentable, Hashable, Comparable, Sendable, DatabaseCodable {
    /// Minutes after midnight, 0…1440.
    public let rawValue: Int16

    public init?(rawValue: Int16) {
        guard (0...1440).contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    /// - Returns: `nil` unless it is a time from 0:00 to 24:00.
    public init?(hour: Int, minute: Int = 0) {
        guard (0...24).contains(hour), (0...59).contains(minute) else { return nil }
        self.init(rawValue: Int16(hour * 60 + minute))
    }

    /// The time written as `9:30` or `09:30`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }), let hour = Int(parts[0]),
            let minute = Int(parts[1])
        else { return nil }
        self.init(hour: hour, minute: minute)
    }

    public static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.rawValue < right.rawValue }
}

extension TimeOfDay: LosslessStringConvertible {
    /// `09:30`
    public var description: String {
        let (hour, minute) = (Int(rawValue) / 60, Int(rawValue) % 60)
        return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
    }
}

extension TimeOfDay: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = TimeOfDay(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(text)” is no time like 09:30.")
        }
        self = time
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
