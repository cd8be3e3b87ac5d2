public import Database

/// Where a shipment stands. This table is the only one; `delivery.check_shipment_state` keeps the same in PostgreSQL.
///
///     waiting ◄─► planned ──► underway ──► delivered
///      ▲   │         │           │             ▲
///      │   └────┬────┘           ▼             │
///      │        ▼      ◄──── failed ───────────┘
///      │    cancelled            │
///      └─────────────────────────┘
public enum ShipmentState: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    /// In no tour of the current plan.
    case waiting
    /// In a tour, not yet on the bike.
    case planned
    case underway
    case delivered
    /// The bike was there and could not hand it over.
    case failed
    case cancelled

    /// The states that can come next.
    public var successors: Set<ShipmentState> {
        switch self {
        case .waiting: [.planned, .underway, .cancelled]
        case .planned: [.waiting, .underway, .cancelled]
        case .underway: [.delivered, .failed]
        // Tried again on another tour, or handed over after all on the same one.
        case .failed: [.waiting, .delivered, .cancelled]
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
