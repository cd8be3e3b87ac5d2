public import Database

/// Where a shop order stands. This table is the only one: every change goes through ``successors``, what is offered to people is read from
/// it, and PostgreSQL holds the same table as the last wall (`orders.shop_order_transition`).
///
///     placed ──► accepted ──► ready ──► underway ──► delivered
///       │           │           ▲          │
///       └─────┬─────┘           └─ failed ◄┘
///             ▼                      │
///     rejected · cancelled           └─► returned
public enum ShopOrderState: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    /// Ordered; the shop has not answered yet. Its stock is reserved.
    case placed
    /// The shop packs it. Its stock is sold.
    case accepted
    /// Packed, waiting for the bike.
    case ready
    /// On a bike.
    case underway
    /// Handed over.
    case delivered
    /// The bike was there and could not hand it over.
    case failed
    /// Back at the shop after a failed delivery.
    case returned
    /// The shop cannot deliver it.
    case rejected
    /// The shopper does not want it any more.
    case cancelled

    /// The states that can come next.
    public var successors: Set<ShopOrderState> {
        switch self {
        case .placed: [.accepted, .rejected, .cancelled]
        case .accepted: [.ready, .rejected, .cancelled]
        case .ready: [.underway]
        case .underway: [.delivered, .failed]
        case .failed: [.ready, .returned]
        case .delivered, .returned, .rejected, .cancelled: []
        }
    }

    public func canBecome(_ next: ShopOrderState) -> Bool { successors.contains(next) }

    /// Nothing comes after this state.
    public var isFinal: Bool { successors.isEmpty }

    /// The shopper gets nothing of this shop order and owes nothing for it.
    public var isVoid: Bool {
        switch self {
        case .rejected, .cancelled, .returned: true
        case .placed, .accepted, .ready, .underway, .delivered, .failed: false
        }
    }
}
