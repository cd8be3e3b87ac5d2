import Foundation
import HTTPTypes
import Hummingbird

/// Leaflet, the script for maps that one can move about in, as Debian's package `libjs-leaflet` installs it. It is served from here, so that
/// pages load nothing from elsewhere. Without the package maps are pictures.
struct LeafletFiles: Sendable {
    private static let folder = "/usr/share/javascript/leaflet"
    private static let types = ["leaflet.min.js": "text/javascript; charset=utf-8", "leaflet.css": "text/css; charset=utf-8"]

    private let files: [String: ByteBuffer]

    /// - Parameter folder: where the package's files lie.
    init(folder: String = Self.folder) {
        files = Self.types.keys.reduce(into: [:]) { files, name in
            guard let content = FileManager.default.contents(atPath: "\(folder)/\(name)") else { return }
            files[name] = ByteBuffer(bytes: content)
        }
    }

    var isPresent: Bool { files.count == Self.types.count }

    var endpoints: [Endpoint] {
        [.get("/static/leaflet/{name}", .everyone, file)]
    }

    @Sendable private func file(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let name = context.parameters.get("name"), let content = files[name], let type = Self.types[name] else {
            throw ProblemDetails.notFound("file")
        }
        return Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "public, max-age=86400"],
            body: ResponseBody(byteBuffer: content))
    }
}
