import Catalog
import Foundation
import HTTPTypes
import Hummingbird

/// Browsing and searching: products and shops, for everyone.
struct CatalogEndpoints {
    let catalog: Catalog

    var endpoints: [Endpoint] {
        [
            .get("/api/v1/products", .everyone, listProducts),
            .get("/api/v1/products/{id}", .everyone, product),
            .get("/api/v1/shops", .everyone, listShops),
            .get("/api/v1/shops/{id}", .everyone, shop),
        ]
    }

    @Sendable private func listProducts(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let query = try await catalog.productQuery(from: QueryParameters(request))
        let page = try await catalog.products(matching: query)
        return try JSON.response(page)
    }

    @Sendable private func product(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let product = try await catalog.product(try context.pathID("id", of: "product")), product.active else {
            throw ProblemDetails.notFound("product")
        }
        return try JSON.response(product)
    }

    @Sendable private func listShops(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        let page = try await catalog.shops(
            limit: try parameters.integer("limit", in: 1...100) ?? 24, cursor: parameters.text("cursor"))
        return try JSON.response(Page(items: page.items.map { ShopResource($0) }, next: page.next))
    }

    @Sendable private func shop(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let shop = try await catalog.shop(named: context.parameters.get("id") ?? "") else {
            throw ProblemDetails.notFound("shop")
        }
        return try JSON.response(ShopResource(shop))
    }
}
