import Catalog
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// Turns whatever a handler throws into an answer: problem details for the API, a page with a sentence for people.
///
/// What nobody foresaw is logged with its cause and answered with 500 without it.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = MarketplaceContext

    let pages: Pages

    func handle(
        _ request: Request, context: MarketplaceContext, next: (Request, MarketplaceContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let problem = ProblemDetails(describing: error, in: Language(preferredBy: request))
            if problem.status >= 500 {
                context.logger.error(
                    "Request failed",
                    metadata: [
                        "error": "\(error)", "method": "\(request.method)", "path": "\(context.endpointPath ?? "unknown")",
                    ])
            }
            guard wantsPage(request) else { return problem.response }
            if problem.status == HTTPResponse.Status.unauthorized.code {
                return .redirect(to: "/anmelden", type: .normal)
            }
            return try pages.error(problem)
        }
    }

    private func wantsPage(_ request: Request) -> Bool {
        !request.uri.path.hasPrefix("/api/") && (request.headers[.accept]?.contains("text/html") ?? false)
    }
}
