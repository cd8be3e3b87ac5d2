public import Accounts
import Database
public import Foundation

extension Catalog {
    /// Changes what a shop's staff set themselves. Orders that were placed stay as they are.
    /// - Returns: the shop as it is now; nil when it is not theirs.
    /// - Throws: ``ShopSettingsProblem``.
    public func updateShop(
        _ id: ShopID, of retailer: RetailerID, _ change: ShopSettingsChange, at now: Date = Date()
    ) async throws -> Shop? {
        if let problem = change.problem(at: now) { throw problem }
        guard let shop = try await shop(id), shop.retailer.id == retailer else { return nil }
        if change.isClosedToday == true, shop.openingHours == nil { throw ShopSettingsProblem.noOpeningHours }
        var rush: ShopSettings.Rush?
        if case .begins(let begun) = change.rush { rush = begun }
        let changesRush = change.rush != nil
        try await CatalogError.explaining {
            _ = try await database.execute(
                "catalog.updateShop",
                """
                UPDATE catalog.shop SET
                    minimum_order_cents = coalesce(\(change.minimumOrder), minimum_order_cents),
                    rush_minutes = CASE WHEN \(changesRush) THEN \(rush?.minutes) ELSE rush_minutes END,
                    rush_until = CASE WHEN \(changesRush) THEN \(rush?.until) ELSE rush_until END,
                    closed_on = CASE \(change.isClosedToday) WHEN true THEN \(CityTime.dayAndMinute(of: now).day)
                        WHEN false THEN NULL ELSE closed_on END,
                    opening_hours = coalesce(\(change.openingHours), opening_hours),
                    updated_at = now()
                WHERE id = \(id) AND retailer_id = \(retailer)
                """)
        }
        return try await self.shop(id)
    }
}
