public import Accounts
public import Database
public import Foundation

extension Catalog {
    /// Gives a shop other hours on a day, in place of what it had said for that day.
    /// - Returns: the shop as it is now; nil when it is not theirs.
    /// - Throws: ``ShopSettingsProblem``.
    public func setException(
        _ exception: ShopException, of id: ShopID, _ retailer: RetailerID, at now: Date = Date()
    ) async throws -> Shop? {
        let ahead = exception.day.days(since: CityTime.dayAndMinute(of: now).day)
        guard (0...ShopException.farthest).contains(ahead) else { throw ShopSettingsProblem.exceptionDay }
        guard exception.note.unicodeScalars.count <= ShopException.longestNote else { throw ShopSettingsProblem.exceptionNote }
        guard let shop = try await shop(id), shop.retailer.id == retailer else { return nil }
        guard shop.openingHours != nil else { throw ShopSettingsProblem.noOpeningHours }
        try await database.execute(
            "catalog.setException",
            """
            INSERT INTO catalog.shop_exception (shop_id, day, hours, note)
            VALUES (\(id), \(exception.day), \(exception.hours), \(exception.note))
            ON CONFLICT (shop_id, day) DO UPDATE SET hours = excluded.hours, note = excluded.note
            """)
        return try await self.shop(id)
    }

    /// Lets a shop's usual hours count again on a day. Doing it twice changes nothing.
    /// - Returns: the shop as it is now; nil when it is not theirs.
    public func removeException(on day: CalendarDay, of id: ShopID, _ retailer: RetailerID) async throws -> Shop? {
        guard let shop = try await shop(id), shop.retailer.id == retailer else { return nil }
        try await database.execute(
            "catalog.removeException", "DELETE FROM catalog.shop_exception WHERE shop_id = \(id) AND day = \(day)")
        return try await self.shop(shop.id)
    }
}
