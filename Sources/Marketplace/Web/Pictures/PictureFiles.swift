import Catalog
import HTTPTypes
import Hummingbird

/// The pictures of products and shops. A picture never changes under its name, so browsers and proxies may keep it for good.
struct PictureFiles {
    let catalog: Catalog

    var endpoints: [Endpoint] {
        [.get("/bilder/{id}/{file}", .everyone, picture)]
    }

    @Sendable private func picture(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let file = context.parameters.get("file") ?? ""
        guard let id = PictureID(rawValue: context.parameters.get("id") ?? ""), file.hasSuffix(".jpg"),
            let size = Int(file.dropLast(4)), Picture.sizes.contains(size)
        else { throw ProblemDetails.notFound("picture") }
        let tag = "\"\(id.rawValue.prefix(32))-\(size)\""
        let headers: HTTPFields = [
            .contentType: "image/jpeg", .eTag: tag, .cacheControl: "public, max-age=31536000, immutable",
        ]
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        guard let jpeg = try await catalog.pictureFile(id, size: size) else { throw ProblemDetails.notFound("picture") }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: jpeg)))
    }
}
