import Catalog
public import Database
import Foundation
import Orders
public import Routing

extension SimulatedCity {
    /// A whole day's routing problem at once: every shopper gets the window that is liked best of those in which the goods can be ready, whether
    /// or not the bikes can keep it. For benchmarks: what a planner does with a day whose orders are all known.
    ///
    /// - Throws: what the travel source throws.
    public func problem(orders count: Int, seed: UInt64, day: CalendarDay, travel: any TravelSource) async throws -> Problem {
        let serviceDay = ServiceDay(day)
        let orders = SimulatedDemand(city: self, serviceDay: serviceDay, seed: seed).orders(count: count)
        let problem = DayProblem(
            day: day, notBefore: serviceDay.start, hubs: hubs, bikes: bikes,
            duties: shifts.enumerated().map { number, shift in
                DayProblem.Duty(
                    riderID: .simulated(number), hubID: shift.hubID, skills: shift.skills, start: serviceDay.moment(shift.start),
                    end: serviceDay.moment(shift.end))
            }, shipments: orders.enumerated().flatMap { shipments(of: $1, number: $0, on: serviceDay) })
        let tables = try await travel.tables(
            between: DayModel.places(of: problem), for: DayModel.bikeTypes(of: problem), closures: [])
        return DayModel(problem, matrices: tables.matrices).problem
    }

    /// From a shop's door to the customer's with time to spare.
    private static let shortestWay: TimeInterval = 2400

    private func shipments(
        of order: SimulatedOrder, number: Int, on serviceDay: ServiceDay
    ) -> [DayProblem.OpenShipment] {
        let placedAt = serviceDay.moment(atSeconds: order.placedAt)
        func shipments(_ template: DeliveryWindowTemplate) -> [DayProblem.OpenShipment] {
            let start = serviceDay.moment(template.start)
            let window = DeliveryWindow(
                id: DeliveryWindowID(day: serviceDay.day, start: template.start), day: serviceDay.day, start: start,
                end: serviceDay.moment(template.end), cutoff: start, feeCents: .zero)
            return order.parts.enumerated().compactMap { part, goods in
                let id = number * 8 + part
                return ExpectedGoods(goods: goods.goods, shop: goods.shop).shipment(
                    .simulated(id), number: id + 1, window: window, destination: order.destination, at: placedAt)
            }
        }
        let possible = windows.filter { template in
            let start = serviceDay.moment(template.start)
            guard placedAt < start.addingTimeInterval(-60 * Double(template.cutoffMinutes)) else { return false }
            let made = shipments(template)
            return made.count == order.parts.count
                && made.allSatisfy { $0.readyAt.addingTimeInterval(Self.shortestWay) <= $0.windowEnd }
        }
        return order.choice(of: possible).map(shipments) ?? []
    }
}
