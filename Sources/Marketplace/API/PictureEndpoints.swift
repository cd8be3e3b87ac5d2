import Accounts
import Catalog
import Foundation
import HTTPTypes
import Hummingbird
import Pictures

/// Pictures of a retailer's products and shops: uploaded as the body of a request, and what could not be fetched.
struct PictureEndpoints {
    let catalog: Catalog

    var endpoints: [Endpoint] {
        let (product, logo) = ("/api/v1/retailer/products/{id}/picture", "/api/v1/retailer/shops/{id}/logo")
        return [
            .put(product, .role(.retailer), setPicture),
            .delete(product, .role(.retailer), removePicture),
            .put(logo, .role(.retailer), setLogo),
            .delete(logo, .role(.retailer), removeLogo),
            .get("/api/v1/retailer/pictures/missing", .role(.retailer), missing),
            .post("/api/v1/retailer/pictures/retry", .role(.retailer), retry),
        ]
    }

    @Sendable private func setPicture(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let (id, retailer): (ProductID, RetailerID) = (try context.pathID("id", of: "product"), try context.retailerID())
        // Before the body is read: whose it is not may send nothing.
        guard try await catalog.product(id, of: retailer) != nil else { throw ProblemDetails.notFound("product") }
        return try await give(id, retailer, try await received(request))
    }

    @Sendable private func removePicture(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try await give(try context.pathID("id", of: "product"), try context.retailerID(), nil)
    }

    private func give(_ id: ProductID, _ retailer: RetailerID, _ picture: PictureID?) async throws -> Response {
        guard let product = try await catalog.setPicture(picture, of: id, retailer) else {
            throw ProblemDetails.notFound("product")
        }
        return try JSON.response(product)
    }

    @Sendable private func setLogo(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let (id, retailer): (ShopID, RetailerID) = (try context.pathID("id", of: "shop"), try context.retailerID())
        guard try await catalog.shop(id)?.retailer.id == retailer else { throw ProblemDetails.notFound("shop") }
        return try await answer(id, retailer, try await received(request))
    }

    @Sendable private func removeLogo(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try await answer(try context.pathID("id", of: "shop"), try context.retailerID(), nil)
    }

    private func answer(_ id: ShopID, _ retailer: RetailerID, _ picture: PictureID?) async throws -> Response {
        guard let shop = try await catalog.setLogo(picture, of: id, retailer) else { throw ProblemDetails.notFound("shop") }
        return try JSON.response(ShopResource(shop, at: Date()))
    }

    private func received(_ request: Request) async throws -> PictureID {
        let picture = try await request.bytes(upTo: PictureScaler.mostBytes, orElse: PictureFault.tooLarge)
        return try await PictureIntake(catalog: catalog).keep([UInt8](picture))
    }

    private struct MissingResource: Encodable, Sendable {
        var productID: ProductID
        var sku: SKU
        var title: String
        var address: String
        var fault: PictureFault
        var detail: String
        var triedAt: Date
        var nextTry: Date?
    }

    @Sendable private func missing(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let language = Language(preferredBy: request)
        let limit = try QueryParameters(request).limit()
        let missing = try await catalog.missingPictures(of: try context.retailerID(), limit: limit).map {
            MissingResource(
                productID: $0.productID, sku: $0.sku, title: $0.title, address: $0.address, fault: $0.fault,
                detail: $0.fault.sentence(in: language), triedAt: $0.triedAt, nextTry: $0.nextTry)
        }
        return try JSON.response(ListResource(items: missing))
    }

    private struct RetryResource: Encodable, Sendable {
        var addresses: Int
    }

    @Sendable private func retry(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try JSON.response(RetryResource(addresses: try await catalog.retryPictures(of: try context.retailerID())))
    }
}
