import Accounts
import Foundation
import HTTPTypes
import Hummingbird
import Mustache

/// Renders the pages for people from the templates.
struct Pages: Sendable {
    private let library: MustacheLibrary

    /// Reads all templates.
    /// - Throws: where a template is broken, with its name.
    init() async throws {
        guard let folder = Bundle.module.url(forResource: "Templates", withExtension: nil) else {
            throw CocoaError(.fileNoSuchFile)
        }
        library = try await MustacheLibrary(directory: folder.path)
    }

    /// A page.
    /// - Parameters:
    ///   - name: the template's name.
    ///   - frame: what the layout shows around the page.
    ///   - content: what the page itself shows, by the names of its template.
    func render(
        _ name: String, _ frame: PageFrame = PageFrame(), _ content: [String: Any] = [:], status: HTTPResponse.Status = .ok
    ) throws -> Response {
        var values = content
        for (key, value) in frame.values { values[key] = value }
        guard let html = library.render(values, withTemplate: name) else {
            throw ProblemDetails(.internalServerError, code: "template-missing", detail: "The page '\(name)' is missing.")
        }
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    /// The page for an error.
    func error(_ problem: ProblemDetails) throws -> Response {
        let heading =
            switch problem.status {
            case 404: "Das gibt es hier nicht."
            case 403: "Das ist nicht für dieses Konto."
            case 500...: "Da ist bei uns etwas schiefgegangen."
            default: "Das hat nicht geklappt."
            }
        let detail = problem.status == 404 ? "Vielleicht wurde es umbenannt oder wird nicht mehr angeboten." : problem.detail
        return try render(
            "error", PageFrame(), ["heading": heading, "detail": detail], status: HTTPResponse.Status(code: problem.status))
    }
}

/// What the layout shows around every page.
struct PageFrame {
    /// Words in the search field.
    var query = ""
    var cartCount = 0
    var isSignedIn = false
    var isRetailer = false
    var isDispatcher = false
    /// Something that went well.
    var notice: String?
    /// Something that did not.
    var problem: String?

    init() {}

    /// The frame for whoever calls.
    init(_ context: MarketplaceContext, cartCount: Int = 0) {
        self.cartCount = cartCount
        guard let principal = context.principal else { return }
        isSignedIn = true
        isRetailer = principal.has(.retailer)
        isDispatcher = principal.has(.dispatcher) || principal.has(.operator)
    }

    var values: [String: Any] {
        var values: [String: Any] = [
            "query": query, "isSignedIn": isSignedIn, "isRetailer": isRetailer, "isDispatcher": isDispatcher,
        ]
        if cartCount > 0 { values["cartCount"] = cartCount }
        if let notice { values["notice"] = notice }
        if let problem { values["problem"] = problem }
        return values
    }
}
