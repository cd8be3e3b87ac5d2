import Catalog
import Delivery
import Foundation
import Orders

/// What a shopper does where more than one module has a say: the API and the pages share it.
struct Storefront: Sendable {
    let orders: Orders
    let delivery: Delivery

    /// Sets how many of a product, chosen like this, are in a cart; none takes it out.
    func setQuantity(
        _ quantity: Int, of product: ProductID, choosing selection: Selection = .plain, in cart: CartID
    ) async throws -> Cart {
        quantity == 0
            ? try await orders.removeLine(product, choosing: selection, from: cart)
            : try await orders.setLine(product, choosing: selection, quantity: quantity, in: cart)
    }

    /// Orders what is in a cart, for an address that the bikes reach and a window that is still open.
    func checkout(_ cart: CartID, key: String, request: CheckoutRequest) async throws -> CheckoutResult {
        try await orders.checkout(cart, key: key, request: request) { order, transaction in
            guard let id = DeliveryWindowID(order.request.window),
                let window = try await delivery.deliveryWindow(id, in: transaction)
            else {
                throw CheckoutProblem.invalid([
                    .init(field: "window", detail: "Dieses Lieferfenster gibt es nicht mehr; bitte wählen Sie ein anderes.")
                ])
            }
            let destination = try await delivery.deliveryPlace(of: order.request.address, in: transaction)
            do {
                try await delivery.takeWindow(window, for: order, to: destination, in: transaction)
            } catch let refused as WindowRefused {
                throw CheckoutProblem.invalid([
                    .init(field: "window", detail: "\(refused.refusal.sentence) Bitte wählen Sie ein anderes.")
                ])
            }
            return DeliveryPromise(day: window.day, start: window.start, end: window.end, destination: destination)
        }
    }

    /// The delivery windows with what each means for a cart and an address.
    /// - Parameter pickUp: the shops whose goods are fetched, which no bike has to bring.
    func offers(for cart: Cart, except pickUp: [ShopID] = [], to address: DeliveryAddress) async throws -> [WindowChoice] {
        let goods = cart.goods.filter { !pickUp.contains($0.shopID) }
        return try await delivery.windowOffers(for: goods, to: try await delivery.deliveryPlace(of: address))
            .map { WindowChoice($0).heeding(cart, except: pickUp) }
    }

    /// When each shop's part of a cart could be fetched.
    func pickUps(for cart: Cart) async throws -> [PickUpOffer] { try await orders.pickUpOffers(for: cart) }

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

    /// The shops from which parts of the order are fetched.
    func pickUpShops(of order: Order) async throws -> [ShopID: Shop] {
        try await orders.pickUpShops(of: order)
    }

    private func trackingCode(_ text: String) throws -> TrackingCode {
        guard let code = TrackingCode(typed: text) else { throw ProblemDetails.notFound("order") }
        return code
    }
}
