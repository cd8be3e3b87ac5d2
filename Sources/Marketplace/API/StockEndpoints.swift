import Accounts
import Catalog
import HTTPTypes
import Hummingbird

/// Movements of stock: tills post them, the ledger shows them. Another retailer's are not there.
struct StockEndpoints {
    let catalog: Catalog

    var endpoints: [Endpoint] {
        [
            .post("/api/v1/retailer/stock-movements", .role(.retailer), post),
            .get("/api/v1/retailer/products/{id}/stock-movements", .role(.retailer), list),
        ]
    }

    private struct Movement: Decodable {
        var id: String
        var shop: String?
        var sku: String
        var kind: StockPosting.Kind
        var quantity: Int
    }

    private struct Movements: Decodable {
        var movements: [Movement]
    }

    @Sendable private func post(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let movements = try await JSON.decode(Movements.self, from: request).movements
        guard (1...StockPosting.most).contains(movements.count) else {
            throw ProblemDetails(
                .badRequest, code: "bad-body", detail: "movements: 1 to \(StockPosting.most) at once are possible.",
                errors: [.init(field: "movements", detail: "1 to \(StockPosting.most)")])
        }
        let postings = movements.map {
            StockPosting(key: $0.id, shop: $0.shop, sku: $0.sku, kind: $0.kind, quantity: $0.quantity)
        }
        let answers = try await catalog.postStock(
            postings, of: try context.retailerID(), by: try context.requirePrincipal().accountID)
        return try JSON.response(ListResource(items: answers))
    }

    private struct Page: Encodable {
        var items: [StockMovement]
        var next: String?
    }

    @Sendable private func list(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        let limit = try parameters.limit()
        let movements = try await catalog.stockMovements(
            of: try context.pathID("id", of: "product"), of: try context.retailerID(), limit: limit,
            before: try parameters.integer("cursor", in: 1...Int.max))
        guard let movements else { throw ProblemDetails.notFound("product") }
        let next = movements.count == limit ? movements.last.map { "\($0.id)" } : nil
        return try JSON.response(Page(items: movements, next: next))
    }
}
