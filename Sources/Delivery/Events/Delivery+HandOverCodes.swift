import Database
public import Orders

extension Delivery {
    /// What the shopper tells at the door; `nil` for orders of which nothing is brought.
    public func handOverCode(of order: OrderID) async throws -> HandOverCode? {
        try await database.first(
            "delivery.handOverCode", "SELECT code FROM delivery.hand_over_code WHERE order_id = \(order)"
        )?.decode(HandOverCode.self)
    }

    /// Makes the code of an order; one that is there stays.
    func makeHandOverCode(for order: OrderID, in transaction: Transaction) async throws {
        try await transaction.execute(
            "delivery.makeHandOverCode",
            "INSERT INTO delivery.hand_over_code (order_id) VALUES (\(order)) ON CONFLICT (order_id) DO NOTHING")
    }

    /// Compares the code that a report of a hand-over tells with the order's; `nil` where there is nothing to compare.
    func checkCode(of event: StopEvent, for shipment: ShipmentID?, in transaction: Transaction) async throws -> CodeCheck? {
        guard event.kind == .delivered, let shipment, let told = event.proof.flatMap(HandOverCode.init(toldIn:)) else {
            return nil
        }
        let row = try await transaction.first(
            "delivery.expectedCode",
            """
            SELECT code.code, (
                SELECT count(*) FROM delivery.event JOIN delivery.tour_stop AS stop ON stop.id = event.stop_id
                JOIN delivery.shipment AS told ON told.id = stop.shipment_id
                WHERE told.order_id = code.order_id AND event.code_check = 'differs'
            )
            FROM delivery.shipment JOIN delivery.hand_over_code AS code ON code.order_id = shipment.order_id
            WHERE shipment.id = \(shipment) AND shipment.kind = 'delivery'
            """)
        guard let (expected, wrongBefore) = try row?.decode(HandOverCode.self, Int.self) else { return nil }
        return CodeCheck(told: told, expected: expected, wrongBefore: wrongBefore)
    }
}
