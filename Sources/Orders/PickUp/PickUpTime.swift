public import Catalog
public import Foundation

/// When something can be fetched from a shop.
public struct PickUpTime: Hashable, Sendable {
    /// From then on.
    public let from: Date
    /// Until the shop closes that day; whoever comes later comes when it is open again.
    public let until: Date

    init(from: Date, until: Date) {
        self.from = from
        self.until = until
    }

    /// When a shop has something ready that is ordered now: it begins when it is open, and what is not ready when it closes is ready when it
    /// opens again. A shop that has not said its hours is taken to be there all day.
    /// - Returns: nil when the shop does not open within eight days.
    public init?(hours: OpeningHours?, preparationMinutes: Int, orderedAt now: Date) {
        let preparation = Double(preparationMinutes) * 60
        guard let hours else {
            let from = now + preparation
            self.init(from: from, until: CityTime.date(of: CityTime.dayAndMinute(of: from).day, minute: 1440))
            return
        }
        guard let begin = hours.nextOpening(from: now), let from = hours.nextOpening(from: begin + preparation),
            let until = hours.closing(after: from)
        else { return nil }
        self.init(from: from, until: until)
    }
}

/// A shop's part of a cart, if it is fetched.
public struct PickUpOffer: Sendable {
    public let shop: Shop
    /// Nil when the shop does not open within eight days.
    public let time: PickUpTime?
    /// What is not served at that time, as German sentences.
    public let problems: [String]

    public var isPossible: Bool { time != nil && problems.isEmpty }
}

extension Orders {
    /// The shops from which parts of the order are fetched, as they are now.
    public func pickUpShops(of order: Order) async throws -> [ShopID: Shop] {
        try await catalog.shops(Set(order.shopOrders.filter { $0.fulfilment == .pickUp }.map(\.shop.id)))
    }

    /// For each shop of a cart, in its order, when its part could be fetched. It says what holds now and reserves nothing.
    public func pickUpOffers(for cart: Cart, at now: Date = Date()) async throws -> [PickUpOffer] {
        let shops = try await catalog.shops(Set(cart.lines.map(\.product.shop.id)))
        return cart.goods.compactMap { goods in
            guard let shop = shops[goods.shopID] else { return nil }
            let time = PickUpTime(hours: shop.openingHours, preparationMinutes: goods.preparationMinutes, orderedAt: now)
            let lines = cart.lines.filter { $0.product.shop.id == shop.id }
            let unserved = time.map { time in lines.filter { !$0.isServed(at: time.from) } } ?? []
            return PickUpOffer(shop: shop, time: time, problems: unserved.map(\.hoursSentence))
        }
    }
}
