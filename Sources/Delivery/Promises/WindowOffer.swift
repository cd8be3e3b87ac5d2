import Routing

/// A delivery window for certain goods and a certain door.
public struct WindowOffer: Sendable {
    public let window: DeliveryWindow
    /// Why it cannot be had; nil when it can.
    public let refusal: WindowRefusal?
    /// When the bike is likely to come, by the tours as they stand now.
    public let arrival: ArrivalSpan?
    /// Grams of CO₂ that bringing it by bike saves against a van on the same tours; less than nothing where the bike does worse.
    public let savedGrams: Int?

    public var isFeasible: Bool { refusal == nil }
}

/// Why no tour can bring something in a window.
public enum WindowRefusal: String, Hashable, Codable, Sendable {
    /// The bikes or their riders have no time left.
    case full
    /// The shops cannot have it ready, or hand it over, in time; or its bike is not back at the hub.
    case notReady = "not-ready"
    /// No bike carries that much.
    case tooLarge = "too-large"
    /// No bike on shift has the compartment, or no rider the skill, that the goods ask for.
    case noSuitableBike = "no-suitable-bike"

    init(_ constraints: [Constraint]) {
        let reasons = constraints.compactMap { constraint -> WindowRefusal? in
            switch constraint {
            case .capacity: .tooLarge
            case .skills: .noSuitableBike
            case .timeWindow, .release, .rideTime: .notReady
            default: nil
            }
        }
        self = reasons.first ?? .full
    }

    /// A German sentence for shoppers.
    public var sentence: String {
        switch self {
        case .full: "In diesem Fenster sind unsere Räder ausgebucht."
        case .notReady: "Bis dahin ist die Ware nicht bereit."
        case .tooLarge: "Das ist zu viel für eines unserer Räder; bitte teilen Sie die Bestellung."
        case .noSuitableBike: "In diesem Fenster fährt kein Rad, das diese Ware mitnehmen kann."
        }
    }
}

/// A window was chosen that cannot be kept. Nothing of it is reserved.
public struct WindowRefused: Error, Hashable, Sendable {
    public let window: DeliveryWindowID
    public let refusal: WindowRefusal
}
