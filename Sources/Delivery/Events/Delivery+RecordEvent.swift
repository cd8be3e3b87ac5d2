public import Accounts
import Catalog
import Database
import Foundation
import Logging
import Orders

extension Delivery {
    /// Takes what a rider reports of a stop; shipments and shop orders follow in the same transaction. The same report twice is one.
    ///
    /// Reports may come late, twice and in any order: see ``StopState``. A report of a stop of a plan that has been replaced counts for the
    /// stop that stands for it now.
    ///
    /// - Parameter account: the rider's, for the history of the shop order.
    /// - Returns: the stop as it stands after the report, with what came of the code that it told.
    /// - Throws: ``StopEventProblem``.
    @discardableResult
    public func record(
        _ event: StopEvent, at stopID: TourStopID, by rider: RiderID, account: AccountID? = nil
    ) async throws -> TourStop {
        let receivedAt = now()
        return try await database.transaction("delivery.recordEvent") { transaction in
            guard let reported = try await reportedStop(stopID, in: transaction) else { throw StopEventProblem.noSuchStop }
            try await DayBasis.lock(reported.day, in: transaction)
            let stop = try await currentStop(for: reported, in: transaction) ?? reported
            guard try await mayTell(rider, of: [stopID, stop.id], at: event.at, in: transaction) else {
                throw StopEventProblem.noSuchStop
            }
            try await checkSignature(of: event, at: stopID, by: rider, in: transaction)
            guard event.kind.fits(stop.kind) else { throw StopEventProblem.doesNotFit(event.kind, stop.kind) }
            var check = try await checkCode(of: event, for: stop.shipmentID, in: transaction)
            // A phone whose clock is ahead cannot report the future.
            let isNew = try await transaction.execute(
                "delivery.insertEvent",
                """
                INSERT INTO delivery.event (id, stop_id, origin_id, day, rider_id, kind, occurred_at, received_at, note, proof, device_id,
                    signature, clock_at, age_checked, code_check)
                VALUES (\(event.id), \(stopID), \(stop.originID), \(stop.day), \(rider), \(event.kind), \(min(event.at, receivedAt)),
                    \(receivedAt), \(event.note), \(event.proof), \(event.signature?.device), \(event.signature?.bytes), \(event.at),
                    \(event.ageChecked), \(check))
                ON CONFLICT (id) DO NOTHING
                """)
            if isNew == 1 {
                let actor = account.map { OrderActor.account($0) } ?? .system
                try await follow(stop, by: actor, at: receivedAt, in: transaction)
            } else {
                let earlier = try await transaction.one(
                    "delivery.earlierEvent", "SELECT stop_id, kind, code_check FROM delivery.event WHERE id = \(event.id)"
                ).decode(TourStopID.self, StopEvent.Kind.self, CodeCheck?.self)
                guard (earlier.0, earlier.1) == (stopID, event.kind) else { throw StopEventProblem.identifierReused }
                check = earlier.2
            }
            var told = try await stops(where: "stop.id = \(stop.id)", withContacts: true, in: transaction)[0].stop
            told.codeCheck = check
            return told
        }
    }

    private struct ReportedStop: Sendable {
        let id: TourStopID
        let originID: TourStopID
        let tourID: TourID
        let day: CalendarDay
        let kind: TourStop.Kind
        let trip: Int
        let shipmentID: ShipmentID?
    }

    private func reportedStops(where filter: SQL, in transaction: Transaction) async throws -> [ReportedStop] {
        try await transaction.query(
            "delivery.reportedStop",
            """
            SELECT stop.id, stop.origin_id, stop.tour_id, plan.day, stop.kind, stop.trip, stop.shipment_id
            FROM delivery.tour_stop AS stop JOIN delivery.tour ON tour.id = stop.tour_id
            JOIN delivery.plan ON plan.id = tour.plan_id WHERE \(filter)
            """
        ).decode(TourStopID.self, TourStopID.self, TourID.self, CalendarDay.self, TourStop.Kind.self, Int.self, ShipmentID?.self)
            .map {
                ReportedStop(id: $0.0, originID: $0.1, tourID: $0.2, day: $0.3, kind: $0.4, trip: $0.5, shipmentID: $0.6)
            }
    }

    private func reportedStop(_ id: TourStopID, in transaction: Transaction) async throws -> ReportedStop? {
        try await reportedStops(where: "stop.id = \(id)", in: transaction).first
    }

    /// The stop of the current plan that stands for `told`: its copy, else the one at which the same shipment is dealt with in the same way.
    private func currentStop(for told: ReportedStop, in transaction: Transaction) async throws -> ReportedStop? {
        let current = Self.isCurrent(day: told.day)
        if let copy = try await reportedStops(where: "\(current) AND stop.origin_id = \(told.originID)", in: transaction).first {
            return copy
        }
        guard let shipment = told.shipmentID else { return nil }
        let kinds: [String] = (told.kind == .pickup ? [.pickup] : [TourStop.Kind.dropoff, .delivery]).map(\.rawValue)
        return try await reportedStops(
            where: "\(current) AND stop.shipment_id = \(shipment) AND stop.kind = ANY (\(kinds))", in: transaction
        ).first
    }

    /// Whether a rider may tell what happened at stops: who has one of their tours, or had it until then. So what a phone without network told
    /// late counts, whoever rides on.
    func mayTell(_ rider: RiderID, of stops: [TourStopID], at moment: Date, in transaction: Transaction) async throws -> Bool {
        try await transaction.one(
            "delivery.mayTell",
            """
            SELECT EXISTS (
                SELECT FROM delivery.tour_stop AS stop JOIN delivery.assignment ON assignment.tour_id = stop.tour_id
                WHERE stop.id = ANY (\(stops)) AND assignment.rider_id = \(rider)
            ) OR EXISTS (
                SELECT FROM delivery.tour_stop AS stop JOIN delivery.tour ON tour.id = stop.tour_id
                JOIN delivery.plan ON plan.id = tour.plan_id
                JOIN delivery.assignment_decision AS decision
                    ON (decision.day, decision.bike_id, decision.span_start) = (plan.day, tour.bike_id, tour.span_start)
                WHERE stop.id = ANY (\(stops)) AND decision.previous_rider_id = \(rider) AND \(moment) <= decision.decided_at
            )
            """
        ).decode(Bool.self)
    }

    /// Brings stop, shipments and shop orders to where the reports say they are.
    private func follow(_ stop: ReportedStop, by actor: OrderActor, at now: Date, in transaction: Transaction) async throws {
        let reports = StopReports(
            try await transaction.query(
                "delivery.eventsOfStop",
                "SELECT id, kind, occurred_at FROM delivery.event WHERE origin_id = \(stop.originID)"
            ).decode(EventID.self, StopEvent.Kind.self, Date.self).map { StopReports.Report(id: $0.0, kind: $0.1, at: $0.2) })
        try await transaction.execute(
            "delivery.writeStopProgress",
            """
            INSERT INTO delivery.stop_progress (origin_id, state, arrived_at, finished_at)
            VALUES (\(stop.originID), \(reports.state), \(reports.arrivedAt), \(reports.finishedAt))
            ON CONFLICT (origin_id) DO UPDATE SET state = excluded.state, arrived_at = excluded.arrived_at,
                finished_at = excluded.finished_at
            """)
        switch StopConsequence(stop.kind, reports.state, trip: stop.trip) {
        case .bring(let goal):
            if let shipment = stop.shipmentID { try await bring(shipment, to: goal, by: actor, at: now, in: transaction) }
        case .release:
            if let shipment = stop.shipmentID { try await move(shipment, from: .planned, to: .waiting, in: transaction) }
        case .load(let trip):
            for shipment in try await loadedShipments(stop.tourID, trip: trip, in: transaction) {
                try await bring(shipment, to: .underway, by: actor, at: now, in: transaction)
            }
        case .nothing: break
        }
    }

    private func loadedShipments(_ tour: TourID, trip: Int, in transaction: Transaction) async throws -> [ShipmentID] {
        try await transaction.query(
            "delivery.loadedShipments",
            """
            SELECT shipment_id FROM delivery.tour_stop
            WHERE tour_id = \(tour) AND trip = \(trip) AND kind = 'delivery' ORDER BY position
            """
        ).decode(ShipmentID.self)
    }

    /// Moves a shipment and its shop order on by their state machines, step by step; what is past the goal stays there.
    private func bring(
        _ id: ShipmentID, to goal: ShipmentState, by actor: OrderActor, at now: Date, in transaction: Transaction
    ) async throws {
        let (state, shopOrderID) = try await transaction.one(
            "delivery.lockShipment", "SELECT state, shop_order_id FROM delivery.shipment WHERE id = \(id) FOR UPDATE"
        ).decode(ShipmentState.self, ShopOrderID?.self)
        guard let steps = state.steps(toward: goal), !steps.isEmpty else { return }
        var from = state
        for next in steps {
            try await move(id, from: from, to: next, in: transaction)
            from = next
        }
        try await followAttempts(of: id, after: goal, by: actor, at: now, in: transaction)
        guard let shopOrderID, let order = try await orders.deliverableShopOrder(shopOrderID, in: transaction) else { return }
        let target: ShopOrderState = goal == .delivered ? .delivered : goal == .failed ? .failed : .underway
        guard let orderSteps = StatePath.steps(from: order.shopOrder.state, to: target, successors: \.successors) else {
            logger.warning(
                "a shop order does not follow its shipment",
                metadata: ["shopOrder": "\(shopOrderID)", "from": "\(order.shopOrder.state)", "to": "\(target)"])
            return
        }
        for step in orderSteps { try await mark(shopOrderID, step, by: actor, at: now, in: transaction) }
    }

    private func mark(
        _ id: ShopOrderID, _ state: ShopOrderState, by actor: OrderActor, at now: Date, in transaction: Transaction
    ) async throws {
        switch state {
        case .underway: try await orders.markUnderway(id, by: actor, at: now, in: transaction)
        case .delivered: try await orders.markDelivered(id, by: actor, at: now, in: transaction)
        case .failed: try await orders.markFailed(id, by: actor, at: now, in: transaction)
        case .ready: try await orders.markReadyAgain(id, by: actor, at: now, in: transaction)
        case .placed, .accepted, .collected, .returned, .rejected, .cancelled: break
        }
    }
}
