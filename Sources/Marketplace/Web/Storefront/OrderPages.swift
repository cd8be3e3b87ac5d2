import Delivery
import Foundation
import Hummingbird
import Orders

/// An order's page, for whoever holds its tracking code.
struct OrderPages {
    let pages: Pages
    let delivery: Delivery
    let storefront: Storefront
    let cartCookie: CartCookie

    var endpoints: [Endpoint] {
        [
            .get("/bestellung/{trackingCode}", .holderOfCode, order),
            .post("/bestellung/{trackingCode}/stornieren", .holderOfCode, cancel),
        ]
    }

    @Sendable private func order(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let order = try await storefront.order(trackedBy: context.parameters.get("trackingCode") ?? "")
        var frame = try await cartCookie.frame(request, context)
        switch QueryParameters(request).text("hinweis") {
        case "zu-spaet":
            frame.problem =
                "Mindestens ein Laden ist schon dabei, diese Bestellung zu packen; sie lässt sich nicht mehr stornieren."
        case "abgeholt": frame.problem = CollectionProblem.notOpen.sentence
        default: break
        }
        let page = OrderPage(
            order, arrival: try await storefront.arrival(of: order), handOverCode: try await delivery.handOverCode(of: order.id),
            shops: try await storefront.pickUpShops(of: order),
            collections: try await delivery.collections(of: order.shopOrders.map(\.id)),
            deliveries: try await delivery.deliveries(of: order.shopOrders.map(\.id)),
            photos: try await delivery.photos(of: order.id), at: Date())
        return try pages.render("order", frame, page)
    }

    @Sendable private func cancel(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let code = context.parameters.get("trackingCode") ?? ""
        let address = "/bestellung/\(QueryString.encode(code))"
        do {
            _ = try await storefront.cancel(trackedBy: code)
            return .redirect(to: address, type: .normal)
        } catch CancellationProblem.tooLate {
            return .redirect(to: address + "?hinweis=zu-spaet", type: .normal)
        }
    }
}
