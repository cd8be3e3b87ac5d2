import Catalog
import Database
import Foundation
public import Orders

extension Delivery {
    /// What could not be handed over and of which nobody has said what is to be done, of all days, the oldest first.
    public func failedDeliveries(limit: Int = 500) async throws -> [FailedDelivery] {
        let failed = try await shipments(where: isUndecided, limit: limit)
        let places = try await goodsPlaces(of: failed.map(\.id), in: database)
        return failed.map { shipment in
            FailedDelivery(
                shipment: shipment, note: places[shipment.id]?.note, atHubFrom: places[shipment.id]?.arrival,
                canBeBroughtAgain: shipment.canBeBroughtAgain)
        }
    }

    /// Whether a row of `delivery.shipment` has failed and nobody has said what is to be done with its goods.
    var isUndecided: SQL {
        """
        shipment.state = 'failed' AND shipment.closed_at IS NULL AND shipment.kind IN ('delivery', 'return') AND NOT EXISTS (
            SELECT FROM delivery.shipment AS after
            WHERE after.first_id = coalesce(shipment.first_id, shipment.id) AND after.attempt = shipment.attempt + 1
                AND after.state <> 'cancelled' AND NOT (\(Self.isMissed("after", ServiceDay(containing: now()).day))))
        """
    }

    /// All that has carried these shop orders to doors, by attempt, without what was called off.
    public func deliveries(of shopOrders: [ShopOrderID]) async throws -> [Shipment] {
        try await shipments(
            where: """
                shipment.state <> 'cancelled' AND (shipment.shop_order_id = ANY (\(shopOrders)) OR shipment.first_id IN (
                    SELECT first.id FROM delivery.shipment AS first WHERE first.shop_order_id = ANY (\(shopOrders))))
                """, limit: 1000
        ).sorted { ($0.attempt, $0.number) < ($1.attempt, $1.number) }
    }
}
