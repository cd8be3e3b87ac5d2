import HTTPTypes
import Hummingbird

/// One route of the service: where it is, who may call it, and what answers.
struct Endpoint: Sendable {
    typealias Handler = @Sendable (Request, MarketplaceContext) async throws -> Response

    var method: HTTPRequest.Method
    /// The path with its parameters in braces, as OpenAPI writes it: `/api/v1/products/{id}`.
    var path: String
    var access: Access
    var handler: Handler

    static func get(_ path: String, _ access: Access, _ handler: @escaping Handler) -> Endpoint {
        Endpoint(method: .get, path: path, access: access, handler: handler)
    }

    static func post(_ path: String, _ access: Access, _ handler: @escaping Handler) -> Endpoint {
        Endpoint(method: .post, path: path, access: access, handler: handler)
    }

    static func put(_ path: String, _ access: Access, _ handler: @escaping Handler) -> Endpoint {
        Endpoint(method: .put, path: path, access: access, handler: handler)
    }

    static func patch(_ path: String, _ access: Access, _ handler: @escaping Handler) -> Endpoint {
        Endpoint(method: .patch, path: path, access: access, handler: handler)
    }

    static func delete(_ path: String, _ access: Access, _ handler: @escaping Handler) -> Endpoint {
        Endpoint(method: .delete, path: path, access: access, handler: handler)
    }

    /// Adds the route to a router, its access check in front.
    func add(to router: Router<MarketplaceContext>) {
        let access = access
        let handler = handler
        router.on(RouterPath(path), method: method) { request, context in
            try access.authorise(context.principal)
            return try await handler(request, context)
        }
    }
}
