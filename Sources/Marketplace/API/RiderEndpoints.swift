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
            .get("/api/v1/rider/fairness", .role(.rider), fairness),
            .get("/api/v1/rider/decisions", .role(.rider), decisions),
            .post("/api/v1/rider/sick-calls", .role(.rider), callInSick),
            .get("/api/v1/rider/devices", .role(.rider), listDevices),
            .post("/api/v1/rider/devices", .role(.rider), registerDevice),
            .delete("/api/v1/rider/devices/{id}", .role(.rider), revokeDevice),
            .delete("/api/v1/dispatch/devices/{id}", .dispatch, revokeAnyDevice),
        ]
    }

    @Sendable private func listTours(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let day = try await delivery.dayMeant(by: try QueryParameters(request).day())
        return try JSON.response(ListResource(items: try await delivery.tours(of: try context.riderID(), on: day)))
    }

    @Sendable private func report(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let event = try await JSON.decode(StopEvent.self, from: request)
        let stop = try await delivery.record(
            event, at: try context.pathID("id", of: "stop"), by: try context.riderID(),
            account: try context.requirePrincipal().accountID)
        return try JSON.response(stop)
    }

    /// What the rider had lately beside the team: the others only together.
    private struct OwnFairness: Encodable {
        var from: CalendarDay
        var to: CalendarDay
        var own: FairnessLedger.Entry?
        var team: Workload
    }

    @Sendable private func fairness(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let rider = try context.riderID()
        let ledger = try await delivery.fairness(of: request)
        let own = ledger.entries.first { $0.riderID == rider }
        return try JSON.response(OwnFairness(from: ledger.from, to: ledger.to, own: own, team: ledger.team))
    }

    @Sendable private func decisions(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let day = try await delivery.dayMeant(by: try QueryParameters(request).day())
        return try JSON.response(ListResource(items: try await delivery.decisions(on: day, about: try context.riderID())))
    }

    private struct SickCall: Decodable {
        var day: CalendarDay?
        var from: Date?
    }

    @Sendable private func callInSick(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let call = try await JSON.decode(SickCall.self, from: request)
        let noted = try await delivery.callInSick(
            try context.riderID(), on: try await delivery.dayMeant(by: call.day), from: call.from,
            by: try context.requirePrincipal().accountID)
        return try JSON.response(noted, status: .created)
    }

    private struct NewDevice: Decodable {
        var name: String?
    }

    private struct DeviceAnswer: Encodable {
        var id: DeviceID
        var name: String
        var createdAt: Date
        var key: String
    }

    @Sendable private func listDevices(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try JSON.response(ListResource(items: try await delivery.devices(of: try context.riderID())))
    }

    @Sendable private func registerDevice(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let body = try await JSON.decode(NewDevice.self, from: request)
        let registered = try await delivery.registerDevice(of: try context.riderID(), name: body.name ?? "")
        let device = registered.device
        let answer = DeviceAnswer(
            id: device.id, name: device.name, createdAt: device.createdAt, key: Base64URL.encode(registered.key.reveal()))
        return try JSON.response(answer, status: .created)
    }

    @Sendable private func revokeDevice(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try await revoke(of: try context.riderID(), context)
    }

    @Sendable private func revokeAnyDevice(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try await revoke(of: nil, context)
    }

    private func revoke(of rider: RiderID?, _ context: MarketplaceContext) async throws -> Response {
        guard let device = try await delivery.revokeDevice(try context.pathID("id", of: "device"), of: rider) else {
            throw ProblemDetails.notFound("device")
        }
        return try JSON.response(device)
    }
}

extension MarketplaceContext {
    /// The rider that the caller's account is for.
    func riderID() throws -> RiderID {
        guard let id = try requirePrincipal().riderID else {
            throw ProblemDetails(.forbidden, code: "role-missing", detail: "This account is no rider's.")
        }
        return RiderID(rawValue: id)
    }
}
