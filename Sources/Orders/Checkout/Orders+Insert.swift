import Accounts
import Catalog
import Database
import Foundation

extension Orders {
    /// Writes an order with all its parts.
    func insert(_ order: OrderDraft, in transaction: Transaction) async throws {
        let contact = try personalData.seal(order.contact, for: Contact.purpose(order.id))
        try await transaction.execute(
            "orders.insertOrder",
            """
            INSERT INTO orders."order" (
                id, tracking_code, cart_id, placed_at, service_day, window_start, window_end, latitude, longitude, contact_sealed,
                payment_method, goods_cents, delivery_fee_cents, delivery_fee_vat_percent, delivery_fee_vat_cents, total_cents,
                pickup_code
            ) VALUES (
                \(order.id), \(order.trackingCode), \(order.cart), \(order.placedAt), \(order.promise.day), \(order.promise.start),
                \(order.promise.end), \(order.promise.destination.latitude), \(order.promise.destination.longitude), \(contact),
                \(order.payment), \(order.goods), \(order.deliveryFee.gross), \(order.deliveryFee.rate), \(order.deliveryFee.vat),
                \(order.goods + order.deliveryFee.gross), \(order.pickUpCode)
            )
            """)
        try await insertShopOrders(of: order, in: transaction)
        try await insertLines(of: order.shopOrders, in: transaction)
        try await insertVAT(of: order.shopOrders, in: transaction)
    }

    private func insertShopOrders(of order: OrderDraft, in transaction: Transaction) async throws {
        let shopOrders = order.shopOrders
        try await transaction.execute(
            "orders.insertShopOrders",
            """
            WITH inserted AS (
                INSERT INTO orders.shop_order (
                    id, order_id, retailer_id, shop_id, shop_name, position, state, goods_cents, placed_at, state_since,
                    fulfilment, pickup_from, pickup_until)
                SELECT id, \(order.id), retailer_id, shop_id, shop_name, position, \(ShopOrderState.placed), goods_cents,
                    \(order.placedAt), \(order.placedAt), fulfilment, pickup_from, pickup_until
                FROM unnest(
                    \(shopOrders.map(\.id)), \(shopOrders.map(\.retailerID)), \(shopOrders.map(\.shop.id)), \(shopOrders.map(\.shop.name)),
                    \(shopOrders.map(\.totals.goods)), \(shopOrders.map(\.fulfilment)), \(shopOrders.map { $0.pickUp?.from }),
                    \(shopOrders.map { $0.pickUp?.until })
                ) WITH ORDINALITY AS given (
                    id, retailer_id, shop_id, shop_name, goods_cents, fulfilment, pickup_from, pickup_until, position)
                RETURNING id
            )
            INSERT INTO orders.shop_order_history (shop_order_id, at, from_state, to_state, actor)
            SELECT id, \(order.placedAt), NULL, \(ShopOrderState.placed), 'shopper' FROM inserted
            """)
    }

    private func insertLines(of shopOrders: [ShopOrderDraft], in transaction: Transaction) async throws {
        let lines = shopOrders.flatMap { shopOrder in
            shopOrder.lines.enumerated().map { (shopOrder: shopOrder.id, position: $0.offset + 1, line: $0.element) }
        }
        try await transaction.execute(
            "orders.insertLines",
            """
            INSERT INTO orders.order_line (
                shop_order_id, position, product_id, sku, title, quantity, unit_price_cents, deposit_cents, vat_percent, total_cents, weight_grams,
                volume_millilitres, handling, preparation_minutes, extras, is_reusable)
            SELECT * FROM unnest(
                \(lines.map(\.shopOrder)), \(lines.map(\.position)), \(lines.map(\.line.productID)), \(lines.map(\.line.sku)),
                \(lines.map(\.line.title)), \(lines.map(\.line.quantity)), \(lines.map(\.line.unitPrice)), \(lines.map(\.line.deposit)), \(lines.map(\.line.rate)),
                \(lines.map(\.line.total)), \(lines.map(\.line.weight)), \(lines.map(\.line.volume)), \(lines.map(\.line.handling)),
                \(lines.map(\.line.preparationMinutes)), \(lines.map { JSONB($0.line.extras) }), \(lines.map(\.line.isReusable)))
            """)
    }

    private func insertVAT(of shopOrders: [ShopOrderDraft], in transaction: Transaction) async throws {
        let shares = shopOrders.flatMap { shopOrder in shopOrder.totals.vat.map { (shopOrder: shopOrder.id, share: $0) } }
        try await transaction.execute(
            "orders.insertVAT",
            """
            INSERT INTO orders.shop_order_vat (shop_order_id, percent, gross_cents, vat_cents)
            SELECT * FROM unnest(
                \(shares.map(\.shopOrder)), \(shares.map(\.share.rate)), \(shares.map(\.share.gross)), \(shares.map(\.share.vat)))
            """)
    }
}
