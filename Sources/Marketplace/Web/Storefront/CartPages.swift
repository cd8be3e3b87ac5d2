import Accounts
import Catalog
import Foundation
import Hummingbird
import Orders

/// The cart: what is in it, put something in, change how many.
struct CartPages {
    let pages: Pages
    let orders: Orders
    let fee: DeliveryFee
    let storefront: Storefront
    let cartCookie: CartCookie

    var endpoints: [Endpoint] {
        [
            .get("/warenkorb", .everyone, cart),
            .post("/warenkorb", .everyone, add),
            .post("/warenkorb/zeile", .everyone, change),
        ]
    }

    @Sendable private func cart(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let cart = try await cartCookie.cart(of: request)
        var frame = cartCookie.frame(context, cart: cart)
        switch QueryParameters(request).text("hinweis") {
        case "dazu": frame.notice = "Liegt im Warenkorb."
        case "voll": frame.problem = "In einen Warenkorb passen höchstens \(Cart.maximumLines) verschiedene Artikel."
        case "menge": frame.problem = "Bitte eine Menge von 1 bis 99 angeben; 0 nimmt den Artikel heraus."
        case "weg": frame.problem = "Dieser Artikel wird nicht mehr angeboten."
        default: break
        }
        return try pages.render("cart", frame, CartPage(cart, fee: fee, at: Date()))
    }

    @Sendable private func add(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let form = try await FormFields(request)
        let product = try productID(in: form)
        guard let more = Int(form["quantity"]), Cart.quantities.contains(more) else { return backToCart("menge") }
        let cart: Cart
        if let open = try await cartCookie.cart(of: request), open.closedBy == nil {
            cart = open
        } else {
            cart = try await orders.createCart()
        }
        let selection = Self.chosen(in: form)
        let already = cart.lines.first { $0.product.id == product && $0.isChosen(selection) }?.quantity ?? 0
        let quantity = min(already + more, Cart.quantities.upperBound)
        var response = try await answer("dazu", product) {
            _ = try await storefront.setQuantity(quantity, of: product, choosing: selection, in: cart.id)
        }
        cartCookie.keep(cart.id, in: &response)
        return response
    }

    @Sendable private func change(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let form = try await FormFields(request)
        let product = try productID(in: form)
        guard let id = cartCookie.id(in: request) else { return backToCart() }
        guard let quantity = Int(form["quantity"]) else { return backToCart("menge") }
        let selection = Selection(text: form["auswahl"], isReusable: form["mehrweg"] == "ja")
        return try await answer(nil, product) {
            _ = try await storefront.setQuantity(quantity, of: product, choosing: selection, in: id)
        }
    }

    /// What the product page's form has chosen: a field a group, named "wahl:" and the group's name.
    private static func chosen(in form: FormFields) -> Selection {
        let prefix = "wahl:"
        let picks = form.names.filter { $0.hasPrefix(prefix) }.flatMap { name in
            form.all(name).filter { !$0.isEmpty }.map { Selection.Pick(group: String(name.dropFirst(prefix.count)), choice: $0) }
        }
        return Selection(picks, isReusable: form["mehrweg"] == "ja")
    }

    /// Changes the cart and shows it, with what went wrong if something did.
    private func answer(_ notice: String?, _ product: ProductID, _ change: () async throws -> Void) async throws -> Response {
        do {
            try await change()
            return backToCart(notice)
        } catch let problem as CartProblem {
            switch problem {
            case .noSuchCart, .closed: return backToCart()
            case .noSuchProduct: return backToCart("weg")
            case .selection(let problem):
                let query = QueryString(["auswahl": problem.group ?? "Verpackung"])
                return .redirect(to: query.appended(to: "/produkt/\(product)"), type: .normal)
            case .invalidQuantity: return backToCart("menge")
            case .tooManyLines: return backToCart("voll")
            }
        }
    }

    private func backToCart(_ notice: String? = nil) -> Response {
        .redirect(to: QueryString(["hinweis": notice ?? ""]).appended(to: "/warenkorb"), type: .normal)
    }

    private func productID(in form: FormFields) throws -> ProductID {
        guard let id = ProductID(form["product"]) else { throw ProblemDetails.notFound("product") }
        return id
    }
}
