public import Database

/// Where a shop order stands. This table is the only one: every change goes through ``successors(as:)``, what is offered to people is read from
/// it, and PostgreSQL holds the same table as the last wall (`orders.shop_order_transition`).
///
///     placed ──► accepted ──► ready ──► underway ──► delivered
///       │           │           ▲          │
///       └─────┬─────┘           └─ failed ◄┘
///             ▼                      │
///     rejected · cancelled           └─► returned
///
/// One that is fetched from the shop goes from `ready` to `collected`, or to `returned` when nobody comes.
public enum ShopOrderState: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    /// Ordered; the shop has not answered yet. Its stock is reserved.
    case placed
    /// The shop packs it. Its stock is sold.
    case accepted
    /// Packed, waiting for the bike, or for whoever fetches it.
    case ready
    /// On a bike.
    case underway
    /// Handed over.
    case delivered
    /// The bike was there and could not hand it over.
    case failed
    /// Whoever fetches it has it.
    case collected
    /// Back at the shop after a failed delivery; or never fetched.
    case returned
    /// The shop cannot deliver it.
    case rejected
    /// The shopper does not want it any more.
    case cancelled

    /// The states that can come next.
    public func successors(as fulfilment: Fulfilment) -> Set<ShopOrderState> {
        switch (self, fulfilment) {
        case (.placed, _): [.accepted, .rejected, .cancelled]
        case (.accepted, _): [.ready, .rejected, .cancelled]
        case (.ready, .delivery): [.underway]
        case (.ready, .pickUp): [.collected, .returned]
        case (.underway, .delivery): [.delivered, .failed]
        case (.failed, .delivery): [.ready, .returned]
        case (.underway, .pickUp), (.failed, .pickUp): []
        case (.delivered, _), (.collected, _), (.returned, _), (.rejected, _), (.cancelled, _): []
        }
    }

    /// The states that can come next for what a bike brings.
    public var successors: Set<ShopOrderState> { successors(as: .delivery) }

    public func canBecome(_ next: ShopOrderState, as fulfilment: Fulfilment = .delivery) -> Bool {
        successors(as: fulfilment).contains(next)
    }

    /// Nothing comes after this state.
    public var isFinal: Bool { Fulfilment.allCases.allSatisfy { successors(as: $0).isEmpty } }

    /// The shopper has it.
    public var isHandedOver: Bool { self == .delivered || self == .collected }

    /// The shopper gets nothing of this shop order and owes nothing for it.
    public var isVoid: Bool {
        switch self {
        case .rejected, .cancelled, .returned: true
        case .placed, .accepted, .ready, .underway, .delivered, .collected, .failed: false
        }
    }
}
