import Accounts
import Catalog
import Delivery
import Foundation
import HTTPTypes
import Hummingbird

/// Shops whose goods are collected to a hub before they go to doors.
struct MilkRunEndpoints {
    let catalog: Catalog
    let delivery: Delivery

    private static let base = "/api/v1/dispatch/milk-runs"

    var endpoints: [Endpoint] {
        [
            .get(Self.base, .dispatch, list),
            .put("\(Self.base)/{shop}", .dispatch, set),
            .delete("\(Self.base)/{shop}", .dispatch, remove),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let keys = Dictionary(try await catalog.shops().map { ($0.id, $0.key) }, uniquingKeysWith: { first, _ in first })
        let runs = try await delivery.milkRuns()
        return try JSON.response(ListResource(items: runs.map { MilkRunResource($0, key: keys[$0.shopID] ?? "") }))
    }

    private struct Body: Decodable {
        var hub: String
        var atHubBy: String
    }

    @Sendable private func set(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let shop = try await shop(context)
        let body = try await JSON.decode(Body.self, from: request)
        guard let time = TimeOfDay(body.atHubBy) else {
            throw ProblemDetails(
                .unprocessableContent, code: "invalid", detail: "'\(body.atHubBy)' is no time of day like 13:00.",
                errors: [.init(field: "atHubBy", detail: "a time of day like 13:00 is expected")])
        }
        try await delivery.setMilkRun(
            of: shop.id, to: body.hub, atHubBy: time, by: try context.requirePrincipal().accountID)
        return try JSON.response(
            MilkRunResource(MilkRun(shopID: shop.id, shopName: shop.name, hub: body.hub, atHubBy: time), key: shop.key))
    }

    @Sendable private func remove(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard try await delivery.removeMilkRun(of: try await shop(context).id) else { throw ProblemDetails.notFound("milk run") }
        return Response(status: .noContent)
    }

    /// By its key.
    private func shop(_ context: MarketplaceContext) async throws -> Shop {
        let key = context.parameters.get("shop")
        guard let shop = try await catalog.shops().first(where: { $0.key == key }) else { throw ProblemDetails.notFound("shop") }
        return shop
    }

    private struct MilkRunResource: Encodable, Sendable {
        /// The shop's key.
        let shop: String
        let shopName: String
        let hub: String
        let atHubBy: TimeOfDay

        init(_ run: MilkRun, key: String) {
            shop = key
            shopName = run.shopName
            hub = run.hub
            atHubBy = run.atHubBy
        }
    }
}
