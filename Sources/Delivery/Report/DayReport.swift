public import Catalog
public import Database
import Foundation

/// What a day brought and cost, by its current plan and by what riders reported.
public struct DayReport: Hashable, Codable, Sendable {
    public let day: CalendarDay
    public let planned: Int
    public let delivered: Int
    public let failed: Int
    /// Of the failed: nobody has said yet what is to be done with them.
    public let undecided: Int
    public let unserved: Int
    /// Of the delivered: handed over by the end of the window, up to ten minutes later, later still.
    public let onTime: Int
    public let upToTenMinutesLate: Int
    public let later: Int
    public let tours: Int
    public let metres: Int
    public let workingSeconds: Int
    public let costCents: Cents
    public let co2SavedGrams: Int

    /// What each planned drop costs; `nil` where none is planned.
    public let centsPerDrop: Double?
    /// Planned drops in an hour of work.
    public let dropsPerHour: Double?
    /// The share of the delivered that came on time, 0…1.
    public let punctuality: Double?

    init(
        day: CalendarDay, plan: Plan?, planned: Int, delivered: Int, failed: Int, undecided: Int, onTime: Int,
        upToTenMinutesLate: Int
    ) {
        self.day = day
        self.planned = planned
        self.delivered = delivered
        self.failed = failed
        self.undecided = undecided
        unserved = plan?.unserved.count ?? 0
        self.onTime = onTime
        self.upToTenMinutesLate = upToTenMinutesLate
        later = delivered - onTime - upToTenMinutesLate
        tours = plan?.tours ?? 0
        metres = plan?.metres ?? 0
        workingSeconds = plan?.workingSeconds ?? 0
        costCents = plan?.costCents ?? Cents(0)
        co2SavedGrams = plan?.co2SavedGrams ?? 0
        centsPerDrop = planned == 0 ? nil : Double(costCents.rawValue) / Double(planned)
        dropsPerHour = workingSeconds == 0 ? nil : Double(planned) * 3600 / Double(workingSeconds)
        punctuality = delivered == 0 ? nil : Double(onTime) / Double(delivered)
    }
}

extension Delivery {
    /// The report of a day.
    public func report(of day: CalendarDay) async throws -> DayReport {
        let plan = try await currentPlan(for: day)
        let (planned, delivered, failed, undecided, onTime, tenLate) = try await database.one(
            "delivery.dayReport",
            """
            SELECT count(*), count(*) FILTER (WHERE shipment.state = 'delivered'), count(*) FILTER (WHERE shipment.state = 'failed'),
                count(*) FILTER (WHERE \(isUndecided)),
                count(*) FILTER (WHERE shipment.state = 'delivered' AND progress.finished_at <= stop.window_end),
                count(*) FILTER (WHERE shipment.state = 'delivered' AND progress.finished_at > stop.window_end
                    AND progress.finished_at <= stop.window_end + interval '10 minutes')
            FROM delivery.plan JOIN delivery.tour ON tour.plan_id = plan.id
            JOIN delivery.tour_stop AS stop ON stop.tour_id = tour.id AND stop.window_end IS NOT NULL
            JOIN delivery.shipment ON shipment.id = stop.shipment_id AND shipment.kind NOT IN ('transfer', 'return')
            LEFT JOIN delivery.stop_progress AS progress USING (origin_id)
            WHERE \(Self.isCurrent(day: day))
            """
        ).decode(Int.self, Int.self, Int.self, Int.self, Int.self, Int.self)
        return DayReport(
            day: day, plan: plan, planned: planned, delivered: delivered, failed: failed, undecided: undecided,
            onTime: onTime, upToTenMinutesLate: tenLate)
    }
}
