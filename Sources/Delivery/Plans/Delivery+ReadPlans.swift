import Catalog
public import Database
import Foundation

extension Delivery {
    /// The day's current plan; `nil` when it has none.
    public func currentPlan(for day: CalendarDay) async throws -> Plan? {
        try await plans(where: "plan.day = \(day)", limit: 1).first
    }

    /// All plans of a day, the newest first.
    public func plans(for day: CalendarDay) async throws -> [Plan] {
        try await plans(where: "plan.day = \(day)", limit: 1000)
    }

    public func plan(_ id: PlanID) async throws -> Plan? {
        try await plans(where: "plan.id = \(id)", limit: 1).first
    }

    /// What a plan followed from, with its travel tables: the day as it was read for it. No person is named in it.
    public func planInput(_ id: PlanID) async throws -> DayProblem? {
        try await database.first("delivery.planInput", "SELECT input FROM delivery.plan WHERE id = \(id)")
            .map { try $0.decode(JSONB<DayProblem>.self).value }
    }

    private func plans(where filter: SQL, limit: Int) async throws -> [Plan] {
        let rows = try await database.query(
            "delivery.plans",
            """
            SELECT plan.id, plan.day, plan.version, plan.created_at, plan.made_by, plan.note, plan.summary,
                NOT EXISTS (SELECT FROM delivery.plan AS newer WHERE newer.day = plan.day AND newer.version > plan.version)
            FROM delivery.plan WHERE \(filter) ORDER BY plan.day DESC, plan.version DESC LIMIT \(limit)
            """
        ).decode(
            PlanID.self, CalendarDay.self, Int.self, Date.self, Plan.Maker.self, String?.self, JSONB<PlanSummary>.self, Bool.self)
        let unserved = try await unserved(of: rows.map(\.0))
        return rows.map { id, day, version, createdAt, madeBy, note, json, isCurrent in
            let summary = json.value
            return Plan(
                id: id, day: day, version: version, state: isCurrent ? .current : .superseded, createdAt: createdAt,
                madeBy: madeBy, note: note, seconds: summary.seconds, costCents: Cents(summary.costCents), served: summary.served,
                unserved: unserved[id] ?? [],
                tours: summary.tours, bikes: summary.bikes, metres: summary.metres, drivingSeconds: summary.drivingSeconds,
                workingSeconds: summary.workingSeconds, grams: summary.grams, co2SavedGrams: summary.co2SavedGrams,
                travelSource: summary.travel?.kind ?? .greatCircle,
                farFromStreets: summary.travel?.farFromStreets ?? [], feasible: true
            )
        }
    }

    private func unserved(of plans: [PlanID]) async throws -> [PlanID: [Plan.Unserved]] {
        let rows = try await database.query(
            "delivery.unserved",
            """
            SELECT plan_id, shipment_id, shipment.number, reasons
            FROM delivery.plan_unserved JOIN delivery.shipment ON shipment.id = shipment_id
            WHERE plan_id = ANY (\(plans)) ORDER BY shipment.number
            """
        ).decode(PlanID.self, ShipmentID.self, ShipmentNumber.self, JSONB<[UnservedReason]>.self)
        return Dictionary(grouping: rows, by: \.0).mapValues { entries in
            entries.map { Plan.Unserved(shipmentID: $0.1, number: $0.2, reasons: $0.3.value) }
        }
    }
}
