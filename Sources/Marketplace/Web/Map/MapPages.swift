import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Routing

/// The map, drawn by the service itself: tiles for moving about in, and single pictures for pages without script. No visitor's address goes to
/// anybody else for it.
struct MapPages {
    /// `nil` where no street network is loaded: then there is no map.
    let streets: CityStreets?

    var endpoints: [Endpoint] {
        [.get("/karte/bild.svg", .everyone, picture), .get("/karte/{zoom}/{x}/{file}", .everyone, tile)]
    }

    @Sendable private func tile(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let file = context.parameters.get("file") ?? ""
        guard let streets, file.hasSuffix(".svg"), let y = Int(file.dropLast(4)),
            let zoom = context.parameters.get("zoom", as: Int.self),
            let x = context.parameters.get("x", as: Int.self), let frame = MapFrame(zoom: zoom, x: x, y: y)
        else { throw ProblemDetails.notFound("tile") }
        return try await answer(frame, of: streets, to: request)
    }

    @Sendable private func picture(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let streets else { throw ProblemDetails.notFound("map") }
        let parameters = QueryParameters(request)
        let edges = parameters.text("edges")?.split(separator: ",").compactMap { Double($0) } ?? []
        let width = Double(try parameters.integer("width", in: 16...2048) ?? 1000)
        guard edges.count == 4,
            let frame = MapFrame(west: edges[0], south: edges[1], east: edges[2], north: edges[3], width: width)
        else {
            throw ProblemDetails.badParameter(
                "edges", "west,south,east,north in degrees are expected, of an area that is not too high for its width.")
        }
        return try await answer(frame, of: streets, to: request)
    }

    /// The picture, or that the browser's own is still good.
    private func answer(_ frame: MapFrame, of streets: CityStreets, to request: Request) async throws -> Response {
        let version = streets.graph.fingerprint
        let isVersioned = request.uri.queryParameters["v"].map(String.init) == version
        // The address says what is drawn, so the graph's name says whether it has changed.
        let tag = "\"\(version)-\(Self.style)\""
        let headers: HTTPFields = [
            .contentType: "image/svg+xml", .eTag: tag,
            .cacheControl: isVersioned ? "public, max-age=31536000, immutable" : "public, max-age=3600",
        ]
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        let svg = try await streets.picture(frame)
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: svg)))
    }

    /// Counts up whenever the same graph is drawn in another way.
    private static let style = 1
}
