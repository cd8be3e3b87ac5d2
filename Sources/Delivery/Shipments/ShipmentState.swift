public import Database

/// Where a shipment stands. This table is the only one; `delivery.check_shipment_state` keeps the same in PostgreSQL.
///
///     waiting ◄─► planned ──► underway ──► delivered
///         │         │           │             ▲
///         └────┬────┘           ▼             │
///              ▼      ◄──── failed ───────────┘
///          cancelled
///
/// What failed does not wait again: another shipment goes on with its goods (``UndeliveredGoods``).
public enum ShipmentState: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    /// In no tour of the current plan.
    case waiting
    /// In a tour, not yet on the bike.
    case planned
    case underway
    case delivered
    /// The bike was there and could not hand it over. Its goods lie at the bike's hub, or go on with another shipment.
    case failed
    case cancelled

    /// The states that can come next.
    public var successors: Set<ShipmentState> {
        switch self {
        case .waiting: [.planned, .underway, .cancelled]
        case .planned: [.waiting, .underway, .cancelled]
        case .underway: [.delivered, .failed]
        // Handed over after all, told late.
        case .failed: [.delivered, .cancelled]
        case .delivered, .cancelled: []
        }
    }

    public func canBecome(_ next: ShipmentState) -> Bool { successors.contains(next) }

    /// Still to be brought to the door by a plan.
    public var isOpen: Bool {
        switch self {
        case .waiting, .planned, .underway: true
        case .delivered, .failed, .cancelled: false
        }
    }
}
