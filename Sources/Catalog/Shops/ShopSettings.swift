public import Database
public import Foundation

/// What a shop's staff set themselves, from one hour to the next; ``Catalog/updateShop(_:of:_:at:)`` changes it.
public struct ShopSettings: Hashable, Codable, Sendable {
    /// More to do than usual.
    public struct Rush: Hashable, Codable, Sendable {
        /// By how much preparation takes longer.
        public let minutes: Int
        /// It concerns what is ordered until then.
        public let until: Date

        public init(minutes: Int, until: Date) {
            self.minutes = minutes
            self.until = until
        }
    }

    public static let minimumOrders = Cents.zero...Cents(100_000)
    public static let rushMinutes = 1...180
    /// How far ahead a rush may end, in seconds.
    public static let longestRush: TimeInterval = 24 * 60 * 60

    /// What the goods of one order must cost at this shop, deposits left out; zero: anything.
    public let minimumOrder: Cents
    /// Nil when there is none, or it is over.
    public let rush: Rush?
    /// The day on which the shop stays closed, whatever its hours say; it may be past. ``Shop/openingHours`` knows of it.
    public let closedOn: CalendarDay?

    public init(minimumOrder: Cents = .zero, rush: Rush? = nil, closedOn: CalendarDay? = nil) {
        self.minimumOrder = minimumOrder
        self.rush = rush
        self.closedOn = closedOn
    }
}

/// What to change about a shop's settings; what is nil stays.
public struct ShopSettingsChange: Hashable, Sendable {
    public enum RushChange: Hashable, Sendable {
        case begins(ShopSettings.Rush)
        case ends
    }

    public var minimumOrder: Cents?
    public var rush: RushChange?
    /// Whether the shop stays closed for the rest of the day.
    public var isClosedToday: Bool?
    public var openingHours: OpeningHours?

    public init(
        minimumOrder: Cents? = nil, rush: RushChange? = nil, isClosedToday: Bool? = nil, openingHours: OpeningHours? = nil
    ) {
        self.minimumOrder = minimumOrder
        self.rush = rush
        self.isClosedToday = isClosedToday
        self.openingHours = openingHours
    }

    /// What is wrong with it, if something is.
    func problem(at now: Date) -> ShopSettingsProblem? {
        if let minimumOrder, !ShopSettings.minimumOrders.contains(minimumOrder) { return .minimumOrder }
        if case .begins(let rush) = rush {
            if !ShopSettings.rushMinutes.contains(rush.minutes) { return .rushMinutes }
            if rush.until <= now || rush.until > now + ShopSettings.longestRush { return .rushEnd }
        }
        return nil
    }
}

/// Why a shop's settings were not changed.
public enum ShopSettingsProblem: Error, Hashable, Sendable {
    /// Not within ``ShopSettings/minimumOrders``.
    case minimumOrder
    /// Not within ``ShopSettings/rushMinutes``.
    case rushMinutes
    /// In the past, or further ahead than ``ShopSettings/longestRush``.
    case rushEnd
    /// Only a shop that has said its opening hours can be closed for a day.
    case noOpeningHours
    /// A day with other hours is past, or further ahead than ``ShopException/farthest`` days.
    case exceptionDay
    /// The note of a day with other hours is longer than ``ShopException/longestNote``.
    case exceptionNote
    /// A part of the hours is not understood.
    case hours(part: String)

    /// A German sentence for the staff.
    public var sentence: String {
        switch self {
        case .minimumOrder:
            "Der Mindestbestellwert muss zwischen \(ShopSettings.minimumOrders.lowerBound) und \(ShopSettings.minimumOrders.upperBound) liegen."
        case .rushMinutes:
            "Es können \(ShopSettings.rushMinutes.lowerBound) bis \(ShopSettings.rushMinutes.upperBound) Minuten mehr sein."
        case .rushEnd: "Das Ende muss in den nächsten 24 Stunden liegen."
        case .exceptionDay: "Der Tag muss heute oder in den nächsten \(ShopException.farthest) Tagen sein."
        case .exceptionNote: "Der Hinweis darf höchstens \(ShopException.longestNote) Zeichen haben."
        case .hours(let part):
            "„\(part)“ ist als Zeit nicht zu lesen. Schreiben Sie zum Beispiel Mo-Fr 09:00-18:00; Sa 10:00-14:00; Feiertage geschlossen."
        case .noOpeningHours: "Ein Laden ohne Öffnungszeiten lässt sich nicht für einen Tag schließen."
        }
    }
}
