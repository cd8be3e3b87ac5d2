import Accounts
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Orders

/// Having something brought again that could not be handed over.
struct AttemptPages {
    let pages: Pages
    let delivery: Delivery
    let storefront: Storefront
    let cartCookie: CartCookie

    var endpoints: [Endpoint] {
        let page = "/bestellung/{trackingCode}/zustellung"
        return [.get(page, .holderOfCode, form), .post(page, .holderOfCode, choose)]
    }

    @Sendable private func form(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try await show(part: QueryParameters(request).text("teil"), request, context)
    }

    @Sendable private func choose(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let fields = try await FormFields(request)
        do {
            let order = try await order(context)
            guard let part = part(fields["teil"], of: order) else { throw UndeliveredProblem.noSuchDelivery }
            guard let window = DeliveryWindowID(fields["fenster"]) else { throw UndeliveredProblem.noSuchWindow }
            try await delivery.bringAgain(.shopOrder(part.id), in: window)
            return .redirect(to: "/bestellung/\(QueryString.encode(order.trackingCode.rawValue))", type: .normal)
        } catch let problem as UndeliveredProblem {
            return try await show(part: fields["teil"], problem: problem, request, context)
        }
    }

    private func show(
        part name: String?, problem: UndeliveredProblem? = nil, _ request: Request, _ context: MarketplaceContext
    ) async throws -> Response {
        let order = try await order(context)
        guard let part = part(name, of: order) else { throw ProblemDetails.notFound("shop order") }
        var problem = problem
        var choices: [WindowChoice] = []
        do {
            choices = try await delivery.attemptOffers(for: .shopOrder(part.id)).map { WindowChoice($0) }
        } catch let refused as UndeliveredProblem {
            problem = problem ?? refused
        }
        var frame = try await cartCookie.frame(request, context)
        frame.problem = problem?.sentence
        let page = AttemptPage(
            order, part, words: UndeliveredWords(part, try await delivery.deliveries(of: [part.id])), windows: choices, at: Date()
        )
        return try pages.render("attempt", frame, page, status: problem == nil ? .ok : .unprocessableContent)
    }

    private func order(_ context: MarketplaceContext) async throws -> Order {
        try await storefront.order(trackedBy: context.parameters.get("trackingCode") ?? "")
    }

    private func part(_ name: String?, of order: Order) -> ShopOrder? {
        order.shopOrders.first { $0.id.description == name }
    }
}
