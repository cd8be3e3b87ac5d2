import Accounts
import Catalog
import Database
import Foundation

extension Orders {
    /// The shop orders that meet `condition`, which may name the tables `shop_order` and `placed_order`.
    /// - Parameter suffix: ORDER BY, LIMIT and the like.
    func shopOrders(where condition: SQL, _ suffix: SQL = "", in queryable: some Queryable) async throws -> [ShopOrder] {
        let heads = try await queryable.query(
            "orders.shopOrders",
            """
            SELECT shop_order.id, order_id, placed_order.number, retailer_id, shop_id, shop_name, state, state_since, shop_order.placed_at,
                service_day, coalesce(pickup_from, window_start), coalesce(pickup_until, window_end), fulfilment, parcels, ready_at,
                rejection_reason
            FROM orders.shop_order JOIN orders."order" AS placed_order ON placed_order.id = shop_order.order_id
            WHERE \(condition) \(suffix)
            """)
        guard !heads.isEmpty else { return [] }
        let ids = try heads.map { try $0.decode("id", as: ShopOrderID.self) }
        let lines = try await lines(of: ids, in: queryable)
        let vat = try await vat(of: ids, in: queryable)
        return try zip(ids, heads).map { id, head in try ShopOrder(head, lines: lines[id] ?? [], vat: vat[id] ?? []) }
    }

    private func lines(of ids: [ShopOrderID], in queryable: some Queryable) async throws -> [ShopOrderID: [OrderLine]] {
        let rows = try await queryable.query(
            "orders.lines",
            """
            SELECT shop_order_id, product_id, sku, title, quantity, unit_price_cents, deposit_cents, vat_percent, weight_grams, volume_millilitres, handling,
                preparation_minutes, extras, is_reusable
            FROM orders.order_line WHERE shop_order_id = ANY (\(ids)) ORDER BY shop_order_id, position
            """)
        var lines: [ShopOrderID: [OrderLine]] = [:]
        for row in rows {
            let (
                shopOrder, product, sku, title, quantity, unitPrice, deposit, rate, weight, volume, handling, preparationMinutes,
                extras, isReusable
            ) =
                try row.decode(
                    ShopOrderID.self, ProductID.self, SKU.self, String.self, Int.self, Cents.self, Cents.self, VATRate.self,
                    Grams.self,
                    Millilitres.self,
                    Handling.self, Int.self, JSONB<[ChosenExtra]>.self, Bool.self)
            lines[shopOrder, default: []].append(
                OrderLine(
                    productID: product, sku: sku, title: title, quantity: quantity, unitPrice: unitPrice, deposit: deposit,
                    rate: rate, extras: extras.value, isReusable: isReusable,
                    weight: weight,
                    volume: volume, handling: handling, preparationMinutes: preparationMinutes))
        }
        return lines
    }

    private func vat(of ids: [ShopOrderID], in queryable: some Queryable) async throws -> [ShopOrderID: [VATShare]] {
        let rows = try await queryable.query(
            "orders.vat",
            """
            SELECT shop_order_id, percent, gross_cents, vat_cents FROM orders.shop_order_vat
            WHERE shop_order_id = ANY (\(ids)) ORDER BY shop_order_id, percent
            """
        ).decode(ShopOrderID.self, VATRate.self, Cents.self, Cents.self)
        return Dictionary(grouping: rows, by: \.0).mapValues { $0.map { VATShare(rate: $0.1, gross: $0.2, vat: $0.3) } }
    }
}

extension ShopOrder {
    /// A row of `orders.shopOrders` with what belongs to it.
    fileprivate init(_ row: Row, lines: [OrderLine], vat: [VATShare]) throws {
        let (
            id, orderID, number, retailerID, shopID, shopName, state, stateSince, placedAt, day, start, end, fulfilment, parcels,
            readyAt, reason
        ) = try row.decode(
            ShopOrderID.self, OrderID.self, OrderNumber.self, RetailerID.self, ShopID.self, String.self, ShopOrderState.self,
            Date.self,
            Date.self, CalendarDay.self, Date.self, Date.self, Fulfilment.self, Int?.self, Date?.self, String?.self)
        var packed: Packed?
        if let parcels, let readyAt { packed = Packed(parcels: parcels, at: readyAt) }
        self.init(
            id: id, orderID: orderID, orderNumber: number, retailerID: retailerID, shop: ShopSummary(id: shopID, name: shopName),
            state: state,
            stateSince: stateSince, placedAt: placedAt,
            window: PromisedWindow(
                day: fulfilment == .delivery ? day : CityTime.dayAndMinute(of: start).day, start: start, end: end),
            fulfilment: fulfilment, lines: lines,
            totals: Totals(goods: lines.map(\.total).total(), vat: vat), packed: packed, rejectionReason: reason)
    }
}
