import Accounts
import Catalog
import Database
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Orders

extension ProblemDetails {
    /// The answer to an error that a handler did not catch.
    init(describing error: any Error) {
        switch error {
        case let problem as ProblemDetails: self = problem
        case let problem as CartProblem: self.init(problem)
        case let problem as CheckoutProblem: self.init(problem)
        case let problem as ShopOrderProblem: self.init(problem)
        case let error as DatabaseError: self.init(error)
        case let error as any HTTPResponseError: self.init(error)
        default:
            self.init(.internalServerError, code: "internal", detail: "Something went wrong here; it has been noted.")
        }
    }

    private init(_ error: any HTTPResponseError) {
        switch error.status {
        case .notFound: self.init(.notFound, code: "not-found", detail: "There is nothing at this address.")
        case .methodNotAllowed:
            self.init(.methodNotAllowed, code: "method-not-allowed", detail: "This address does not answer that method.")
        default:
            self.init(
                error.status, code: "http-\(error.status.code)", detail: (error as? HTTPError)?.body ?? error.status.reasonPhrase)
        }
    }

    private init(_ error: DatabaseError) {
        switch error.code {
        case .connectionLost, .leaseTimeout, .statementTimeout:
            self.init(
                .serviceUnavailable, code: "busy", detail: "The marketplace is busy just now; please try again in a moment.")
        default:
            self.init(.internalServerError, code: "internal", detail: "Something went wrong here; it has been noted.")
        }
    }
}
