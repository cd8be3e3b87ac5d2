import Catalog
import Database
import Foundation
import Orders

/// Goods that a shop has yet to pack, with what is expected of them.
struct ExpectedGoods: Sendable {
    let goods: GoodsOfShop
    let shop: Shop

    /// In how many parcels they are likely to be packed, as handing over takes time for each.
    var parcels: Int { min(max(1, (goods.weight.rawValue + Self.parcelOfGrams - 1) / Self.parcelOfGrams), 20) }

    /// What is usually put into one box or bag.
    private static let parcelOfGrams = 12_000

    /// When the shop should have them ready for a tour of the day: it begins when it is open, and goods that are not ready when it closes are
    /// ready after it has opened again. Nil when it does not open within eight days.
    func readyAt(on day: CalendarDay, orderedAt now: Date) -> Date? {
        let preparation = Double(goods.preparationMinutes) * 60
        let dayStart = ServiceDay(day).start
        guard let hours = shop.openingHours else { return max(now, dayStart).addingTimeInterval(preparation) }
        guard let begin = hours.nextOpening(from: now) else { return nil }
        // Hot food is made for its tour, not the day before.
        let earliest = goods.handling.contains(.hot) ? (hours.nextOpening(from: max(now, dayStart)) ?? begin) : begin
        return hours.nextOpening(from: max(dayStart, earliest.addingTimeInterval(preparation)))
    }

    /// The same; nil when it is not before the window ends, as with a shop that is closed on its day.
    private func readyAt(for window: DeliveryWindow, orderedAt now: Date) -> Date? {
        readyAt(on: window.day, orderedAt: now).flatMap { $0 < window.end ? $0 : nil }
    }

    func draft(
        shopOrderID: ShopOrderID, orderID: OrderID, window: DeliveryWindow, destination: GeoPoint, contact: Contact, at now: Date
    ) -> ShipmentDraft? {
        readyAt(for: window, orderedAt: now).map { readyAt in
            ShipmentDraft(
                origin: .shop(shop.id, name: shop.name, shop.location), shopOrderID: shopOrderID, orderID: orderID,
                day: window.day, destination: destination, contact: contact, parcels: parcels, weight: goods.weight,
                volume: goods.volume, heaviest: goods.heaviest, handling: goods.handling, readyAt: readyAt, isPacked: false,
                windowStart: window.start, windowEnd: window.end)
        }
    }

    /// As the day's problem would know them.
    func shipment(_ id: ShipmentID, number: Int, window: DeliveryWindow, destination: GeoPoint, at now: Date)
        -> DayProblem.OpenShipment?
    {
        readyAt(for: window, orderedAt: now).map { readyAt in
            DayProblem.OpenShipment(
                id: id, number: ShipmentNumber(rawValue: number), origin: .shop(name: shop.name, shop.location),
                destination: destination, parcels: parcels, weight: goods.weight, volume: goods.volume, heaviest: goods.heaviest,
                handling: goods.handling, readyAt: readyAt, windowStart: window.start, windowEnd: window.end,
                handOver: shop.handOver(on: window.day))
        }
    }
}

extension Shop {
    /// When it is open on the day; nil when it has not said.
    func handOver(on day: CalendarDay) -> [DayProblem.HandOverSpan]? {
        openingHours?.spans(on: day).map {
            DayProblem.HandOverSpan(from: CityTime.date(of: day, minute: $0.start), until: CityTime.date(of: day, minute: $0.end))
        }
    }
}
