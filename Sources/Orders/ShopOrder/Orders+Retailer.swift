public import Accounts
public import Catalog
import Database
public import Foundation

/// What a retailer does with its shop orders. Another retailer's does not exist for it.
extension Orders {
    /// The retailer's shop orders, the newest first.
    /// - Parameters:
    ///   - limit: 1…100; what lies outside is brought inside.
    ///   - cursor: ``Page/next`` of the part before.
    /// - Throws: ``ShopOrderProblem/invalidCursor``.
    public func shopOrders(
        of retailer: RetailerID, state: ShopOrderState? = nil, limit: Int = 50, cursor: String? = nil
    ) async throws -> Page<ShopOrder> {
        let limit = min(max(limit, 1), 100)
        let before = try cursor.map { text in
            guard let id = ShopOrderID(text) else { throw ShopOrderProblem.invalidCursor }
            return id
        }
        let found = try await shopOrders(
            where: """
                retailer_id = \(retailer) AND (\(state)::text IS NULL OR state = \(state))
                    AND (\(before)::uuid IS NULL OR shop_order.id < \(before))
                """,
            "ORDER BY shop_order.id DESC LIMIT \(limit + 1)", in: database)
        let page = Array(found.prefix(limit))
        return Page(items: page, next: found.count > limit ? page.last?.id.description : nil)
    }

    /// One of the retailer's shop orders; `nil` when there is none or it is another's.
    public func shopOrder(_ id: ShopOrderID, of retailer: RetailerID) async throws -> ShopOrder? {
        try await shopOrders(where: "shop_order.id = \(id) AND retailer_id = \(retailer)", in: database).first
    }

    /// The shop will pack it: its stock is sold.
    /// - Throws: ``ShopOrderProblem``.
    public func accept(_ id: ShopOrderID, of retailer: RetailerID, by actor: OrderActor, at now: Date = Date()) async throws
        -> ShopOrder
    {
        try await moveAsRetailer(id, to: .accepted, of: retailer, by: actor, at: now)
    }

    /// The shop cannot deliver it: its stock is free again.
    /// - Parameter reason: for the shopper, 1 to 500 characters.
    /// - Throws: ``ShopOrderProblem``.
    public func reject(
        _ id: ShopOrderID, of retailer: RetailerID, reason: String, by actor: OrderActor, at now: Date = Date()
    ) async throws -> ShopOrder {
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...500).contains(reason.unicodeScalars.count) else { throw ShopOrderProblem.invalidReason }
        return try await moveAsRetailer(id, to: .rejected, facts: .rejected(reason: reason), of: retailer, by: actor, at: now)
    }

    /// The shop has packed it into so many parcels; the bike, or the shopper, can fetch it. ``OrdersTopic/shopOrderReady`` is published.
    /// - Throws: ``ShopOrderProblem``.
    public func ready(
        _ id: ShopOrderID, of retailer: RetailerID, parcels: Int = 1, by actor: OrderActor, at now: Date = Date()
    ) async throws -> ShopOrder {
        guard ShopOrder.parcelCounts.contains(parcels) else { throw ShopOrderProblem.invalidParcels }
        return try await moveAsRetailer(id, to: .ready, facts: .packed(parcels: parcels), of: retailer, by: actor, at: now)
    }

    /// - Parameter check: runs before, in the same transaction; what it throws leaves the shop order as it is.
    func moveAsRetailer(
        _ id: ShopOrderID, to state: ShopOrderState, facts: TransitionFacts = .none, of retailer: RetailerID,
        by actor: OrderActor, at now: Date, check: @Sendable (Transaction) async throws -> Void = { _ in }
    ) async throws -> ShopOrder {
        try await database.transaction("orders.moveAsRetailer") { transaction in
            try await check(transaction)
            try await move(id, to: state, facts: facts, of: retailer, by: actor, at: now, in: transaction)
            let moved = try await shopOrders(where: "shop_order.id = \(id)", in: transaction)
            guard let shopOrder = moved.first else { throw ShopOrderProblem.notFound }
            return shopOrder
        }
    }
}

extension ShopOrder {
    public static let parcelCounts = 1...99
}
