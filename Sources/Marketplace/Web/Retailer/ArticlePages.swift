import Accounts
import Catalog
import HTTPTypes
import Hummingbird

/// Where a retailer's staff change single articles: price, on sale or not, and what is chosen with them.
struct ArticlePages {
    let pages: Pages
    let catalog: Catalog
    let cartCookie: CartCookie

    private static let base = "/haendler/artikel"

    var endpoints: [Endpoint] {
        [.get(Self.base, .role(.retailer), list), .post("\(Self.base)/{id}", .role(.retailer), change)]
    }

    @Sendable private func list(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        var frame = try await cartCookie.frame(request, context)
        if parameters.text("hinweis") == "gespeichert" { frame.notice = "Gespeichert; es gilt ab sofort." }
        let text = parameters.text("q") ?? ""
        do {
            let found = try await catalog.products(
                of: try context.retailerID(), text: text, limit: 24, cursor: parameters.text("cursor"))
            return try pages.render("articles", frame, ArticlePage(found, text: text))
        } catch CatalogError.invalidCursor {
            return .redirect(to: Self.base, type: .normal)
        }
    }

    @Sendable private func change(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let form = try await FormFields(request)
        let (id, retailer): (ProductID, RetailerID) = (try context.pathID("id", of: "product"), try context.retailerID())
        do {
            guard let price = GermanFormat.cents(form["preis"]) else { throw ArticleProblem.price }
            let change = ProductChange(
                price: price, active: form["aktiv"] == "ja", choices: try ProductChoices(parsing: form["auswahl"]))
            guard
                let product = try await catalog.updateProduct(
                    id, of: retailer, change, by: try context.requirePrincipal().accountID)
            else { throw ProblemDetails.notFound("product") }
            let query = QueryString(["q": product.sku.rawValue, "hinweis": "gespeichert"])
            return .redirect(to: query.appended(to: Self.base), type: .normal)
        } catch let problem as ProductChoicesError {
            return try await again(form, id, retailer, problem.sentence(in: .german), request, context)
        } catch ArticleProblem.price {
            return try await again(form, id, retailer, "Das ist kein Preis. Schreiben Sie zum Beispiel 9,50.", request, context)
        } catch CatalogError.invalid {
            return try await again(
                form, id, retailer, "Das ist zu viel: höchstens 999.999,99 € und 5.000 Zeichen.", request, context)
        }
    }

    private enum ArticleProblem: Error {
        case price
    }

    /// The article's form once more, with what was typed.
    private func again(
        _ form: FormFields, _ id: ProductID, _ retailer: RetailerID, _ problem: String, _ request: Request,
        _ context: MarketplaceContext
    ) async throws -> Response {
        guard let product = try await catalog.product(id, of: retailer) else { throw ProblemDetails.notFound("product") }
        var frame = try await cartCookie.frame(request, context)
        frame.problem = problem
        return try pages.render("articles", frame, ArticlePage(product, typed: form), status: .unprocessableContent)
    }
}
