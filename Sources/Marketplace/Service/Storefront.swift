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
        try await orders.checkout(cart, key: key, request: request) { request, transaction in
            guard let id = DeliveryWindowID(request.window), let window = try await delivery.deliveryWindow(id, in: transaction)
            else {
                throw CheckoutProblem.invalid([
                    .init(field: "window", detail: "Dieses Lieferfenster gibt es nicht mehr; bitte wählen Sie ein anderes.")
                ])
            }
            let destination = try await delivery.deliveryPlace(of: request.address, in: transaction)
            return DeliveryPromise(day: window.day, start: window.start, end: window.end, destination: destination)
        }
    }

    /// - Throws: 404 if no order has the code.
    func order(trackedBy code: String) async throws -> Order {
        guard let order = try await orders.order(try trackingCode(code)) else { throw ProblemDetails.notFound("order") }
        return order
    }

    func cancel(trackedBy code: String) async throws -> Order {
        try await orders.cancel(try trackingCode(code))
    }

    /// When the bike is expected, as far as a plan says so: from the first shop's parcels to the last.
    func arrival(of order: Order) async throws -> ArrivalSpan? {
        try await delivery.arrivalSpan(of: order.shopOrders.map(\.id))
    }

    private func trackingCode(_ text: String) throws -> TrackingCode {
        guard let code = TrackingCode(typed: text) else { throw ProblemDetails.notFound("order") }
        return code
    }
}
