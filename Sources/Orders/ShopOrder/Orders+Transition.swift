import Accounts
import Catalog
import Database
import Foundation

extension Orders {
    /// What a transition brings along beside the new state.
    enum TransitionFacts {
        case none
        case rejected(reason: String)
        case packed(parcels: Int)
    }

    /// Moves a shop order to its next state: the only place that does. What hangs on it follows in the same transaction: the stock, the
    /// history, the events.
    /// - Parameter retailer: whose it must be, if it matters.
    /// - Throws: ``ShopOrderProblem/notFound`` or ``ShopOrderProblem/illegalTransition(from:to:)``.
    func move(
        _ id: ShopOrderID, to next: ShopOrderState, facts: TransitionFacts = .none, note: String? = nil,
        of retailer: RetailerID? = nil,
        by actor: OrderActor, at now: Date, in transaction: Transaction
    ) async throws {
        let row = try await transaction.first(
            "orders.lockShopOrder",
            """
            SELECT order_id, state, fulfilment FROM orders.shop_order
            WHERE id = \(id) AND (\(retailer)::uuid IS NULL OR retailer_id = \(retailer)) FOR UPDATE
            """)
        guard let (orderID, state, fulfilment) = try row?.decode(OrderID.self, ShopOrderState.self, Fulfilment.self) else {
            throw ShopOrderProblem.notFound
        }
        guard state.canBecome(next, as: fulfilment) else { throw ShopOrderProblem.illegalTransition(from: state, to: next) }

        try await store(next, facts: facts, for: id, at: now, in: transaction)
        try await record(from: state, to: next, of: id, by: actor, note: note, at: now, in: transaction)
        try await moveStock(of: id, from: state, to: next, in: transaction)

        let change = ShopOrderChanged(orderID: orderID, shopOrderID: id)
        try await Outbox.publish(topic: OrdersTopic.shopOrderChanged, payload: change, in: transaction)
        if next == .ready {
            try await Outbox.publish(topic: OrdersTopic.shopOrderReady, payload: change, in: transaction)
        }
    }

    private func store(
        _ state: ShopOrderState, facts: TransitionFacts, for id: ShopOrderID, at now: Date, in transaction: Transaction
    ) async throws {
        let also: SQL =
            switch facts {
            case .none: ""
            case .rejected(let reason): ", rejection_reason = \(reason)"
            case .packed(let parcels): ", parcels = \(parcels), ready_at = \(now)"
            }
        try await transaction.execute(
            "orders.moveShopOrder", "UPDATE orders.shop_order SET state = \(state), state_since = \(now)\(also) WHERE id = \(id)")
    }

    private func record(
        from state: ShopOrderState, to next: ShopOrderState, of id: ShopOrderID, by actor: OrderActor, note: String?,
        at now: Date,
        in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            "orders.recordTransition",
            """
            INSERT INTO orders.shop_order_history (shop_order_id, at, from_state, to_state, actor, account_id, note)
            VALUES (\(id), \(now), \(state), \(next), \(actor.kind), \(actor.accountID), \(note))
            """)
    }

    /// Reserved stock is sold when the shop accepts, and is free again when the shop order comes to nothing before it leaves the shop, also when nobody
    /// fetches it. What was on the bike and came back is not put back: the shop looks at it first (docs/decisions/orders-stock.md).
    private func moveStock(
        of id: ShopOrderID, from state: ShopOrderState, to next: ShopOrderState, in transaction: Transaction
    ) async throws {
        let reservation = ReservationID(rawValue: id.rawValue)
        switch (state, next) {
        case (.placed, .accepted): try await catalog.commit(reservation, in: transaction)
        case (_, .rejected), (_, .cancelled), (.ready, .returned): try await catalog.release(reservation, in: transaction)
        default: break
        }
    }
}

extension OrderActor {
    /// As the history stores it.
    var kind: String {
        switch self {
        case .shopper: "shopper"
        case .account: "account"
        case .system: "system"
        }
    }

    var accountID: AccountID? {
        if case .account(let id) = self { id } else { nil }
    }

    /// - Returns: `nil` when the two do not belong together.
    init?(kind: String, accountID: AccountID?) {
        switch (kind, accountID) {
        case ("shopper", nil): self = .shopper
        case ("system", nil): self = .system
        case ("account", let id?): self = .account(id)
        default: return nil
        }
    }
}
