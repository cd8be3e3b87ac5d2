import Catalog
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Orders

/// The checkout: where to, when, and the order.
struct CheckoutPages {
    let pages: Pages
    let delivery: Delivery
    let fee: DeliveryFee
    let storefront: Storefront
    let cartCookie: CartCookie

    var endpoints: [Endpoint] {
        [.get("/kasse", .everyone, form), .post("/kasse", .everyone, order)]
    }

    @Sendable private func form(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try await show(CheckoutForm(), request, context)
    }

    @Sendable private func order(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        var form = CheckoutForm(try await FormFields(request))
        guard let cart = cartCookie.id(in: request) else { return Self.toCart }
        if !form.choice.isEmpty {
            // Another button than the one that orders: nothing is ordered.
            if form.choice != CheckoutForm.askWindows { form.choose(form.choice) }
            return try await show(form, request, context)
        }
        do {
            let result = try await storefront.checkout(cart, key: form.key, request: form.request)
            return Self.toOrder(result.order.trackingCode)
        } catch let problem as CheckoutProblem {
            switch problem {
            case .invalid(let fields): form.refuse(fields)
            // The cart's page says what is wrong with it.
            case .lines, .belowMinimum, .closed, .noSuchCart, .emptyCart: return Self.toCart
            case .cartClosed(let closed): return Self.toOrder(closed.trackingCode)
            // The cart was ordered with this key and other words before; ``show`` finds the order.
            case .keyReused: break
            case .invalidKey: form.key = CheckoutForm().key
            }
        } catch let address as UnknownAddress {
            try await askBack(address, &form)
        } catch let address as OutsideDeliveryArea {
            form.refuse(address)
        }
        return try await show(form, request, context, status: .unprocessableContent)
    }

    /// The form; or where else to go, when there is nothing to order.
    private func show(
        _ form: CheckoutForm, _ request: Request, _ context: MarketplaceContext, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        guard let cart = try await cartCookie.cart(of: request) else { return Self.toCart }
        if let closed = cart.closedBy { return Self.toOrder(closed.trackingCode) }
        guard cart.canBeOrdered else { return Self.toCart }
        var frame = cartCookie.frame(context, cart: cart)
        if !form.faults.isEmpty {
            frame.problem = "Es ist noch nichts bestellt. Bitte sehen Sie die markierten Felder durch."
        }
        var form = form
        let windows = form.delivers(cart) ? try await windows(for: cart, &form) : []
        let page = CheckoutPage(
            form, cart: cart, windows: windows, pickUps: try await storefront.pickUps(for: cart), fee: fee, at: Date())
        return try pages.render("checkout", frame, page, status: status)
    }

    /// The windows for the address in the form, as soon as there is one; else those that the day has.
    private func windows(for cart: Cart, _ form: inout CheckoutForm) async throws -> [WindowChoice] {
        if !form.street.isEmpty, !form.houseNumber.isEmpty, form.faults["address.street"] == nil {
            do {
                return try await storefront.offers(for: cart, except: form.pickUp, to: form.request.address)
            } catch let address as UnknownAddress {
                try await askBack(address, &form)
            } catch let address as OutsideDeliveryArea {
                form.refuse(address)
            }
        }
        return try await delivery.deliveryWindows().map { WindowChoice($0).heeding(cart, except: form.pickUp) }
    }

    /// Refuses an address that is not known, with streets that are spelled like it.
    private func askBack(_ address: UnknownAddress, _ form: inout CheckoutForm) async throws {
        form.refuse(address)
        form.suggest(try await delivery.suggestAddresses(AddressQuery("\(form.street), \(form.postcode)"), limit: 5))
    }

    private static let toCart = Response.redirect(to: "/warenkorb", type: .normal)

    private static func toOrder(_ code: TrackingCode) -> Response {
        .redirect(to: "/bestellung/\(code.rawValue)", type: .normal)
    }
}
