import Accounts
import Catalog
import Database
import Foundation
import Routing

/// The day has moved on since its problem was read: a stop was reported, or another plan was stored.
struct OutdatedPlan: Error {}

/// What a search was told besides its problem; stored with the plan.
struct PlanOptions: Hashable, Codable, Sendable {
    let seconds: Int
    let seed: Int
    let iterations: Int
}

/// How a plan came to be; stored with it.
struct PlanNote: Hashable, Sendable {
    let madeBy: Plan.Maker
    let text: String?

    init(_ madeBy: Plan.Maker, _ text: String? = nil) {
        self.madeBy = madeBy
        self.text = text
    }
}

extension Delivery {
    /// Stores a plan and lets shipments and assignments follow, in the caller's transaction. What was promised during the search is put into it.
    ///
    /// - Returns: the plan as it is stored.
    /// - Throws: ``InfeasiblePlan`` when the checker finds anything wrong; ``OutdatedPlan`` when it is not for the day as it stands now, or
    ///   cannot take what was promised meanwhile.
    func store(
        _ searched: DayModel, _ found: Solution, travel: TravelTables, seconds: Double, options: PlanOptions, basis: DayBasis,
        _ note: PlanNote = PlanNote(.search), in transaction: Transaction
    ) async throws -> (PlanID, PlanResult) {
        let day = searched.day.day
        try await DayBasis.lock(day, in: transaction)
        guard try await DayBasis.read(day, in: transaction) == basis else { throw OutdatedPlan() }
        let (model, solution, travel) = try await withNews(searched, found, travel, in: transaction)
        var result = try PlanResult(model, solution, seconds: seconds, travel: model.planTravel(travel))
        if let climbs = ClimbsOfWays(streets, closures: try await closures(namedIn: travel.identity)) {
            result.tours = try await HeavyWork.run { [tours = result.tours] in climbs.noted(in: tours) }
        }
        let planID = PlanID.new()
        try await transaction.execute(
            "delivery.insertPlan",
            """
            INSERT INTO delivery.plan (id, day, version, created_at, input, travel_source, options, solution, summary, made_by, note)
            VALUES (\(planID), \(day), \(basis.version + 1), \(now()), \(JSONB(model.day)), \(travel.identity), \(JSONB(options)),
                \(JSONB(StoredSolution(solution))), \(JSONB(result.summary)), \(note.madeBy), \(note.text))
            """)
        var tours: [(id: TourID, stops: [PlannedStop])] = []
        for tour in result.tours { tours.append((try await insert(tour, of: planID, in: transaction), tour.stops)) }
        try await copyStops(of: tours, in: transaction)
        for entry in result.unserved {
            try await transaction.execute(
                "delivery.insertUnserved",
                """
                INSERT INTO delivery.plan_unserved (plan_id, shipment_id, reasons)
                VALUES (\(planID), \(entry.shipment.id), \(JSONB(entry.reasons)))
                """)
        }
        try await settleShipments(result, of: model, in: transaction)
        try await carryAssignmentsOver(to: planID, day: day, previousVersion: basis.version, in: transaction)
        try await storeLiveTours(LiveTours(solution, of: model), of: day, in: transaction)
        return (planID, result)
    }

    /// The plan with the shipments that came up since its day was read.
    private func withNews(
        _ model: DayModel, _ solution: Solution, _ travel: TravelTables, in transaction: Transaction
    ) async throws -> (DayModel, Solution, TravelTables) {
        let known = Set(model.day.shipments.map(\.id))
        let news = try await loadDay(model.day.day, notBefore: model.day.notBefore, in: transaction).problem.shipments
            .filter { !known.contains($0.id) }
        guard !news.isEmpty else { return (model, solution, travel) }
        let day = model.day.adding(news)
        let tables = try await travelTables(for: day)
        let live = try await HeavyWork.run {
            LiveDay(day, tables: tables, closures: [], laying: LiveTours(solution, of: model))
        }
        guard live.homeless.isDisjoint(with: news.map(\.id)) else { throw OutdatedPlan() }
        return (live.model, live.solution, tables)
    }

    private func insert(_ tour: PlannedTour, of planID: PlanID, in transaction: Transaction) async throws -> TourID {
        let id = TourID.new()
        try await transaction.execute(
            "delivery.insertTour",
            """
            INSERT INTO delivery.tour (id, plan_id, number, bike_id, hub_id, span_start, span_end, starts_at, ends_at, trips, stops,
                shipments, metres, driving_seconds, break_seconds, grams, millilitres, watt_hours, required_skills, planned_skills)
            VALUES (\(id), \(planID), \(tour.number), \(tour.bike.id), \(tour.bike.hubID), \(tour.spanStart), \(tour.spanEnd),
                \(tour.start), \(tour.end), \(tour.trips), \(tour.tasks), \(tour.shipments), \(tour.metres), \(tour.drivingSeconds),
                \(tour.breakSeconds), \(tour.weight), \(tour.volume), \(tour.wattHours),
                \(tour.requiredSkills.map(\.rawValue).sorted()), \(tour.plannedSkills.map(\.rawValue).sorted()))
            """)
        return id
    }

    /// All stops of a plan in one go: a statement for each of them takes longer than the rest of storing.
    private func copyStops(of tours: [(id: TourID, stops: [PlannedStop])], in transaction: Transaction) async throws {
        try await transaction.copyIn(
            "delivery.copyStops", into: TableName("delivery", "tour_stop"),
            columns: [
                "id", "origin_id", "tour_id", "position", "trip", "kind", "name", "latitude", "longitude", "shipment_id",
                "arrival",
                "service_start", "departure", "window_start", "window_end", "load_grams", "load_millilitres",
                "battery_watt_hours", "metres_from_previous", "seconds_from_previous", "watt_hours_from_previous",
                "climbed_metres",
            ]
        ) { writer in
            for (tour, stops) in tours {
                for (position, stop) in stops.enumerated() {
                    let id = TourStopID.new()
                    try await writer.write(
                        id, stop.originID ?? id, tour, position, stop.trip, stop.kind, stop.name, stop.location.latitude,
                        stop.location.longitude, stop.shipmentID, stop.arrival, stop.serviceStart, stop.departure,
                        stop.windowStart, stop.windowEnd, stop.load, stop.loadVolume, stop.batteryWattHours,
                        stop.metresFromPrevious, stop.secondsFromPrevious, stop.wattHoursFromPrevious,
                        stop.climbedMetres)
                }
            }
        }
    }

    /// Who is in a tour is planned, who is not waits.
    private func settleShipments(_ result: PlanResult, of model: DayModel, in transaction: Transaction) async throws {
        let unserved = result.unserved.map(\.shipment.id)
        let leftOut = Set(unserved)
        let served = model.day.shipments.map(\.id).filter { !leftOut.contains($0) }
        let gone = try await transaction.one(
            "delivery.goneShipments",
            """
            SELECT count(*) FROM (SELECT state FROM delivery.shipment WHERE id = ANY (\(served + unserved)) FOR UPDATE) AS shipment
            WHERE state NOT IN ('waiting', 'planned', 'underway')
            """
        ).decode(Int.self)
        guard gone == 0 else { throw OutdatedPlan() }
        try await transaction.execute(
            "delivery.planShipments",
            "UPDATE delivery.shipment SET state = 'planned' WHERE id = ANY (\(served)) AND state = 'waiting'")
        try await transaction.execute(
            "delivery.unplanShipments",
            "UPDATE delivery.shipment SET state = 'waiting' WHERE id = ANY (\(unserved)) AND state = 'planned'")
    }

    /// Whoever had the tour of a bike keeps it, if they may ride what it has become.
    private func carryAssignmentsOver(
        to planID: PlanID, day: CalendarDay, previousVersion: Int, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            "delivery.carryAssignmentsOver",
            """
            INSERT INTO delivery.assignment (tour_id, rider_id, assigned_at, assigned_by)
            SELECT new_tour.id, assignment.rider_id, assignment.assigned_at, assignment.assigned_by
            FROM delivery.plan AS old_plan
            JOIN delivery.tour AS old_tour ON old_tour.plan_id = old_plan.id
            JOIN delivery.assignment ON assignment.tour_id = old_tour.id
            JOIN delivery.rider ON rider.id = assignment.rider_id
            JOIN delivery.tour AS new_tour ON new_tour.plan_id = \(planID) AND new_tour.bike_id = old_tour.bike_id
                AND new_tour.span_start = old_tour.span_start
            WHERE old_plan.day = \(day) AND old_plan.version = \(previousVersion)
                AND NOT EXISTS (SELECT FROM delivery.disruption AS out WHERE out.day = \(day) AND out.rider_id = rider.id
                    AND out.lifted_at IS NULL AND out.starts_at < new_tour.ends_at)
                AND EXISTS (SELECT FROM delivery.shift WHERE shift.rider_id = rider.id AND shift.starts_at <= new_tour.starts_at
                    AND shift.ends_at >= new_tour.ends_at AND new_tour.required_skills <@ coalesce(shift.skills, rider.skills))
            ON CONFLICT DO NOTHING
            """)
    }
}
