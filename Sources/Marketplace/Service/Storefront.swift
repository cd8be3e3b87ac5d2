import Catalog
import Delivery
import Foundation
import Orders

/// What a shopper does where more than one module has a say: the API and the pages share it.
struct Storefront: Sendable {
    let orders: Orders
    let delivery: Delivery

    /// Sets how many of a product are in a cart; none takes it out.
    func setQuantity(_ quantity: Int, of product: ProductID, in cart: CartID) async throws -> Cart {
        quantity == 0
            ? try await orders.removeLine(product, from: cart)
            : try await orders.setLine(product, quantity: quantity, in: cart)
    }

    /// Orders what is in a cart, for an address that the bikes reach and a window that is still open.
    func checkout(_ cart: CartID, key: String, request: CheckoutRequest) async throws -> CheckoutResult {
        try await orders.checkout(cart, key: key, request: request) { request, _ in
            guard let id = DeliveryWindowID(request.window), let window = try await delivery.window(id: id) else {
                throw CheckoutProblem.invalid([
                    .init(field: "window", detail: "Dieses Lieferfenster gibt es nicht mehr; bitte wählen Sie ein anderes.")
                ])
            }
            let destination = try await delivery.locate(request.address)
            return DeliveryPromise(day: window.day, start: window.start, end: window.end, destination: destination)
        }
    }

    /// - Throws: 404 if no order has the code.
    func order(trackedBy code: String) async throws -> Order {
        guard let code = TrackingCode(code), let order = try await orders.order(trackedBy: code) else {
            throw ProblemDetails.notFound("order")
        }
        return order
    }

    func cancel(trackedBy code: String) async throws -> Order {
        guard let code = TrackingCode(code) else { throw ProblemDetails.notFound("order") }
        return try await orders.cancel(trackedBy: code)
    }

    /// When the bike is expected, as far as a plan says so.
    func arrival(of order: Order) async throws -> DateInterval? {
        try await delivery.expectedArrival(of: order.id)
    }
}
