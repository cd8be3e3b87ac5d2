/// Where an order stands as a whole. It is not stored: it follows from the states of its shop orders.
public enum OrderState: String, CaseIterable, Codable, Sendable {
    /// No shop has answered yet; the shopper can still cancel.
    case placed
    /// At least one shop has answered and not all is over.
    case inProgress = "in-progress"
    /// All of it has been handed over.
    case delivered
    /// It is over, and only a part has been handed over.
    case partlyDelivered = "partly-delivered"
    /// It is over, nothing was handed over, and at least a part had been on its way.
    case returned
    /// It is over before anything was on its way.
    case cancelled

    /// The state of an order with shop orders in `states`.
    /// - Precondition: there is at least one; an order without shop orders does not exist.
    public init(of states: some Collection<ShopOrderState>) {
        precondition(!states.isEmpty, "an order has at least one shop order")
        if states.allSatisfy({ $0 == .placed }) {
            self = .placed
        } else if !states.allSatisfy(\.isFinal) {
            self = .inProgress
        } else if states.allSatisfy(\.isHandedOver) {
            self = .delivered
        } else if states.contains(where: \.isHandedOver) {
            self = .partlyDelivered
        } else if states.contains(.returned) {
            self = .returned
        } else {
            self = .cancelled
        }
    }
}
