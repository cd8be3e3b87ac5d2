import Accounts
import Catalog
import Foundation
import Hummingbird
import Orders

/// Finds a visitor's cart by the cookie that names it, and gives new visitors one.
struct CartCookie: Sendable {
    static let name = "cart"

    let orders: Orders
    /// Whether browsers may send cookies over HTTPS only.
    let isSecure: Bool

    /// The cart that the request's cookie names, also when an order has closed it; `nil` when there is none any more.
    func cart(of request: Request) async throws -> Cart? {
        guard let id = id(in: request) else { return nil }
        return try await orders.cart(id)
    }

    func id(in request: Request) -> CartID? {
        request.cookies[Self.name].flatMap { CartID($0.value) }
    }

    /// What the layout shows, the number of pieces in the visitor's cart with it.
    func frame(_ request: Request, _ context: MarketplaceContext) async throws -> PageFrame {
        frame(context, cart: try await cart(of: request))
    }

    func frame(_ context: MarketplaceContext, cart: Cart?) -> PageFrame {
        var frame = PageFrame(context)
        if let cart, cart.closedBy == nil, !cart.lines.isEmpty { frame.cartCount = cart.lines.map(\.quantity).reduce(0, +) }
        return frame
    }

    /// Has the visitor's browser keep the cart's name for as long as the cart is kept.
    func keep(_ cart: CartID, in response: inout Response) {
        response.setCookie(
            Cookie(
                name: Self.name, value: cart.description, maxAge: 14 * 24 * 60 * 60, path: "/", secure: isSecure, httpOnly: true,
                sameSite: .lax))
    }
}
