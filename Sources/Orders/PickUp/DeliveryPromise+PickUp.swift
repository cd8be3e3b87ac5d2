import Catalog
import Foundation

extension DeliveryPromise {
    /// What an order says where the delivery's window and place stand, when all of it is fetched: from when the last part is ready until the
    /// first shop closes (at least a minute), and the first shop's place. Nil when something is delivered.
    init?(fetching shopOrders: [ShopOrderDraft], from shops: [ShopID: Shop]) {
        let times = shopOrders.compactMap(\.pickUp)
        guard times.count == shopOrders.count, let from = times.map(\.from).max(), let closing = times.map(\.until).min(),
            let place = shopOrders.lazy.compactMap({ shops[$0.shop.id]?.location }).first
        else { return nil }
        self.init(
            day: CityTime.dayAndMinute(of: from).day, start: from, end: max(closing, from + 60), destination: place)
    }
}
