import Accounts
import Catalog
import Foundation
import HTTPTypes
import Hummingbird

/// Browsing and searching: products and shops, for everyone.
struct CatalogEndpoints {
    let catalog: Catalog
    let productSearch: ProductSearch

    var endpoints: [Endpoint] {
        [
            .get("/api/v1/products", .everyone, listProducts),
            .get("/api/v1/products/{id}", .everyone, product),
            .get("/api/v1/search/filters", .everyone, countFilters),
            .get("/api/v1/search/suggestions", .everyone, suggest),
            .get("/api/v1/shops", .everyone, listShops),
            .get("/api/v1/shops/{id}", .everyone, shop),
        ]
    }

    @Sendable private func listProducts(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        var (query, moment) = try await question(parameters)
        query.sort = try parameters.choice("sort") ?? .relevance
        query.limit = try parameters.limit()
        query.cursor = parameters.text("cursor")
        return try JSON.response(try await productSearch.search(query, moment))
    }

    @Sendable private func countFilters(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let (query, moment) = try await question(QueryParameters(request))
        return try JSON.response(try await productSearch.counts(query, moment))
    }

    @Sendable private func suggest(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        let limit = try parameters.integer("limit", in: 1...20) ?? 8
        let suggestions = try await catalog.suggestions(for: parameters.text("q") ?? "", limit: limit)
        return try JSON.response(ListResource(items: suggestions))
    }

    /// What products are asked for.
    private func question(_ parameters: QueryParameters) async throws -> (ProductQuery, ProductSearch.Moment) {
        var query = ProductQuery(text: parameters.text("q") ?? "", inStock: try parameters.flag("inStock") ?? false)
        query.minimumPrice = try parameters.integer("minPriceCents", in: 0...99_999_999).map { Cents($0) }
        query.maximumPrice = try parameters.integer("maxPriceCents", in: 0...99_999_999).map { Cents($0) }
        var moment: ProductSearch.Moment = []
        if try parameters.flag("openNow") ?? false { moment.insert(.openNow) }
        if try parameters.flag("deliverableToday") ?? false { moment.insert(.deliverableToday) }
        if let category = parameters.text("category") {
            guard let path = CategoryPath(category) else {
                throw ProblemDetails.badParameter("category", "names joined by ' > ' are expected.")
            }
            query.category = path
        }
        if let name = parameters.text("shop") {
            guard let shop = try await shop(named: name) else { throw ProblemDetails.notFound("shop") }
            query.shopID = shop.id
        }
        return (query, moment)
    }

    @Sendable private func product(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let product = try await catalog.product(try context.pathID("id", of: "product")) else {
            throw ProblemDetails.notFound("product")
        }
        return try JSON.response(product)
    }

    @Sendable private func listShops(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let now = Date()
        return try JSON.response(
            ListResource(items: try await catalog.shops().filter(\.isVisible).map { ShopResource($0, at: now) }))
    }

    @Sendable private func shop(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let shop = try await shop(named: context.parameters.get("id") ?? ""),
            let trader = try await catalog.traderData(of: shop.retailer.id)
        else { throw ProblemDetails.notFound("shop") }
        return try JSON.response(ShopResource(shop, trader: trader, at: Date()))
    }

    /// A shop that is shown, by its id or its key.
    private func shop(named name: String) async throws -> Shop? {
        var shop: Shop?
        if let id = ShopID(name) { shop = try await catalog.shop(id) } else { shop = try await catalog.shop(key: name) }
        return shop.flatMap { $0.isVisible ? $0 : nil }
    }
}

/// A shop as the API shows it.
struct ShopResource: Encodable, Sendable {
    var id: ShopID
    var key: String
    var retailer: Shop.RetailerSummary
    var name: String
    var street: String
    var houseNumber: String
    var postcode: String
    var city: String
    var latitude: Double
    var longitude: Double
    var phone: String?
    var openingHours: String
    var description: String
    var preparationMinutes: Int
    var categories: [String]
    var openNow: Bool
    var minimumOrderCents: Cents
    var rush: ShopSettings.Rush?
    var closedToday: Bool
    var exceptions: [ShopException]
    var nextOpening: Date?
    /// One text a rule, for schema.org.
    var schemaOpeningHours: [String]
    var logo: Picture?
    /// For the retailer: what is missing before it is shown.
    var missing: [String]?
    /// Who is behind it; with one shop only.
    var trader: TraderData?

    init(_ shop: Shop, trader: TraderData? = nil, at now: Date) {
        self.trader = trader
        missing = shop.isVisible ? nil : shop.missing.map(\.rawValue)
        id = shop.id
        key = shop.key
        retailer = shop.retailer
        name = shop.name
        street = shop.street
        houseNumber = shop.houseNumber
        postcode = shop.postcode
        city = shop.city
        latitude = shop.location.latitude
        longitude = shop.location.longitude
        phone = shop.phone
        openingHours = shop.openingHours?.description ?? ""
        description = shop.description
        preparationMinutes = shop.preparationMinutes
        categories = shop.categories
        openNow = shop.openingHours?.isOpen(at: now) ?? false
        minimumOrderCents = shop.settings.minimumOrder
        rush = shop.settings.rush
        closedToday = shop.settings.closedOn == CityTime.dayAndMinute(of: now).day
        exceptions = shop.exceptions
        logo = shop.logo
        schemaOpeningHours = shop.openingHours?.schemaOrg ?? []
        nextOpening = shop.openingHours?.nextOpening(from: now)
    }
}
