import Catalog
import Delivery
import Foundation
import Hummingbird

/// What there is in the city: the start page, search, products and shops.
struct StorefrontPages {
    let pages: Pages
    let catalog: Catalog
    let delivery: Delivery
    let productSearch: ProductSearch
    let cartCookie: CartCookie

    var endpoints: [Endpoint] {
        [
            .get("/", .everyone, home),
            .get("/suche", .everyone, search),
            .get("/reihenfolge", .everyone, ranking),
            .get("/produkt/{id}", .everyone, product),
            .get("/laeden", .everyone, shops),
            .get("/laden/{key}", .everyone, shop),
        ]
    }

    private struct HomePage {
        struct Category {
            let category: String
            let href: String
        }
        let shopCount: Int
        let categories: [Category]
        let shops: [ShopCard]
        let products: [ProductCard]
    }

    @Sendable private func home(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let now = Date()
        async let frame = cartCookie.frame(request, context)
        async let top = catalog.topCategories()
        async let new = catalog.products(ProductQuery(inStock: true, limit: 12))
        let shops = try await catalog.shops().filter(\.isVisible).map { ShopCard($0, at: now) }
        let openFirst = shops.filter(\.isOpen) + shops.filter { !$0.isOpen }
        let page = HomePage(
            shopCount: shops.count,
            categories: try await top.filter { !$0.name.isEmpty }.prefix(24).map {
                .init(category: $0.name, href: QueryString(["category": $0.name]).appended(to: "/suche"))
            },
            shops: Array(openFirst.prefix(8)), products: try await new.items.map(ProductCard.init))
        return try pages.render("home", try await frame, page)
    }

    @Sendable private func search(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        async let frame = cartCookie.frame(request, context)
        let question = try await question(QueryParameters(request))
        let found: SearchResult
        do {
            found = try await productSearch.search(question.query, question.moment)
        } catch CatalogError.invalidCursor {
            // An old address whose cursor means nothing any more.
            return .redirect(to: question.address, type: .normal)
        }
        async let counts = productSearch.counts(question.query, question.moment)
        // Whoever finds plenty needs no other words.
        let suggestions =
            found.page.items.count < 4 && !question.words.isEmpty ? try await catalog.suggestions(for: question.words) : []
        var framed = try await frame
        framed.query = question.words
        let page = SearchPage(question, found: found, counts: try await counts, suggestions: suggestions)
        return try pages.render("search", framed, page)
    }

    /// What the address of the search page asks for. What a filter does not understand it leaves out, as an address is easily cut short.
    private func question(_ parameters: QueryParameters) async throws -> SearchQuestion {
        var question = SearchQuestion(words: parameters.text("q") ?? "")
        if let category = parameters.text("category") {
            guard let path = CategoryPath(category) else { throw ProblemDetails.notFound("category") }
            question.category = path
        }
        if let key = parameters.text("shop") {
            guard let shop = try await catalog.shop(key: key), shop.isVisible else { throw ProblemDetails.notFound("shop") }
            question.shop = shop
        }
        question.price = parameters.text("preis").flatMap { SearchQuestion.PriceSpan($0) }
        question.isInStock = parameters.text("vorraetig") == "ja"
        question.isOpenNow = parameters.text("offen") == "ja"
        question.isDeliverableToday = parameters.text("heute") == "ja"
        question.sort = parameters.text("sort").flatMap { ProductQuery.Sort(rawValue: $0) } ?? .relevance
        question.cursor = parameters.text("cursor")
        return question
    }

    @Sendable private func ranking(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try pages.render("ranking", try await cartCookie.frame(request, context), ())
    }

    @Sendable private func product(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        async let frame = cartCookie.frame(request, context)
        async let windows = delivery.deliveryWindows()
        guard let product = try await catalog.product(try context.pathID("id", of: "product")) else {
            throw ProblemDetails.notFound("product")
        }
        let variants = product.facts.variantGroup == nil ? [] : try await catalog.variants(of: product.id)
        let morePictures = try await catalog.pictures(at: product.facts.moreImages)
        // What it is not served in is not its first window.
        let first = try await windows.first { product.facts.availableHours?.isOpen(at: $0.start) ?? true }
        let page = ProductPage(
            product, variants: variants, morePictures: morePictures, firstWindow: first, at: Date())
        var framed = try await frame
        framed.problem = ProductPage.problem(group: QueryParameters(request).text("auswahl"), of: product)
        return try pages.render("product", framed, page)
    }

    private struct ShopsPage {
        let shops: [ShopCard]
    }

    @Sendable private func shops(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        async let frame = cartCookie.frame(request, context)
        let now = Date()
        let page = ShopsPage(shops: try await catalog.shops().filter(\.isVisible).map { ShopCard($0, at: now) })
        return try pages.render("shops", try await frame, page)
    }

    @Sendable private func shop(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        async let frame = cartCookie.frame(request, context)
        guard let shop = try await catalog.shop(key: context.parameters.get("key") ?? ""), shop.isVisible,
            let trader = try await catalog.traderData(of: shop.retailer.id)
        else { throw ProblemDetails.notFound("shop") }
        let query = ProductQuery(shopID: shop.id, sort: .title, cursor: QueryParameters(request).text("cursor"))
        guard let products = try await products(query) else { return .redirect(to: "/laden/\(shop.key)", type: .normal) }
        return try pages.render("shop", try await frame, ShopPage(shop, trader, products: products, at: Date()))
    }

    /// A page of products; `nil` for an old address whose cursor means nothing any more.
    private func products(_ query: ProductQuery) async throws -> Page<Product>? {
        do {
            return try await catalog.products(query)
        } catch CatalogError.invalidCursor {
            return nil
        }
    }
}
