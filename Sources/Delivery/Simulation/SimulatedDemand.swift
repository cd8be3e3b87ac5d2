import Catalog
import Foundation
import Orders
import Routing

/// A shopper with a full cart who is about to ask for delivery.
struct SimulatedOrder: Sendable {
    /// Which of the windows that can be had is liked best.
    enum Taste: Sendable {
        case soonest
        case evening
        /// Food for a meal is wanted for that meal or not at all.
        case meal(from: TimeOfDay)
    }

    struct Part: Sendable {
        let shop: Shop
        let goods: GoodsOfShop
    }

    /// Seconds of the day; less than nothing on the evening before.
    let placedAt: Seconds
    let destination: GeoPoint
    let parts: [Part]
    let taste: Taste
    /// Takes another window when the one liked best is gone.
    let isFlexible: Bool

    /// The window that this shopper takes; `nil`: none.
    func choice(of windows: [DeliveryWindowTemplate]) -> DeliveryWindowTemplate? {
        switch taste {
        case .soonest: return windows.first
        case .evening:
            let evening = windows.last { $0.start.rawValue >= 16 * 60 }
            return evening ?? (isFlexible ? windows.first : nil)
        case .meal(let from):
            if let exact = windows.first(where: { $0.start == from }) { return exact }
            let near = windows.filter { abs(Int($0.start.rawValue) - Int(from.rawValue)) <= 120 }
            return isFlexible ? near.first : nil
        }
    }
}

/// Draws a day's shoppers: how many ask when, for what, and where they live.
///
/// The sample city's day of orders is drawn alike: a third is food for a meal from one kitchen; of the others two thirds want one shop, a
/// quarter two, the rest three; most want one to four things.
struct SimulatedDemand {
    let city: SimulatedCity
    let serviceDay: ServiceDay
    let seed: UInt64

    /// When shoppers who are not hungry ask, in hours of the day. The day before: whoever shops after the last cut-off is served the day after.
    private static let hours: [(value: ClosedRange<Double>, weight: Double)] = [
        (-6 ... -2, 20), (7...10, 25), (10...13, 25), (13...16.4, 30),
    ]
    private static let lunch = (asks: 8.5...10.4, from: TimeOfDay(hour: 12))
    private static let dinner = (asks: 13.5...16.4, from: TimeOfDay(hour: 18))

    /// By the time at which they ask. The first orders of a larger number are those of a smaller one.
    func orders(count: Int) -> [SimulatedOrder] {
        let open = city.assortments.filter { assortment in
            !assortment.articles.isEmpty && assortment.shop.openingHours?.spans(on: serviceDay.day).isEmpty != true
        }
        let kitchens = open.filter { $0.shop.retailer.kind == .gastronomy }
        let shops = open.filter { $0.shop.retailer.kind != .gastronomy }
        guard !open.isEmpty, !city.doors.isEmpty else { return [] }
        return (0..<count).compactMap { order($0, kitchens: kitchens, shops: shops) }
            .enumerated().sorted { ($0.element.placedAt, $0.offset) < ($1.element.placedAt, $1.offset) }.map(\.element)
    }

    private func order(_ number: Int, kitchens: [SimulatedCity.Assortment], shops: [SimulatedCity.Assortment]) -> SimulatedOrder?
    {
        var chance = Chance(seed: seed, .demand, number)
        let isMeal = (chance.happens(1 / 3) && !kitchens.isEmpty) || shops.isEmpty
        var taste = SimulatedOrder.Taste.soonest
        let hour: Double
        if isMeal {
            let meal = chance.happens(0.45) ? Self.lunch : Self.dinner
            hour = chance.uniform(meal.asks)
            if let from = meal.from { taste = .meal(from: from) }
        } else {
            hour = chance.uniform(chance.draw(Self.hours))
            if chance.happens(0.4) { taste = .evening }
        }
        let count = isMeal ? 1 : chance.draw([(1, 68), (2, 24), (3, 8)])
        let parts = chance.some(count, of: isMeal ? kitchens : shops).map { part(of: $0, &chance) }
        guard let destination = chance.element(of: city.doors) else { return nil }
        return SimulatedOrder(
            placedAt: Int(hour * 3600), destination: destination, parts: parts, taste: taste, isFlexible: chance.happens(0.75))
    }

    private func part(of assortment: SimulatedCity.Assortment, _ chance: inout Chance) -> SimulatedOrder.Part {
        let count = chance.draw([(1, 45), (2, 30), (3, 17), (4, 8)])
        let lines = chance.some(count, of: assortment.articles).map { article in
            // Nobody carries three bicycles home at once, and nobody has them brought.
            let isBig = article.handling == .bulky || article.weight.rawValue > 8_000
            return (article: article, quantity: isBig ? 1 : chance.draw([(1, 72), (2, 20), (3, 8)]))
        }
        let goods = GoodsOfShop(
            shopID: assortment.shop.id, weight: lines.map { $0.article.weight * $0.quantity }.total(),
            volume: lines.map { $0.article.volume * $0.quantity }.total(),
            heaviest: lines.map(\.article.weight).max() ?? .zero, handling: Set(lines.map(\.article.handling)),
            preparationMinutes: lines.map(\.article.preparationMinutes).max() ?? 0)
        return SimulatedOrder.Part(shop: assortment.shop, goods: goods)
    }
}
