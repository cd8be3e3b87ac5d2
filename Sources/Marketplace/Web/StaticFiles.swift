import Foundation
import HTTPTypes
import Hummingbird

/// The style sheet, the scripts and the icon, kept in memory and cached by browsers.
///
/// Pages name the style sheet with its version in the query, so a browser may keep it for a year and still never shows an old one.
struct StaticFiles: Sendable {
    private struct File: Sendable {
        var content: ByteBuffer
        var type: String
        /// Another one for every other content.
        var version: String
        /// Looks after pages outside its own folder.
        var isServiceWorker: Bool
    }

    private let files: [String: File]
    /// Changes whenever the style sheet does.
    let styleVersion: String

    init() throws {
        guard let folder = Bundle.module.url(forResource: "Static", withExtension: nil) else {
            throw CocoaError(.fileNoSuchFile)
        }
        var files: [String: File] = [:]
        for url in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            guard let type = Self.types[url.pathExtension] else { continue }
            let content = try Data(contentsOf: url)
            files[url.lastPathComponent] = File(
                content: ByteBuffer(bytes: content), type: type, version: Self.version(of: content),
                isServiceWorker: url.lastPathComponent == "fahrt-ohne-netz.js")
        }
        self.files = files
        styleVersion = files["style.css"]?.version ?? ""
    }

    private static let types = ["css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"]

    /// FNV-1a, 64 bit: it need not withstand anybody.
    private static func version(of content: Data) -> String {
        let hash = content.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        return String(hash, radix: 36)
    }

    var endpoints: [Endpoint] {
        [.get("/static/{name}", .everyone, file), .get("/favicon.ico", .everyone, icon)]
    }

    @Sendable private func file(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let file = files[context.parameters.get("name") ?? ""] else { throw ProblemDetails.notFound("file") }
        let isVersioned = request.uri.queryParameters["v"].map(String.init) == file.version
        let tag = "\"\(file.version)\""
        var headers: HTTPFields = [
            .contentType: file.type, .eTag: tag,
            .cacheControl: isVersioned ? "public, max-age=31536000, immutable" : "public, max-age=3600",
        ]
        if file.isServiceWorker, let name = HTTPField.Name("Service-Worker-Allowed") { headers[name] = "/" }
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.content))
    }

    /// Browsers ask for it wherever they find no other icon.
    @Sendable private func icon(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        .redirect(to: "/static/icon.svg", type: .permanent)
    }
}
