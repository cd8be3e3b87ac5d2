import Catalog
import Database
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Simulated days for dispatchers. Nothing of them is written anywhere.
struct SimulationEndpoints {
    let delivery: Delivery

    private static let base = "/api/v1/dispatch"
    private static let dayCounts = 1...1000
    /// A recorded day with thousands of shipments.
    private static let largestBody = 32 << 20

    var endpoints: [Endpoint] {
        [
            .post("\(Self.base)/simulations", .dispatch, simulate),
            .get("\(Self.base)/plans/{id}/input", .dispatch, planInput),
        ]
    }

    private struct Order: Decodable {
        var orders: Int?
        var seed: UInt64?
        var days: Int?
        var day: CalendarDay?
        var disruptions: DisruptionRates.Level?
        var fleet: [String: Int]?
        var iterations: Int?
        var reserveSeconds: Int?
        var recorded: DayProblem?
    }

    /// What a plan followed from: a recorded day for ``simulate``.
    @Sendable private func planInput(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let input = try await delivery.planInput(try context.pathID("id", of: "plan")) else {
            throw ProblemDetails.notFound("plan")
        }
        return try JSON.response(input)
    }

    /// Server-sent events: how far it is, and at last the report.
    @Sendable private func simulate(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let order = try await JSON.decode(Order.self, from: request, upTo: Self.largestBody)
        let days = order.days ?? 1
        guard Self.dayCounts.contains(days) else { throw ProblemDetails.badParameter("days", "1 to 1000 are possible.") }
        let simulation = try await simulation(order)
        let delivery = delivery
        return ServerSentEvents.response { writer in
            let (events, feed) = AsyncStream.makeStream(of: Simulation.Progress.self, bufferingPolicy: .bufferingNewest(1))
            let work = Task {
                defer { feed.finish() }
                return try await delivery.simulate(simulation, days: days) { feed.yield($0) }
            }
            do {
                for await progress in events { try await writer.write(ServerSentEvents.event("progress", progress)) }
                try Task.checkCancellation()
                try await writer.write(ServerSentEvents.event("end", try await work.value))
            } catch let problem as SimulationProblem {
                try await writer.write(ServerSentEvents.event("failed", Failure(detail: problem.description)))
            } catch {
                // Who asked has gone, or the service ends.
                work.cancel()
                throw error
            }
        }
    }

    private struct Failure: Encodable {
        let detail: String
    }

    private func simulation(_ order: Order) async throws -> Simulation {
        let today = try await delivery.dayThatIsOn()
        let weekday = ServiceDay(today).isDeliveryDay ? today : ServiceDay(today).nextDeliveryDay
        var options = SimulationOptions(
            orders: order.orders ?? 120, seed: order.seed ?? 1, day: order.day ?? weekday,
            disruptions: DisruptionRates(order.disruptions ?? .usual), fleet: order.fleet ?? [:])
        if let iterations = order.iterations { options.iterations = iterations }
        options.reserve = order.reserveSeconds ?? delivery.windowReserve
        do {
            if let recorded = order.recorded { return try Simulation(recorded: recorded, options) }
            return try Simulation(try await delivery.simulatedCity(), options)
        } catch let problem as SimulationProblem {
            throw ProblemDetails(.unprocessableContent, code: "simulation", detail: problem.description)
        }
    }
}
