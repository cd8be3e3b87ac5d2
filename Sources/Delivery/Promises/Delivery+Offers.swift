import Accounts
public import Catalog
import Database
import Foundation
public import Orders

extension Delivery {
    /// The windows that can be ordered now, each with whether the day's tours can still bring these goods in it, and when.
    ///
    /// It says what holds now and reserves nothing; ``takeWindow(_:for:to:in:)`` does.
    public func windowOffers(for goods: [GoodsOfShop], to destination: GeoPoint) async throws -> [WindowOffer] {
        let windows = try await deliveryWindows()
        let expected = try await expected(goods)
        var offers: [WindowOffer] = []
        for (day, windows) in Dictionary(grouping: windows, by: \.day).sorted(by: { $0.key < $1.key }) {
            offers += try await self.offers(windows, on: day, expected, to: destination)
        }
        return offers
    }

    func expected(_ goods: [GoodsOfShop]) async throws -> [ExpectedGoods] {
        var expected: [ExpectedGoods] = []
        for goods in goods {
            guard let shop = try await catalog.shop(goods.shopID) else { continue }
            expected.append(ExpectedGoods(goods: goods, shop: shop))
        }
        return expected
    }

    private func offers(
        _ windows: [DeliveryWindow], on day: CalendarDay, _ expected: [ExpectedGoods], to destination: GeoPoint
    ) async throws -> [WindowOffer] {
        let now = now()
        // Numbers behind all that exist; they are never stored.
        var number = Int(Int32.max)
        let groups = windows.map { window in
            expected.map { goods in
                number += 1
                return goods.shipment(.new(), number: number, window: window, destination: destination, at: now)
            }
        }
        let possible = zip(windows, groups).filter { $1.allSatisfy { $0 != nil } }.map { ($0, $1.compactMap(\.self)) }
        let live = try await liveDay(day).knowing(possible.flatMap(\.1), travel: travel)
        let answers = try await HeavyWork.run { live.answers(for: possible.map { $0.1.map(\.id) }) }
        let byWindow = Dictionary(uniqueKeysWithValues: zip(possible.map(\.0.id), answers))
        return windows.map { window in
            switch byWindow[window.id] {
            case .fits(let fit):
                WindowOffer(
                    window: window, refusal: nil, arrival: ArrivalSpan(arrivals: fit.arrivals), savedGrams: fit.savedGrams)
            case .fitsNot(let constraints):
                WindowOffer(window: window, refusal: WindowRefusal(constraints), arrival: nil, savedGrams: nil)
            case nil: WindowOffer(window: window, refusal: .notReady, arrival: nil, savedGrams: nil)
            }
        }
    }
}
