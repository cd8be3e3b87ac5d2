import Catalog
import Database
import Delivery
import Foundation

/// What the shops can do at a moment: which are open, and what each can still have ready for a bike of today.
struct ShopsNow: Sendable {
    let open: [ShopID]
    let reach: [ShopReach]

    /// - Parameter windows: those that can be ordered now.
    init(_ shops: [Shop], windows: [DeliveryWindow], at now: Date) {
        open = shops.filter { $0.openingHours?.isOpen(at: now) ?? false }.map(\.id)
        let today = CityTime.dayAndMinute(of: now).day
        guard let lastBike = windows.filter({ $0.day == today }).map(\.end).max() else {
            reach = []
            return
        }
        reach = shops.compactMap { shop in
            guard let (begin, end) = Self.working(shop, on: today, from: now, until: lastBike), begin <= end else { return nil }
            return ShopReach(
                shop: shop.id, usualMinutes: shop.preparationMinutes,
                mostMinutes: Int(end.timeIntervalSince(begin)) / 60 - (shop.settings.rush?.minutes ?? 0))
        }
    }

    /// From when until when a shop can prepare something for today. A shop that has not said its hours is taken to be there.
    private static func working(_ shop: Shop, on day: CalendarDay, from now: Date, until lastBike: Date) -> (Date, Date)? {
        guard let hours = shop.openingHours else { return (now, lastBike) }
        guard let begin = hours.nextOpening(from: now), let closing = hours.spans(on: day).map(\.end).max() else { return nil }
        return (begin, min(lastBike, CityTime.date(of: day, minute: closing)))
    }
}
