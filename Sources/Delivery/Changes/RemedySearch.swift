import Foundation
import Routing

/// Finds what would let a shipment in that no tour can take: each time one thing is other, and it is asked again. Pure.
struct RemedySearch {
    let live: LiveDay
    let shipment: DayProblem.OpenShipment

    /// The cheapest of each kind first, at most one for each hub and kind of bike. O(hubs · bike types) insertions and a few more.
    func remedies() -> [ShipmentExplanation.Remedy] {
        let found = bikes() + shifts() + skills() + windows() + readiness()
        return found.sorted { ($0.extraCostCents, $0.detail) < ($1.extraCostCents, $1.detail) }
    }

    private func bikes() -> [ShipmentExplanation.Remedy] {
        let types = DayModel.bikeTypes(of: live.model.day)
        return live.model.day.hubs.compactMap { hub in
            // The hub's cheapest kind of bike that helps is enough to know.
            types.compactMap { type -> ShipmentExplanation.Remedy? in
                let day = live.model.day.adding(type, at: hub, from: nil, until: nil)
                guard let fit = attempt(day) else { return nil }
                let span = "\(Self.clock(fit.tour.start, down: true)) to \(Self.clock(fit.tour.end, down: false))"
                return remedy(.bike, "+1 \(type.name) at \(hub.name) from \(span)", fit)
            }.min { $0.extraCostCents < $1.extraCostCents }
        }
    }

    private func shifts() -> [ShipmentExplanation.Remedy] {
        for minutes in [30, 60, 120] {
            guard let day = try? live.model.day.assuming([.longerShifts(minutes: minutes)], riders: [:]), let fit = attempt(day)
            else { continue }
            return [remedy(.shift, "shifts that end \(minutes) minutes later", fit)]
        }
        return []
    }

    private func skills() -> [ShipmentExplanation.Remedy] {
        let needed = CarryingRules.riderSkills(handling: shipment.handling, heaviest: shipment.heaviest)
        guard !needed.isEmpty else { return [] }
        let day = live.model.day.changingDuties {
            DayProblem.Duty(
                riderID: $0.riderID, hubID: $0.hubID, skills: $0.skills.union(needed), start: $0.start, end: $0.end)
        }
        guard let fit = attempt(day) else { return [] }
        let names = needed.map(\.rawValue).sorted().joined(separator: " and ")
        return [remedy(.skill, "a rider on shift with the skill \(names)", fit)]
    }

    private func windows() -> [ShipmentExplanation.Remedy] {
        for minutes in [15, 30, 60, 120, 240] {
            let delay = Double(minutes * 60)
            let later = live.model.day.changing(shipment.id) { $0.windowEnd = $0.windowEnd.addingTimeInterval(delay) }
            if let fit = attempt(later) {
                return [remedy(.window, "a window that ends \(minutes) minutes later", fit)]
            }
            let earlier = live.model.day.changing(shipment.id) { $0.windowStart = $0.windowStart.addingTimeInterval(-delay) }
            if let fit = attempt(earlier) {
                return [remedy(.window, "a window that begins \(minutes) minutes earlier", fit)]
            }
        }
        return []
    }

    private func readiness() -> [ShipmentExplanation.Remedy] {
        for minutes in [15, 30, 60, 120] {
            let day = live.model.day.changing(shipment.id) { $0.readyAt = $0.readyAt.addingTimeInterval(-Double(minutes * 60)) }
            if let fit = attempt(day) {
                return [remedy(.readiness, "goods that are ready \(minutes) minutes earlier", fit)]
            }
        }
        return []
    }

    private struct Fit {
        let tour: PlannedTour
        let arrival: Date
        let extraCostCents: Int
    }

    /// The shipment's tour on a day that is other; `nil` when it finds no place there either.
    private func attempt(_ day: DayProblem) -> Fit? {
        let moved = LiveDay(day, tables: live.tables, closures: live.closures, laying: LiveTours(live.solution, of: live.model))
        let model = moved.model
        // It helps nobody if another one falls out instead.
        guard moved.homeless.isSubset(of: live.homeless.subtracting([shipment.id])), let request = model.request(of: shipment.id),
            let tour = moved.solution.tours.first(where: { $0.stops.contains { $0.request == request } })
        else { return nil }
        let planned = model.plannedTour(tour)
        guard let door = planned.stops.first(where: { $0.shipmentID == shipment.id && $0.isPromised }) else { return nil }
        let extra = model.problem.cost(of: moved.solution).rounded - live.model.problem.cost(of: live.solution).rounded
        return Fit(tour: planned, arrival: door.serviceStart, extraCostCents: extra)
    }

    private func remedy(_ kind: ShipmentExplanation.Remedy.Kind, _ detail: String, _ fit: Fit) -> ShipmentExplanation.Remedy {
        ShipmentExplanation.Remedy(kind: kind, detail: detail, arrival: fit.arrival, extraCostCents: fit.extraCostCents)
    }

    /// To the quarter of an hour.
    private static func clock(_ moment: Date, down: Bool) -> String {
        let quarter: TimeInterval = 900
        let seconds = moment.timeIntervalSinceReferenceDate
        let rounded = (down ? (seconds / quarter).rounded(.down) : (seconds / quarter).rounded(.up)) * quarter
        return ServiceDay.timeOfDay(at: Date(timeIntervalSinceReferenceDate: rounded)).description
    }
}
