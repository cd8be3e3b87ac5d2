import Catalog
import Foundation
import Orders
import Routing

extension DaySimulation {
    /// A shopper asks for windows as the storefront does, and takes one or leaves.
    mutating func ask(_ index: Int) {
        let order = setting.orders[index]
        let base = lay()
        adopt(base)
        let open = setting.windows.filter { now < seconds(serviceDay.moment($0.start)) - 60 * $0.cutoffMinutes }
        let groups = open.enumerated().compactMap { number, template -> (DeliveryWindowTemplate, [DayProblem.OpenShipment])? in
            let asked = expected(order, index, in: template, number: number + 1)
            return asked.count == order.parts.count ? (template, asked) : nil
        }
        let possible = offers(groups, on: base)
        guard !possible.isEmpty else {
            tally.refused += 1
            return
        }
        guard let choice = order.choice(of: possible) else {
            tally.declined += 1
            return
        }
        take(choice, for: order, index, on: base)
    }

    private func offers(
        _ groups: [(DeliveryWindowTemplate, [DayProblem.OpenShipment])], on base: LiveDay
    ) -> [DeliveryWindowTemplate] {
        let asked = groups.flatMap(\.1)
        guard !asked.isEmpty else { return [] }
        let larger = base.knowing(asked, tables: setting.travel.tables(for: base.model.day.adding(asked)))
        let answers = larger.answers(for: groups.map { $0.1.map(\.id) })
        return zip(groups, answers).compactMap { group, answer in
            if case .fits = answer { group.0 } else { nil }
        }
    }

    /// What was offered is sold: put into the tours and confirmed by the checker, as the checkout does.
    private mutating func take(_ template: DeliveryWindowTemplate, for order: SimulatedOrder, _ index: Int, on base: LiveDay) {
        let chosen = expected(order, index, in: template, number: 0)
        let larger = base.knowing(chosen, tables: setting.travel.tables(for: base.model.day.adding(chosen)))
        do {
            let taken = try larger.taking(chosen.map(\.id), in: DeliveryWindowID(day: setting.day, start: template.start))
            isSold[index] = true
            let window = TimeWindow(seconds(serviceDay.moment(template.start)), seconds(serviceDay.moment(template.end)))
            for (part, shipment) in chosen.enumerated() { add(shipment, order: index, part: part, window: window) }
            adopt(taken)
        } catch {
            // It was offered a moment ago and nothing has happened since: only the checker can have refused it.
            tally.unconfirmed += 1
            tally.refused += 1
        }
    }

    /// The order's shipments as the checkout would make them; fewer than its parts when a shop cannot have its goods ready that day.
    ///
    /// - Parameter number: tells the windows of one question apart.
    private func expected(
        _ order: SimulatedOrder, _ index: Int, in template: DeliveryWindowTemplate, number: Int
    ) -> [DayProblem.OpenShipment] {
        let start = serviceDay.moment(template.start)
        let window = DeliveryWindow(
            id: DeliveryWindowID(day: setting.day, start: template.start), day: setting.day, start: start,
            end: serviceDay.moment(template.end), cutoff: start, feeCents: .zero)
        return order.parts.enumerated().compactMap { part, goods in
            let id = (index * 8 + part) * 128 + number
            return ExpectedGoods(goods: goods.goods, shop: goods.shop).shipment(
                .simulated(id), number: id + 1, window: window, destination: order.destination, at: moment(now))
        }
    }
}
