import Accounts
import Catalog
import Delivery
import Foundation
import HTTPTypes
import Hummingbird

/// Addresses of the city: what may be meant, what is at a place, and where the bikes go. No address leaves the city for it.
struct AddressEndpoints {
    let delivery: Delivery

    var endpoints: [Endpoint] {
        [
            .get("/api/v1/addresses", .everyone, suggest), .get("/api/v1/addresses/reverse", .everyone, reverse),
            .get("/api/v1/delivery-area", .everyone, area), .put("/api/v1/dispatch/delivery-area", .dispatch, setArea),
            .delete("/api/v1/dispatch/delivery-area", .dispatch, removeArea),
        ]
    }

    @Sendable private func suggest(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        let query = AddressQuery(parameters.text("q") ?? "")
        let limit = try parameters.integer("limit", in: 1...20) ?? 8
        return try JSON.response(ListResource(items: try await delivery.suggestAddresses(query, limit: limit)))
    }

    @Sendable private func reverse(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        guard let longitude = parameters.text("lon").flatMap(Double.init),
            let latitude = parameters.text("lat").flatMap(Double.init),
            let place = GeoPoint(latitude: latitude, longitude: longitude)
        else { throw ProblemDetails.badParameter("lon", "lon and lat in degrees are expected, such as lon=8.65&lat=49.87.") }
        guard let nearest = try await delivery.nearestAddress(to: place) else { throw ProblemDetails.notFound("address") }
        return try JSON.response(nearest)
    }

    @Sendable private func area(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let area = try await delivery.deliveryArea() else { throw ProblemDetails.notFound("delivery area") }
        return try Self.geoJSON(area)
    }

    @Sendable private func setArea(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let area = try await JSON.decode(DeliveryArea.self, from: request)
        try await delivery.setDeliveryArea(area, by: try context.requirePrincipal().accountID)
        return try Self.geoJSON(area)
    }

    @Sendable private func removeArea(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try await delivery.removeDeliveryArea()
        return Response(status: .noContent)
    }

    private static func geoJSON(_ area: DeliveryArea) throws -> Response {
        var response = try JSON.response(area)
        response.headers[.contentType] = "application/geo+json; charset=utf-8"
        return response
    }
}
