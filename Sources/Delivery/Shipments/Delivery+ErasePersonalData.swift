public import Database

extension Delivery {
    /// Erases names, streets and telephone numbers of shipments of days before `day`; what else is known of them stays.
    /// - Returns: how many were erased now.
    @discardableResult
    public func erasePersonalData(before day: CalendarDay) async throws -> Int {
        try await database.execute(
            "delivery.erasePersonalData",
            "UPDATE delivery.shipment SET contact = NULL WHERE day < \(day) AND contact IS NOT NULL")
    }
}
