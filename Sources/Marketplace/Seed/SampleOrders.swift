import Accounts
import Catalog
import Database
import Delivery
import Foundation
import Orders

/// Places the orders of a sample day the way shoppers and shops do: cart, checkout, accept, packed.
struct SampleOrders: Sendable {
    let catalog: Catalog
    let orders: Orders
    let delivery: Delivery
    let city: SampleCity

    /// Orders, accepts and packs. The same seed gives the same orders; running it twice orders nothing twice.
    /// - Returns: how many orders were placed, and how many wanted something that was sold out.
    func place(count: Int, on day: CalendarDay, seed: UInt64, report: (String) -> Void) async throws -> (
        placed: Int, refused: Int
    ) {
        let windows = try await delivery.windowTemplates()
        let names = try city.names()
        let addresses = try city.addresses()
        let sample = SampleDay(
            seed: seed, givenNames: names.given, familyNames: names.family,
            addresses: addresses.map {
                DeliveryAddress(street: $0.street, houseNumber: $0.houseNumber, postcode: $0.postcode, city: $0.city)
            }, assortments: try await assortments(openOn: day), windowStarts: windows.map { Int($0.start.rawValue) })
        guard !windows.isEmpty, !sample.assortments.isEmpty else {
            throw SeedError("There is nothing to order: no delivery windows, or no shop is open on \(day).")
        }
        var placed = 0
        var refused = 0
        for (index, draft) in sample.orders(count: count).enumerated() {
            let window = windows[draft.window]
            let serviceDay = ServiceDay(day)
            let start = serviceDay.moment(window.start)
            let promise = DeliveryPromise(
                day: day, start: start, end: serviceDay.moment(window.end), destination: try await delivery.locate(draft.address))
            do {
                try await order(draft, promise, key: "sample-day-\(day)-\(seed)-\(index)")
                placed += 1
            } catch CheckoutProblem.lines {
                refused += 1
            } catch CheckoutProblem.belowMinimum {
                refused += 1
            }
            if (index + 1).isMultiple(of: 50) { report("\(index + 1) of \(count) orders") }
        }
        return (placed, refused)
    }

    private func order(_ draft: SampleDay.DraftOrder, _ promise: DeliveryPromise, key: String) async throws {
        let cart = try await orders.createCart()
        for line in draft.lines {
            _ = try await orders.setLine(
                line.product.id, choosing: line.product.leastSelection, quantity: line.quantity, in: cart.id)
        }
        let request = CheckoutRequest(
            recipient: draft.recipient, address: draft.address,
            window: DeliveryWindowID(day: promise.day, start: ServiceDay.timeOfDay(at: promise.start)).description)
        let order = try await orders.checkout(cart.id, key: key, request: request, heedsHours: false) { _, _ in promise }.order
        for shopOrder in order.shopOrders {
            _ = try await orders.accept(shopOrder.id, of: shopOrder.retailerID, by: .system)
            _ = try await orders.ready(shopOrder.id, of: shopOrder.retailerID, parcels: parcels(of: shopOrder), by: .system)
        }
    }

    /// A parcel for every twelve kilograms, as people carry them.
    private func parcels(of order: ShopOrder) -> Int {
        min(max(1, (order.weight.rawValue + 11_999) / 12_000), ShopOrder.parcelCounts.upperBound)
    }

    private func assortments(openOn day: CalendarDay) async throws -> [SampleDay.Assortment] {
        var assortments: [SampleDay.Assortment] = []
        for shop in try await catalog.shops().sorted(by: { $0.key < $1.key }) {
            guard shop.openingHours?.spans(on: day).isEmpty != true else { continue }
            var products: [Product] = []
            var cursor: String?
            repeat {
                let page = try await catalog.products(
                    ProductQuery(shopID: shop.id, inStock: true, sort: .title, limit: 100, cursor: cursor))
                products += page.items
                cursor = page.next
            } while cursor != nil
            products.sort { ($0.title, $0.sku.description) < ($1.title, $1.sku.description) }
            assortments.append(.init(isGastronomy: shop.retailer.kind == .gastronomy, products: products))
        }
        return assortments
    }
}
