import Accounts
import Catalog
import Database
import Delivery
import Foundation
import HTTPTypes
import Hummingbird

/// The running day for dispatchers: what went wrong, why a shipment is where it is, changes by hand, what happened.
struct DayEndpoints {
    let delivery: Delivery

    private static let base = "/api/v1/dispatch"

    var endpoints: [Endpoint] {
        let base = Self.base
        return [
            .get("\(base)/planning-jobs/{id}/events", .dispatch, planningEvents),
            .get("\(base)/plan-comparison", .dispatch, comparePlans),
            .post("\(base)/plans/{id}/restore", .dispatch, restorePlan),
            .get("\(base)/plans/{id}/replay", .dispatch, replayPlan),
            .post("\(base)/tour-edits", .dispatch, editTours),
            .put("\(base)/tours/{id}/lock", .dispatch, lockTour),
            .delete("\(base)/tours/{id}/lock", .dispatch, unlockTour),
            .get("\(base)/shipments/{number}/explanation", .dispatch, explain),
            .get("\(base)/disruptions", .dispatch, listDisruptions),
            .post("\(base)/disruptions", .dispatch, disrupt),
            .post("\(base)/disruptions/effect", .dispatch, streetClosingEffect),
            .delete("\(base)/disruptions/{id}", .dispatch, liftDisruption),
            .get("\(base)/log", .dispatch, log),
            .get("\(base)/report", .dispatch, report),
        ]
    }

    /// Server-sent events: the job each time something about it has changed, until it is over.
    @Sendable private func planningEvents(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let id: PlanningJobID = try context.pathID("id", of: "planning job")
        guard let first = try await delivery.planningJob(id) else { throw ProblemDetails.notFound("planning job") }
        let delivery = delivery
        return ServerSentEvents.following(first, isOver: \.state.isFinal, next: { try await delivery.planningJob($0.id) })
    }

    @Sendable private func comparePlans(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        let day = try await delivery.dayMeant(by: try parameters.day())
        let newest = try await delivery.currentPlan(for: day)?.version ?? 0
        let after = try parameters.integer("after", in: 1...1_000_000) ?? newest
        let before = try parameters.integer("before", in: 1...1_000_000) ?? after - 1
        return try JSON.response(try await delivery.compare(before, with: after, on: day))
    }

    @Sendable private func restorePlan(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let plan = try await delivery.plan(try context.pathID("id", of: "plan")) else {
            throw ProblemDetails.notFound("plan")
        }
        let restored = try await delivery.restorePlan(plan.version, of: plan.day)
        return try JSON.response(restored, status: .created)
    }

    @Sendable private func replayPlan(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let replay = try await delivery.replay(try context.pathID("id", of: "plan")) else {
            throw ProblemDetails.notFound("plan")
        }
        return try JSON.response(replay)
    }

    private struct EditOrder: Decodable {
        enum Kind: String, Decodable { case move, remove, swap, split }

        var day: CalendarDay?
        var kind: Kind
        var shipment: ShipmentNumber?
        var tour: Int?
        var otherTour: Int?
        var from: Date?

        func edit() throws -> TourEdit {
            func missing(_ field: String, _ what: String) -> ProblemDetails { .badParameter(field, "\(what) is expected.") }
            switch kind {
            case .move:
                guard let shipment else { throw missing("shipment", "a shipment's number") }
                guard let tour else { throw missing("tour", "a tour's number") }
                return .move(shipment, toTour: tour)
            case .remove:
                guard let shipment else { throw missing("shipment", "a shipment's number") }
                return .remove(shipment)
            case .swap:
                guard let tour, let otherTour, tour != otherTour else { throw missing("otherTour", "the number of another tour") }
                return .swap(tour, otherTour)
            case .split:
                guard let tour else { throw missing("tour", "a tour's number") }
                guard let from else { throw missing("from", "a moment") }
                return .split(tour, from: from)
            }
        }
    }

    @Sendable private func editTours(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let order = try await JSON.decode(EditOrder.self, from: request)
        let plan = try await delivery.edit(
            try order.edit(), on: try await delivery.dayMeant(by: order.day))
        return try JSON.response(plan, status: .created)
    }

    @Sendable private func lockTour(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try await setLock(true, request, context)
    }

    @Sendable private func unlockTour(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try await setLock(false, request, context)
    }

    private func setLock(_ isLocked: Bool, _ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let number = context.parameters.get("id").flatMap({ Int($0) }) else { throw ProblemDetails.notFound("tour") }
        let day = try await delivery.dayMeant(by: try QueryParameters(request).day())
        try await delivery.lock(number, on: day, isLocked, by: try context.requirePrincipal().accountID)
        guard let tour = try await delivery.tour(.number(number, day: day)) else { throw ProblemDetails.notFound("tour") }
        return try JSON.response(tour)
    }

    @Sendable private func explain(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let explanation = try await delivery.explain(try context.shipmentNumber()) else {
            throw ProblemDetails.notFound("shipment")
        }
        return try JSON.response(explanation)
    }

    @Sendable private func listDisruptions(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let day = try await delivery.dayMeant(by: try QueryParameters(request).day())
        return try JSON.response(ListResource(items: try await delivery.disruptions(on: day)))
    }

    @Sendable private func disrupt(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let draft = try await JSON.decode(DisruptionDraft.self, from: request)
        let day = try await delivery.dayMeant(by: try QueryParameters(request).day())
        return try JSON.response(
            try await delivery.disrupt(draft, on: day, by: try context.requirePrincipal().accountID), status: .created)
    }

    @Sendable private func streetClosingEffect(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let draft = try await JSON.decode(DisruptionDraft.self, from: request)
        return try JSON.response(
            try await delivery.effect(of: draft, on: try await delivery.dayMeant(by: try QueryParameters(request).day())))
    }

    @Sendable private func liftDisruption(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let lifted = try await delivery.liftDisruption(try context.pathID("id", of: "disruption")) else {
            throw ProblemDetails.notFound("disruption")
        }
        return try JSON.response(lifted)
    }

    @Sendable private func log(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        let limit = try parameters.integer("limit", in: 1...1000) ?? 100
        return try JSON.response(
            ListResource(items: try await delivery.log(of: try await delivery.dayMeant(by: try parameters.day()), limit: limit)))
    }

    @Sendable private func report(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try JSON.response(try await delivery.report(of: try await delivery.dayMeant(by: try QueryParameters(request).day())))
    }
}
