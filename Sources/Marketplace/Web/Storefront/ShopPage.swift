import Catalog
import Database
import Foundation

/// A shop's page.
struct ShopPage: Sendable {
    struct OpenDay: Sendable {
        let day: String
        let hours: String
        let isToday: Bool
    }

    let name: String
    let description: String
    let address: String
    let phone: String?
    let phoneLink: String?
    let isOpen: Bool
    /// The coming seven days; empty when the shop has not said.
    let openDays: [OpenDay]
    /// "15,00 €"; nil when anything goes.
    let minimumOrder: String?
    /// By how many minutes preparation takes longer at the moment.
    let rushMinutes: Int?
    let products: [ProductCard]
    let nextPage: String?

    init(_ shop: Shop, products: Page<Product>, at now: Date) {
        name = shop.name
        description = shop.description
        address = "\(shop.street) \(shop.houseNumber), \(shop.postcode) \(shop.city)"
        phone = shop.phone
        phoneLink = shop.phone.map { $0.filter { $0.isASCII && ($0.isNumber || $0 == "+") } }
        isOpen = shop.openingHours?.isOpen(at: now) ?? false
        openDays = shop.openingHours.map { Self.openDays($0, at: now) } ?? []
        minimumOrder = shop.settings.minimumOrder > .zero ? shop.settings.minimumOrder.description : nil
        rushMinutes = shop.settings.rush?.minutes
        self.products = products.items.map(ProductCard.init)
        nextPage = products.next.map { QueryString(["cursor": $0]).appended(to: "/laden/\(shop.key)") }
    }

    private static func openDays(_ hours: OpeningHours, at now: Date) -> [OpenDay] {
        let today = CityTime.dayAndMinute(of: now).day
        return (0..<7).map { offset in
            let day = today.adding(days: offset)
            let spans = hours.spans(on: day).map {
                "\(GermanFormat.time(minute: $0.start))–\(GermanFormat.time(minute: $0.end))"
            }
            return OpenDay(
                day: GermanFormat.weekday(day), hours: spans.isEmpty ? "geschlossen" : spans.joined(separator: ", "),
                isToday: offset == 0)
        }
    }
}
