import Accounts
import Catalog
import Database
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Orders

/// From the cart to the order, for whoever holds the cart's id or the order's tracking code.
struct CartEndpoints {
    let orders: Orders
    let fee: DeliveryFee
    let delivery: Delivery
    let storefront: Storefront

    var endpoints: [Endpoint] {
        [
            .get("/api/v1/delivery-windows", .everyone, listWindows),
            .post("/api/v1/carts", .everyone, createCart),
            .get("/api/v1/carts/{id}", .holderOfCode, cart),
            .put("/api/v1/carts/{id}/lines/{productID}", .holderOfCode, setLine),
            .delete("/api/v1/carts/{id}/lines/{productID}", .holderOfCode, removeLine),
            .get("/api/v1/carts/{id}/pick-ups", .holderOfCode, listPickUps),
            .post("/api/v1/carts/{id}/checkout", .holderOfCode, checkout),
            .get("/api/v1/orders/{trackingCode}", .holderOfCode, order),
            .post("/api/v1/orders/{trackingCode}/cancel", .holderOfCode, cancel),
        ]
    }

    @Sendable private func listWindows(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        guard let name = parameters.text("cart") else {
            return try JSON.response(ListResource(items: try await delivery.deliveryWindows().map(WindowResource.init)))
        }
        guard let id = CartID(name), let cart = try await orders.cart(id) else { throw ProblemDetails.notFound("cart") }
        guard let address = parameters.text("address") else {
            throw ProblemDetails.badParameter("address", "where to, such as Adelungstraße 18, 64283 Darmstadt, is expected.")
        }
        let query = AddressQuery(address)
        let offers = try await storefront.offers(
            for: cart,
            to: DeliveryAddress(street: query.street, houseNumber: query.houseNumber, postcode: query.postcode, city: ""))
        return try JSON.response(ListResource(items: offers.map(WindowResource.init)))
    }

    @Sendable private func createCart(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try JSON.response(CartResource(try await orders.createCart(), fee: fee), status: .created)
    }

    @Sendable private func cart(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let cart = try await orders.cart(try context.pathID("id", of: "cart")) else {
            throw ProblemDetails.notFound("cart")
        }
        return try JSON.response(CartResource(cart, fee: fee))
    }

    /// So many of a product, chosen like this.
    private struct LineBody: Decodable {
        var quantity: Int
        var choices: [Selection.Pick]?
        var reusable: Bool?
    }

    @Sendable private func setLine(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let line = try await JSON.decode(LineBody.self, from: request)
        let cart = try await storefront.setQuantity(
            line.quantity, of: try context.pathID("productID", of: "product"),
            choosing: Selection(line.choices ?? [], isReusable: line.reusable ?? false),
            in: try context.pathID("id", of: "cart"))
        return try JSON.response(CartResource(cart, fee: fee))
    }

    @Sendable private func removeLine(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let cart = try await orders.removeLine(
            try context.pathID("productID", of: "product"), from: try context.pathID("id", of: "cart"))
        return try JSON.response(CartResource(cart, fee: fee))
    }

    @Sendable private func checkout(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let name = HTTPField.Name("Idempotency-Key"), let key = request.headers[name], !key.isEmpty else {
            throw ProblemDetails(
                .badRequest, code: "idempotency-key-missing",
                detail:
                    "The header Idempotency-Key is missing: a random value of your own for each order, so that a repeated call never orders twice."
            )
        }
        let body = try await JSON.decode(CheckoutBody.self, from: request)
        let result = try await storefront.checkout(try context.pathID("id", of: "cart"), key: key, request: body.request)
        return try JSON.response(OrderResource(order: result.order), status: .created)
    }

    /// The checkout's body; paying at the door may be left out, as there is no other way yet, and where nothing is delivered so may address
    /// and window.
    private struct CheckoutBody: Decodable {
        var recipient: Recipient
        var address: DeliveryAddress?
        var window: String?
        var payment: PaymentMethod?
        var pickUp: [ShopID]?

        var request: CheckoutRequest {
            CheckoutRequest(
                recipient: recipient, address: address ?? DeliveryAddress(street: "", houseNumber: "", postcode: "", city: ""),
                window: window ?? "", payment: payment ?? .onDelivery, pickUp: pickUp ?? [])
        }
    }

    @Sendable private func listPickUps(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let cart = try await orders.cart(try context.pathID("id", of: "cart")) else {
            throw ProblemDetails.notFound("cart")
        }
        return try JSON.response(ListResource(items: try await storefront.pickUps(for: cart).map(PickUpResource.init)))
    }

    @Sendable private func order(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let order = try await storefront.order(trackedBy: context.parameters.get("trackingCode") ?? "")
        return try JSON.response(
            OrderResource(
                order: order, arrival: try await storefront.arrival(of: order),
                handOverCode: try await delivery.handOverCode(of: order.id)))
    }

    @Sendable private func cancel(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let order = try await storefront.cancel(trackedBy: context.parameters.get("trackingCode") ?? "")
        return try JSON.response(OrderResource(order: order))
    }
}

/// When a shop's part of a cart could be fetched.
private struct PickUpResource: Encodable, Sendable {
    let shop: Product.ShopSummary
    let address: String
    let possible: Bool
    let from: Date?
    let until: Date?
    let problems: [String]

    init(_ offer: PickUpOffer) {
        shop = .init(id: offer.shop.id, key: offer.shop.key, name: offer.shop.name)
        address = offer.shop.addressLine
        possible = offer.isPossible
        from = offer.time?.from
        until = offer.time?.until
        problems = offer.problems
    }
}

/// A list that comes whole.
struct ListResource<Item: Encodable & Sendable>: Encodable, Sendable {
    var items: [Item]
}
