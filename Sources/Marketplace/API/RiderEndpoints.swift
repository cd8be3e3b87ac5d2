import Accounts
import Database
import Delivery
import Foundation
import HTTPTypes
import Hummingbird

/// What riders do on their phones: see their tours, say what happened at a stop.
struct RiderEndpoints {
    let delivery: Delivery

    var endpoints: [Endpoint] {
        [
            .get("/api/v1/rider/tours", .role(.rider), listTours),
            .post("/api/v1/rider/stops/{id}/events", .role(.rider), report),
        ]
    }

    @Sendable private func listTours(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let day = try await delivery.dayMeant(by: try QueryParameters(request).day())
        return try JSON.response(ListResource(items: try await delivery.tours(of: try riderID(context), on: day)))
    }

    @Sendable private func report(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let event = try await JSON.decode(StopEvent.self, from: request)
        let stop = try await delivery.record(
            event, at: try context.pathID("id", of: "stop"), by: try riderID(context),
            account: try context.requirePrincipal().accountID)
        return try JSON.response(stop)
    }

    private func riderID(_ context: MarketplaceContext) throws -> RiderID {
        guard let id = try context.requirePrincipal().riderID else {
            throw ProblemDetails(.forbidden, code: "role-missing", detail: "This account is no rider's.")
        }
        return RiderID(rawValue: id)
    }
}
