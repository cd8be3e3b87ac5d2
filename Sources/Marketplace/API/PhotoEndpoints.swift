import Accounts
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Orders

/// Pictures of hand-overs: taken by riders, seen by dispatchers and by whoever has the order's tracking code.
struct PhotoEndpoints {
    let delivery: Delivery
    let storefront: Storefront

    var endpoints: [Endpoint] {
        [
            .put("/api/v1/rider/stops/{id}/photos/{photoID}", .role(.rider), keep),
            .get("/api/v1/dispatch/shipments/{number}/photos", .dispatch, listOfShipment),
            .get("/api/v1/dispatch/photos/{id}", .dispatch, show),
            .get("/api/v1/orders/{trackingCode}/photos", .holderOfCode, listOfOrder),
            .get("/api/v1/orders/{trackingCode}/photos/{id}", .holderOfCode, showOfOrder),
        ]
    }

    @Sendable private func keep(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let picture = try await request.bytes(upTo: Delivery.largestPhoto, orElse: PhotoProblem.tooLarge)
        let photo = try await delivery.keepPhoto(
            picture, as: try context.pathID("photoID", of: "photo"),
            at: try context.pathID("id", of: "stop"),
            by: try context.riderID())
        return try JSON.response(photo)
    }

    @Sendable private func listOfShipment(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try JSON.response(ListResource(items: try await delivery.photos(of: try context.shipmentNumber())))
    }

    @Sendable private func show(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        picture(try await delivery.photo(try context.pathID("id", of: "photo")))
    }

    @Sendable private func listOfOrder(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let order = try await storefront.order(trackedBy: context.parameters.get("trackingCode") ?? "")
        return try JSON.response(ListResource(items: try await delivery.photos(of: order.id)))
    }

    @Sendable private func showOfOrder(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let order = try await storefront.order(trackedBy: context.parameters.get("trackingCode") ?? "")
        return picture(try await delivery.photo(try context.pathID("id", of: "photo"), of: order.id))
    }

    private func picture(_ photo: (type: PhotoType, bytes: Data)?) -> Response {
        guard let photo else { return ProblemDetails.notFound("photo").response }
        return Response(
            status: .ok, headers: [.contentType: photo.type.rawValue, .cacheControl: "private, no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: photo.bytes)))
    }
}
