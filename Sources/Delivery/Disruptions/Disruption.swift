public import Database
public import Foundation

/// Something that goes wrong on a day, as a dispatcher entered it. The day's next plan takes it into account.
public struct Disruption: Hashable, Codable, Sendable {
    public enum Kind: String, CaseIterable, Codable, Sendable, DatabaseCodable {
        /// A bike rides no more on this day. What is on board waits where it stands for another bike.
        case bikeOut = "bike-out"
        /// A rider stops riding. The bike of a tour that has begun stands where it was last reported, and its goods wait there.
        case riderOut = "rider-out"
        /// A shop hands over later than it said: everything that it has not packed yet.
        case shopLate = "shop-late"
        /// Nobody opens the door in the window that was sold: another one was agreed, or the shipment is not brought on this day.
        case customerAbsent = "customer-absent"
        /// A street is closed for a while: every way keeps off it. What it closes stands among the closures (``NetworkClosure``).
        case streetClosed = "street-closed"
    }

    public let id: DisruptionID
    public let day: CalendarDay
    public let kind: Kind
    /// The bike's, rider's or shop's name, the shipment's number, or the street.
    public let subject: String
    /// From when on it holds.
    public let from: Date
    /// Until when a street is closed; `nil`: until it is taken back.
    public let until: Date?
    /// How late a shop is.
    public let minutes: Int?
    /// The window that was agreed with an absent customer.
    public let windowStart: Date?
    public let windowEnd: Date?
    public let reason: String
    public let createdAt: Date
    /// When it was taken back.
    public let liftedAt: Date?
}

/// What a dispatcher tells of a disruption.
public struct DisruptionDraft: Hashable, Codable, Sendable {
    public var kind: Disruption.Kind
    /// A bike's or rider's key, a shop's slug, a shipment's number, or a street's name.
    public var subject: String
    /// Now, when it is not told.
    public var from: Date?
    /// Until when a street is closed.
    public var until: Date?
    /// Instead of a whole street: the outline of what is closed as longitude, latitude, or OpenStreetMap's number of a way.
    public var polygon: [[Double]]?
    public var way: Int64?
    public var minutes: Int?
    public var windowStart: Date?
    public var windowEnd: Date?
    public var reason: String?

    public init(
        kind: Disruption.Kind, subject: String, from: Date? = nil, until: Date? = nil, polygon: [[Double]]? = nil,
        way: Int64? = nil, minutes: Int? = nil, windowStart: Date? = nil, windowEnd: Date? = nil, reason: String? = nil
    ) {
        self.until = until
        self.polygon = polygon
        self.way = way
        self.kind = kind
        self.subject = subject
        self.from = from
        self.minutes = minutes
        self.windowStart = windowStart
        self.windowEnd = windowEnd
        self.reason = reason
    }
}

/// Why a disruption was not taken: the field at fault and a sentence.
public struct DisruptionProblem: Error, Hashable, Sendable {
    public let field: String
    public let detail: String
}
