import Accounts
import Catalog
public import Database
import Foundation

extension Orders {
    /// The order with this tracking code, or `nil` when there is none.
    public func order(_ trackingCode: TrackingCode) async throws -> Order? {
        try await orders(where: "tracking_code = \(trackingCode)", in: database).first
    }

    /// The order with this id, or `nil` when there is none. The id gives no access by itself: who asks must have been allowed to.
    public func order(_ id: OrderID) async throws -> Order? {
        try await orders(where: "id = \(id)", in: database).first
    }

    /// Who gets an order and where, opened; `nil` when there is no such order or its contact has been erased.
    public func contact(of id: OrderID) async throws -> Contact? {
        let row = try await database.first("orders.contact", #"SELECT contact_sealed FROM orders."order" WHERE id = \#(id)"#)
        guard let sealed = try row?.decode("contact_sealed", as: Data?.self) else { return nil }
        return try personalData.open(sealed, for: Contact.purpose(id))
    }

    /// Erases recipient and address of the orders whose service day was before `day`. All else of the orders stays.
    /// - Returns: the number of orders concerned.
    @discardableResult
    public func eraseContacts(before day: CalendarDay) async throws -> Int {
        try await database.execute(
            "orders.eraseContacts",
            #"UPDATE orders."order" SET contact_sealed = NULL WHERE service_day < \#(day) AND contact_sealed IS NOT NULL"#)
    }

    // MARK: - Inside

    /// An order that is known to exist.
    func order(_ id: OrderID, in transaction: Transaction) async throws -> Order {
        guard let order = try await orders(where: "id = \(id)", in: transaction).first else {
            throw DatabaseError(.rowCount, "order \(id) is missing", statement: "orders.order")
        }
        return order
    }

    private func orders(where condition: SQL, in queryable: some Queryable) async throws -> [Order] {
        let rows = try await queryable.query(
            "orders.orders",
            """
            SELECT id, number, tracking_code, placed_at, service_day, window_start, window_end, payment_method,
                delivery_fee_cents, delivery_fee_vat_percent, delivery_fee_vat_cents, pickup_code
            FROM orders."order" WHERE \(condition)
            """)
        let ids = try rows.map { try $0.decode("id", as: OrderID.self) }
        let shopOrders = Dictionary(
            grouping: try await shopOrders(where: "order_id = ANY (\(ids))", "ORDER BY order_id, position", in: queryable),
            by: \.orderID)
        return try zip(ids, rows).map { id, row in try Order(row, shopOrders: shopOrders[id] ?? []) }
    }
}

extension Order {
    fileprivate init(_ row: Row, shopOrders: [ShopOrder]) throws {
        let (id, number, trackingCode, placedAt, day, start, end, payment, fee, feeRate, feeVAT, code) = try row.decode(
            OrderID.self, OrderNumber.self, TrackingCode.self, Date.self, CalendarDay.self, Date.self, Date.self,
            PaymentMethod.self,
            Cents.self, VATRate.self, Cents.self, PickUpCode?.self)
        self.init(
            id: id, number: number, trackingCode: trackingCode, placedAt: placedAt,
            window: PromisedWindow(day: day, start: start, end: end), pickUpCode: code, payment: payment,
            deliveryFee: VATShare(rate: feeRate, gross: fee, vat: feeVAT), shopOrders: shopOrders)
    }
}
