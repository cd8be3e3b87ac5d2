import Foundation
import HTTPTypes
import Hummingbird

/// An answer that says what went wrong, as RFC 9457 problem details.
struct ProblemDetails: Error, Codable, Sendable {
    /// A URI that names the kind of problem.
    var type: String
    var title: String
    var status: Int
    /// One sentence for a person: what is wrong and what to do.
    var detail: String
    /// The kind of problem for programs; stable.
    var code: String
    /// What is wrong with single fields of the request.
    var errors: [FieldError]?
    /// Something to go on with, such as the order that a cart already became.
    var related: String?

    struct FieldError: Codable, Sendable, Hashable {
        /// The field's path in the body ("address.postcode") or the parameter's name.
        var field: String
        var detail: String
    }

    init(
        _ status: HTTPResponse.Status, code: String, detail: String, errors: [FieldError]? = nil, related: String? = nil
    ) {
        self.type = "urn:schaufenster:problem:\(code)"
        self.title = status.reasonPhrase
        self.status = status.code
        self.detail = detail
        self.code = code
        self.errors = errors
        self.related = related
    }

    static let tokenNeeded = ProblemDetails(
        .unauthorized, code: "token-needed", detail: "This needs a valid token: Authorization: Bearer sf_….")

    static func notFound(_ what: String) -> ProblemDetails {
        ProblemDetails(.notFound, code: "not-found", detail: "There is no such \(what).")
    }

    static func badParameter(_ name: String, _ detail: String) -> ProblemDetails {
        ProblemDetails(
            .badRequest, code: "bad-parameter", detail: "The parameter '\(name)' is not usable: \(detail)",
            errors: [FieldError(field: name, detail: detail)])
    }

    var response: Response {
        let body = (try? JSON.encoder.encode(self)) ?? Data()
        var headers: HTTPFields = [.contentType: "application/problem+json"]
        if status == HTTPResponse.Status.unauthorized.code { headers[.wwwAuthenticate] = "Bearer" }
        return Response(
            status: HTTPResponse.Status(code: status), headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
