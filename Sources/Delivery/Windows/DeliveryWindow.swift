public import Catalog
public import Database
public import Foundation

/// A span of a day in which the bike comes, as it is offered to shoppers.
public struct DeliveryWindow: Hashable, Codable, Sendable {
    /// Day and start by the city's clocks: `2026-11-21T14:00`.
    public let id: DeliveryWindowID
    public let day: CalendarDay
    public let start: Date
    public let end: Date
    /// Until when an order for it is taken.
    public let cutoff: Date
    /// What delivery costs when no fee is waived.
    public let feeCents: Cents

    public init(id: DeliveryWindowID, day: CalendarDay, start: Date, end: Date, cutoff: Date, feeCents: Cents) {
        self.id = id
        self.day = day
        self.start = start
        self.end = end
        self.cutoff = cutoff
        self.feeCents = feeCents
    }

    /// The same at no cost.
    var free: DeliveryWindow {
        DeliveryWindow(id: id, day: day, start: start, end: end, cutoff: cutoff, feeCents: .zero)
    }
}

/// `2026-11-21T14:00`: the day and the start of a delivery window by the city's clocks.
public struct DeliveryWindowID: Hashable, Sendable, LosslessStringConvertible {
    public let day: CalendarDay
    public let start: TimeOfDay

    public init(day: CalendarDay, start: TimeOfDay) {
        self.day = day
        self.start = start
    }

    public init?(_ description: String) {
        let parts = description.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].count == 5, let day = CalendarDay(parts[0]), let start = TimeOfDay(parts[1]) else {
            return nil
        }
        self.init(day: day, start: start)
    }

    public var description: String { "\(day)T\(start)" }
}

extension DeliveryWindowID: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = DeliveryWindowID(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text)” is no window like 2026-11-21T14:00.")
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
