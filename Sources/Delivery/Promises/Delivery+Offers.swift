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
        let expected = try await expected(goods)
        let now = now()
        return try await offers { window, numbers in
            let made = expected.map { goods in
                goods.shipment(.new(), number: numbers.next(), window: window, destination: destination, at: now)
            }
            return made.contains { $0 == nil } ? nil : made.compactMap(\.self)
        }
    }

    func expected(_ goods: [GoodsOfShop]) async throws -> [ExpectedGoods] {
        var expected: [ExpectedGoods] = []
        for goods in goods {
            guard let shop = try await catalog.shop(goods.shopID) else { continue }
            expected.append(ExpectedGoods(goods: goods, shop: shop))
        }
        return expected
    }

    /// Each window that can be ordered now with whether its day's tours can take what `shipments` makes for it; nil: it cannot be ready by then.
    func offers(
        of shipments: (DeliveryWindow, inout ProvisionalNumbers) -> [DayProblem.OpenShipment]?
    ) async throws -> [WindowOffer] {
        var offers: [WindowOffer] = []
        for (day, windows) in Dictionary(grouping: try await deliveryWindows(), by: \.day).sorted(by: { $0.key < $1.key }) {
            offers += try await self.offers(windows, on: day, of: shipments)
        }
        return offers
    }

    private func offers(
        _ windows: [DeliveryWindow], on day: CalendarDay,
        of shipments: (DeliveryWindow, inout ProvisionalNumbers) -> [DayProblem.OpenShipment]?
    ) async throws -> [WindowOffer] {
        var numbers = ProvisionalNumbers()
        let possible = windows.compactMap { window in shipments(window, &numbers).map { (window, $0) } }
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

/// Numbers behind all that exist, for shipments that are only asked about; they are never stored.
struct ProvisionalNumbers {
    private var last = Int(Int32.max)

    mutating func next() -> Int {
        last += 1
        return last
    }
}
