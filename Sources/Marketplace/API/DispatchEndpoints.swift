import Accounts
import Database
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Orders

/// The dispatcher's day: shipments, planning, tours, riders.
struct DispatchEndpoints {
    let delivery: Delivery
    let outbox: OutboxWorker

    private static let base = "/api/v1/dispatch"

    var endpoints: [Endpoint] {
        let base = Self.base
        return [
            .get("\(base)/status", .dispatch, status),
            .get("\(base)/shipments", .dispatch, listShipments),
            .get("\(base)/hubs", .dispatch, listHubs),
            .get("\(base)/bikes", .dispatch, listBikes),
            .get("\(base)/riders", .dispatch, listRiders),
            .post("\(base)/planning-jobs", .dispatch, startPlanning),
            .get("\(base)/planning-jobs/{id}", .dispatch, planningJob),
            .post("\(base)/planning-jobs/{id}/cancel", .dispatch, cancelPlanning),
            .get("\(base)/fleet", .dispatch, fleet),
            .get("\(base)/plans", .dispatch, listPlans),
            .get("\(base)/plans/{id}", .dispatch, plan),
            .get("\(base)/tours", .dispatch, listTours),
            .get("\(base)/tours/{id}", .dispatch, tour),
            .put("\(base)/tours/{id}/assignment", .dispatch, assign),
            .delete("\(base)/tours/{id}/assignment", .dispatch, unassign),
            .post("\(base)/assignments/auto", .dispatch, assignAutomatically),
            .post("\(base)/assignments/swap", .dispatch, swapRiders),
            .get("\(base)/assignments/decisions", .dispatch, listDecisions),
        ]
    }

    @Sendable private func status(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try JSON.response(try await delivery.status(on: try await day(of: request)))
    }

    @Sendable private func listShipments(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        let page = try await delivery.shipments(
            on: try await day(of: request), state: try parameters.choice("state", as: ShipmentState.self),
            limit: try parameters.limit(), cursor: parameters.text("cursor"))
        return try JSON.response(page)
    }

    @Sendable private func listHubs(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let bikes = Dictionary(grouping: try await delivery.bikes(), by: \.hubID)
        let hubs = try await delivery.hubs().map { HubResource($0, bikes: bikes[$0.id]?.count ?? 0) }
        return try JSON.response(ListResource(items: hubs))
    }

    @Sendable private func listBikes(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let hubs = Dictionary(uniqueKeysWithValues: try await delivery.hubs().map { ($0.id, $0.name) })
        let bikes = try await delivery.bikes().map { BikeResource($0, hub: hubs[$0.hubID] ?? "") }
        return try JSON.response(ListResource(items: bikes))
    }

    @Sendable private func fleet(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let hub = QueryParameters(request).text("hub")
        do {
            return try JSON.response(try await delivery.fleet(on: try await day(of: request), hub: hub))
        } catch let unknown as UnknownHub {
            throw ProblemDetails.badParameter("hub", "There is no hub '\(unknown.key)'.")
        }
    }

    @Sendable private func listRiders(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let day = try await day(of: request)
        let hubs = Dictionary(uniqueKeysWithValues: try await delivery.hubs().map { ($0.id, $0.name) })
        let tours = Dictionary(grouping: try await delivery.tours(on: day)) { $0.rider?.id }
        let riders = try await delivery.riders(on: day).map {
            RiderResource($0, hub: hubs[$0.hubID] ?? "", tours: tours[$0.id]?.map(\.number) ?? [])
        }
        return try JSON.response(ListResource(items: riders))
    }

    private struct PlanningOrder: Decodable {
        var day: CalendarDay?
        var seconds: Int?
        var seed: Int?
        var mode: PlanningJob.Mode?
        var isTrial: Bool?
        var assumptions: [Assumption]?
    }

    @Sendable private func startPlanning(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let order = try await JSON.decode(PlanningOrder.self, from: request)
        let seconds = order.seconds ?? (order.mode == .adjustment ? 1 : 10)
        guard (1...600).contains(seconds) else {
            throw ProblemDetails.badParameter("seconds", "1 to 600 are possible.")
        }
        // What shops have packed until now is to be in the plan.
        try await outbox.drain(topics: [OrdersTopic.shopOrderReady])
        let job = try await delivery.requestPlan(
            for: try await delivery.dayMeant(by: order.day), seconds: seconds, seed: order.seed, mode: order.mode ?? .search,
            isTrial: order.isTrial ?? false, assuming: order.assumptions ?? [], by: try context.requirePrincipal().accountID)
        return try JSON.response(job, status: .accepted)
    }

    @Sendable private func planningJob(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let job = try await delivery.planningJob(try context.pathID("id", of: "planning job")) else {
            throw ProblemDetails.notFound("planning job")
        }
        return try JSON.response(job)
    }

    @Sendable private func cancelPlanning(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let job = try await delivery.cancelPlanningJob(try context.pathID("id", of: "planning job")) else {
            throw ProblemDetails.notFound("planning job")
        }
        return try JSON.response(job)
    }

    @Sendable private func listPlans(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try JSON.response(ListResource(items: try await delivery.plans(for: try await day(of: request))))
    }

    @Sendable private func plan(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let plan = try await delivery.plan(try context.pathID("id", of: "plan")) else {
            throw ProblemDetails.notFound("plan")
        }
        return try JSON.response(plan)
    }

    @Sendable private func listTours(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let day = try await day(of: request)
        let withStops = try QueryParameters(request).flag("stops") ?? false
        let tours = withStops ? try await delivery.toursWithStops(on: day) : try await delivery.tours(on: day)
        return try JSON.response(ListResource(items: tours))
    }

    @Sendable private func tour(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let tour = try await delivery.tour(try await reference(request, context)) else {
            throw ProblemDetails.notFound("tour")
        }
        return try JSON.response(tour)
    }

    private struct Assignment: Decodable {
        var riderID: RiderID?
        var riderKey: String?
        var reason: String?
    }

    @Sendable private func assign(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let tour = try await tourID(request, context)
        let body = try await JSON.decode(Assignment.self, from: request)
        let rider: RiderID
        if let id = body.riderID {
            rider = id
        } else if let key = body.riderKey {
            guard let found = try await delivery.rider(key: key) else {
                throw ProblemDetails(.unprocessableContent, code: "rider-unknown", detail: "There is no rider '\(key)'.")
            }
            rider = found
        } else {
            throw ProblemDetails.badParameter("riderID", "a rider's id or key is expected.")
        }
        return try JSON.response(
            try await delivery.assign(tour, to: rider, reason: body.reason, by: try context.requirePrincipal().accountID))
    }

    @Sendable private func unassign(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let tour = try await tourID(request, context)
        return try JSON.response(
            try await delivery.unassign(
                tour, reason: QueryParameters(request).text("reason"), by: try context.requirePrincipal().accountID))
    }

    private struct AutomaticOrder: Decodable {
        var day: CalendarDay?
        var dryRun: Bool?
    }

    @Sendable private func assignAutomatically(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let order = try await JSON.decode(AutomaticOrder.self, from: request)
        return try JSON.response(
            try await delivery.autoAssign(
                day: try await delivery.dayMeant(by: order.day), dryRun: order.dryRun ?? false,
                by: try context.requirePrincipal().accountID
            ))
    }

    private struct Swap: Decodable {
        var day: CalendarDay?
        var tour: Int
        var otherTour: Int
        var reason: String?
    }

    @Sendable private func swapRiders(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let body = try await JSON.decode(Swap.self, from: request)
        let day = try await delivery.dayMeant(by: body.day)
        var tours: [TourID] = []
        for number in [body.tour, body.otherTour] {
            guard let tour = try await delivery.tour(.number(number, day: day)) else { throw AssignmentProblem.noSuchTour }
            tours.append(tour.id)
        }
        let swapped = try await delivery.swapRiders(
            of: tours[0], and: tours[1], reason: body.reason, by: try context.requirePrincipal().accountID)
        return try JSON.response(ListResource(items: swapped))
    }

    @Sendable private func listDecisions(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try JSON.response(ListResource(items: try await delivery.decisions(on: try await day(of: request))))
    }

    /// The day a request is about: the one given, or the one that is on.
    private func day(of request: Request) async throws -> CalendarDay {
        try await delivery.dayMeant(by: try QueryParameters(request).day())
    }

    /// The tour that the path names, by id or by its number on the day.
    private func reference(_ request: Request, _ context: MarketplaceContext) async throws -> TourReference {
        if let number = context.parameters.get("id").flatMap({ Int($0) }) {
            return .number(number, day: try await day(of: request))
        }
        return .id(try context.pathID("id", of: "tour"))
    }

    private func tourID(_ request: Request, _ context: MarketplaceContext) async throws -> TourID {
        let reference = try await reference(request, context)
        if case .id(let id) = reference { return id }
        guard let tour = try await delivery.tour(reference) else { throw ProblemDetails.notFound("tour") }
        return tour.id
    }
}
