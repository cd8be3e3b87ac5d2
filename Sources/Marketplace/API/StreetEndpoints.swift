import Accounts
import Catalog
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Routing

/// The streets for dispatchers: ways, and what is closed.
struct StreetEndpoints {
    let delivery: Delivery

    private static let base = "/api/v1/dispatch"

    var endpoints: [Endpoint] {
        let base = Self.base
        return [
            .get("\(base)/closures", .dispatch, listClosures), .post("\(base)/closures", .dispatch, close),
            .delete("\(base)/closures/{id}", .dispatch, reopen), .get("\(base)/way", .dispatch, way),
        ]
    }

    @Sendable private func listClosures(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let past = try QueryParameters(request).flag("past") ?? false
        return try JSON.response(ListResource(items: try await delivery.closures(past: past)))
    }

    @Sendable private func close(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let draft = try await JSON.decode(ClosureDraft.self, from: request)
        return try JSON.response(
            try await delivery.close(draft, by: try context.requirePrincipal().accountID), status: .created)
    }

    @Sendable private func reopen(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let closure = try await delivery.reopen(try context.pathID("id", of: "closure")) else {
            throw ProblemDetails.notFound("closure")
        }
        return try JSON.response(closure)
    }

    /// The way between two places as the streets are now, as GeoJSON.
    @Sendable private func way(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        let route = try await delivery.way(
            from: try parameters.place("from"), to: try parameters.place("to"), bikeType: parameters.text("bike"))
        return Response(
            status: .ok, headers: [.contentType: "application/geo+json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: StreetExport.geoJSON(route))))
    }
}

extension QueryParameters {
    /// A place given as `longitude,latitude`.
    func place(_ name: String) throws -> GeoPoint {
        let parts = text(name)?.split(separator: ",").map { Double($0.trimmingCharacters(in: .whitespaces)) } ?? []
        guard parts.count == 2, let longitude = parts[0], let latitude = parts[1],
            let place = GeoPoint(latitude: latitude, longitude: longitude)
        else { throw ProblemDetails.badParameter(name, "longitude,latitude in degrees is expected, such as 8.6512,49.8728.") }
        return place
    }
}
