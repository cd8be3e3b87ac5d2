import Accounts
import Database
import Delivery
import Foundation
import HTTPTypes
import Hummingbird

/// Who works when, and who had how much of it.
struct RosterEndpoints {
    let delivery: Delivery

    private static let base = "/api/v1/dispatch"
    /// A year's shifts of a large fleet.
    private static let largestFile = 4 << 20

    var endpoints: [Endpoint] {
        [
            .get("\(Self.base)/shifts", .dispatch, listShifts),
            .post("\(Self.base)/shifts/import", .dispatch, importShifts),
            .get("\(Self.base)/fairness", .dispatch, fairness),
        ]
    }

    @Sendable private func listShifts(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        let day = try await delivery.dayMeant(by: try parameters.day())
        let shifts = try await delivery.shifts(from: day, days: try parameters.integer("days", in: 1...62) ?? 7)
        let riders = Dictionary(uniqueKeysWithValues: try await delivery.riders(on: day).map { ($0.id, $0) })
        let hubs = Dictionary(uniqueKeysWithValues: try await delivery.hubs().map { ($0.id, $0.key) })
        let items = shifts.compactMap { shift in
            riders[shift.riderID].map { ShiftResource(shift, of: $0, hub: hubs[$0.hub(in: shift)] ?? "") }
        }
        return try JSON.response(ListResource(items: items))
    }

    @Sendable private func importShifts(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let dryRun = try QueryParameters(request).flag("dryRun") ?? false
        let file = try await request.bytes(upTo: Self.largestFile)
        // A report that nothing was taken is an answer, not an error: the file was read to its end.
        return try JSON.response(try await delivery.importShifts(file, dryRun: dryRun))
    }

    @Sendable private func fairness(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try JSON.response(try await delivery.fairness(of: request))
    }
}

/// A shift as the API shows it.
struct ShiftResource: Encodable, Sendable {
    var day: CalendarDay
    var riderKey: String
    var riderName: String
    var hub: String
    var start: Date
    var end: Date
    var skills: [String]

    init(_ shift: Shift, of rider: Rider, hub: String) {
        day = shift.day
        riderKey = rider.key
        riderName = rider.name
        self.hub = hub
        start = shift.start
        end = shift.end
        skills = rider.skills(in: shift).map(\.rawValue).sorted()
    }
}

extension Delivery {
    /// The ledger up to the day that a request names, over as many days as it asks for.
    func fairness(of request: Request) async throws -> FairnessLedger {
        let parameters = QueryParameters(request)
        return try await fairness(
            upTo: try await dayMeant(by: try parameters.day()),
            days: try parameters.integer("days", in: 1...366) ?? FairnessLedger.usualDays)
    }
}
