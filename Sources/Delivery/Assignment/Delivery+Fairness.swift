public import Database
import Foundation

extension Delivery {
    /// What each rider carried in the days up to and with `day`.
    ///
    /// A stop counts for whoever reported it, else for whoever has the tour; a day's current plan counts. Linear in the stops of these days.
    ///
    /// - Parameter days: 1…366.
    public func fairness(upTo day: CalendarDay, days: Int = FairnessLedger.usualDays) async throws -> FairnessLedger {
        try await fairness(upTo: day, days: days, in: database)
    }

    func fairness(
        upTo day: CalendarDay, days: Int = FairnessLedger.usualDays, in queryable: any Queryable
    ) async throws -> FairnessLedger {
        let from = day.adding(days: 1 - min(max(days, 1), 366))
        let rows = try await workloads(
            where: """
                plan.day BETWEEN \(from) AND \(day)
                AND plan.version = (SELECT max(version) FROM delivery.plan AS newest WHERE newest.day = plan.day)
                """, in: queryable)
        var workloads: [RiderID: Workload] = [:]
        let shares = rows.compactMap { row in row.rider.map { (place: RiderDay(rider: $0, day: row.day), workload: row.workload) }
        }
        for (place, tours) in Dictionary(grouping: shares, by: \.place) {
            var sum = tours.map(\.workload).reduce(Workload(), +)
            // Several tours of one day are one day.
            sum.days = 1
            sum.lateDays = min(sum.lateDays, 1)
            workloads[place.rider] = (workloads[place.rider] ?? Workload()) + sum
        }
        let riders = try await riders(on: day, in: queryable)
        let active = Set(riders.map(\.id))
        return FairnessLedger(from: from, to: day, riders: riders, workloads: workloads.filter { active.contains($0.key) })
    }

    private struct RiderDay: Hashable {
        let rider: RiderID
        let day: CalendarDay
    }

    struct TourShare {
        let rider: RiderID?
        let tour: TourID
        let day: CalendarDay
        let workload: Workload
    }

    /// What tours ask of those who ride them, one entry for each tour and rider.
    func workloads(where filter: SQL, in queryable: any Queryable) async throws -> [TourShare] {
        try await queryable.query(
            "delivery.workloads",
            """
            WITH leg AS (
                SELECT plan.day, tour.id AS tour_id, assignment.rider_id, stop.origin_id, stop.kind, stop.shipment_id, stop.arrival,
                    stop.service_start, stop.departure, stop.metres_from_previous AS metres, stop.climbed_metres, stop.seconds_from_previous AS riding,
                    lag(stop.load_grams, 1, 0::bigint) OVER (PARTITION BY stop.tour_id ORDER BY stop.position) AS grams
                FROM delivery.plan JOIN delivery.tour ON tour.plan_id = plan.id
                JOIN delivery.tour_stop AS stop ON stop.tour_id = tour.id
                LEFT JOIN delivery.assignment ON assignment.tour_id = tour.id
                WHERE \(filter)
            )
            SELECT coalesce(teller.rider_id, leg.rider_id), tour_id, day, sum(grams::float8 * metres::float8) / 1e6, sum(metres)::bigint,
                count(shipment_id), sum(CASE WHEN kind = 'break' THEN 0 ELSE extract(epoch FROM service_start - arrival) END)::bigint,
                sum(riding + CASE WHEN kind = 'break' THEN 0 ELSE extract(epoch FROM departure - arrival) END)::bigint,
                coalesce(sum(climbed_metres), 0)::bigint, bool_or((departure AT TIME ZONE 'Europe/Berlin')::time > \(Workload.lateFrom)::text::time)
            FROM leg LEFT JOIN LATERAL (
                SELECT event.rider_id FROM delivery.event WHERE event.origin_id = leg.origin_id
                ORDER BY occurred_at, event.id LIMIT 1
            ) AS teller ON true
            GROUP BY 1, 2, 3
            """
        ).decode(
            RiderID?.self, TourID.self, CalendarDay.self, Double.self, Int.self, Int.self, Int.self, Int.self, Int.self, Bool.self
        ).map {
            var workload = Workload()
            workload.kilogramKilometres = $0.3
            workload.metres = $0.4
            workload.stops = $0.5
            workload.waitingSeconds = $0.6
            workload.workSeconds = $0.7
            workload.climbedMetres = $0.8
            workload.days = 1
            workload.lateDays = $0.9 ? 1 : 0
            return TourShare(rider: $0.0, tour: $0.1, day: $0.2, workload: workload)
        }
    }
}
