import Accounts
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Orders

/// Having something fetched that was delivered: returns and empties.
struct CollectionPages {
    let pages: Pages
    let delivery: Delivery
    let storefront: Storefront
    let cartCookie: CartCookie

    var endpoints: [Endpoint] {
        let page = "/bestellung/{trackingCode}/abholung"
        return [
            .get(page, .holderOfCode, form),
            .post(page, .holderOfCode, ask),
            .post("\(page)/{number}/absagen", .holderOfCode, callOff),
        ]
    }

    @Sendable private func form(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        return try await show(
            part: parameters.text("teil"), reason: parameters.text("grund"), parcels: parameters.text("pakete"), request, context)
    }

    @Sendable private func ask(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let fields = try await FormFields(request)
        do {
            let order = try await order(context)
            guard let part = part(fields["teil"], of: order) else { throw CollectionProblem.noSuchShopOrder }
            guard let window = DeliveryWindowID(fields["fenster"]) else { throw CollectionProblem.noSuchWindow }
            let wish = try CollectionWish(
                shopOrderID: part.id, reason: CollectionReason(rawValue: fields["grund"]) ?? .return,
                parcels: Int(fields["pakete"]) ?? 0)
            try await delivery.collect(wish, in: window)
            return .redirect(to: Self.address(of: order), type: .normal)
        } catch let problem as CollectionProblem {
            return try await show(
                part: fields["teil"], reason: fields["grund"], parcels: fields["pakete"], problem: problem, request, context)
        }
    }

    @Sendable private func callOff(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let order = try await order(context)
        let number = try context.shipmentNumber(of: "collection")
        do {
            try await delivery.cancelCollection(number, of: order.shopOrders.map(\.id))
        } catch CollectionProblem.notOpen {
            return .redirect(to: Self.address(of: order) + "?hinweis=abgeholt", type: .normal)
        }
        return .redirect(to: Self.address(of: order), type: .normal)
    }

    /// The form with the windows as they are for what it says so far.
    private func show(
        part name: String?, reason: String?, parcels: String?, problem: CollectionProblem? = nil, _ request: Request,
        _ context: MarketplaceContext
    ) async throws -> Response {
        let order = try await order(context)
        guard let part = part(name, of: order) else { throw ProblemDetails.notFound("shop order") }
        let reason = reason.flatMap(CollectionReason.init(rawValue:)) ?? .return
        var problem = problem
        var (count, choices): (Int, [WindowChoice]) = (1, [])
        do {
            let wish = try CollectionWish(shopOrderID: part.id, reason: reason, parcels: Int(parcels ?? "1") ?? 0)
            count = wish.parcels
            choices = try await delivery.collectionOffers(wish).map { WindowChoice($0) }
        } catch let refused as CollectionProblem {
            problem = problem ?? refused
        }
        var frame = try await cartCookie.frame(request, context)
        frame.problem = problem?.sentence
        let page = CollectionPage(order, part, reason: reason, parcels: count, windows: choices, at: Date())
        return try pages.render("collection", frame, page, status: problem == nil ? .ok : .unprocessableContent)
    }

    private func order(_ context: MarketplaceContext) async throws -> Order {
        try await storefront.order(trackedBy: context.parameters.get("trackingCode") ?? "")
    }

    private func part(_ name: String?, of order: Order) -> ShopOrder? {
        order.shopOrders.first { $0.id.description == name }
    }

    private static func address(of order: Order) -> String {
        "/bestellung/\(QueryString.encode(order.trackingCode.rawValue))"
    }
}
