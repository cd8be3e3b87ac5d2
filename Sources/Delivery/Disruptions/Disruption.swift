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
    }

    public let id: DisruptionID
    public let day: CalendarDay
    public let kind: Kind
    /// The bike's, rider's or shop's name, or the shipment's number.
    public let subject: String
    /// From when on it holds.
    public let from: Date
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
    /// A bike's or rider's key, a shop's slug, or a shipment's number.
    public var subject: String
    /// Now, when it is not told.
    public var from: Date?
    public var minutes: Int?
    public var windowStart: Date?
    public var windowEnd: Date?
    public var reason: String?

    public init(
        kind: Disruption.Kind, subject: String, from: Date? = nil, minutes: Int? = nil, windowStart: Date? = nil,
        windowEnd: Date? = nil, reason: String? = nil
    ) {
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
