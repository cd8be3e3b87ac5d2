import Catalog
import Database
import Foundation

extension Delivery {
    /// Reads what a plan of the day follows from, at one moment.
    func loadDay(_ day: CalendarDay) async throws -> (problem: DayProblem, basis: DayBasis) {
        try await database.transaction("delivery.loadDay", isolation: .repeatableRead) { try await loadDay(day, in: $0) }
    }

    /// - Parameter notBefore: before which nothing new happens; now, if the day is on.
    func loadDay(
        _ day: CalendarDay, notBefore: Date? = nil, in transaction: Transaction
    ) async throws -> (problem: DayProblem, basis: DayBasis) {
        try await rollOutShifts(for: day, in: transaction)
        let basis = try await DayBasis.read(day, in: transaction)
        let hubs = try await hubs(in: transaction)
        let bikes = try await bikes(in: transaction).filter(\.inService)
        let riders = try await riders(on: day, in: transaction)
        let duties = riders.flatMap { rider in
            rider.shifts.map {
                DayProblem.Duty(
                    riderID: rider.id, hubID: rider.hub(in: $0), skills: rider.skills(in: $0), start: $0.start, end: $0.end)
            }
        }
        let past = try await pastStops(of: day, version: basis.version, in: transaction)
        let disruptions = try await disruptions(on: day, in: transaction)
        let locks = try await tourLocks(on: day, in: transaction)
        let start = notBefore ?? planningStart(of: day)
        let bikesOut = disruptions.bikesOut.union(past.bikesLeft(by: disruptions.ridersOut, at: now()))
        var open = try await openShipments(
            "day = \(day) AND state IN ('waiting', 'planned', 'underway')", on: day, disruptions, in: transaction)
        try await awaitGoods(of: &open, on: day, in: transaction)
        let shipments = open.compactMap { past.origin(of: $0, bikesOut: bikesOut) }
        let late = LateTransfers(
            shipments, fed: try await transfersBrought(on: day, in: transaction), arrivals: past.arrivals(at: now()), at: start)
        let problem = DayProblem(
            day: day, notBefore: start, hubs: hubs, bikes: bikes, duties: duties,
            shipments: late.waited(by: shipments), running: past.runningTours(),
            bikesOut: bikesOut.isEmpty ? nil : bikesOut, locks: locks.isEmpty ? nil : locks,
            plannedSpans: try await plannedSpans(of: day, version: basis.version, in: transaction),
            reserve: windowReserve > 0 ? DayProblem.Reserve(seconds: windowReserve) : nil)
        return (problem, basis)
    }

    /// Today nothing can be planned for the past; another day is planned as a whole.
    private func planningStart(of day: CalendarDay) -> Date {
        let serviceDay = ServiceDay(day)
        let now = now()
        return serviceDay.start <= now && now < serviceDay.end ? now : serviceDay.start
    }

    /// Shipments as a day's problem knows them, by number.
    func openShipments(
        _ filter: SQL, on day: CalendarDay, _ disruptions: DayDisruptions = DayDisruptions(), in transaction: Transaction
    ) async throws -> [DayProblem.OpenShipment] {
        let rows = try await transaction.query(
            "delivery.openShipments",
            """
            SELECT id, number, kind, hub_id, shop_id, to_hub_id, to_shop_id, onward_id, packed_at, origin_name, origin_latitude, origin_longitude,
                destination_name, destination_latitude, destination_longitude, parcels, weight_grams, volume_millilitres, heaviest_grams, handling, ready_at, window_start, window_end
            FROM delivery.shipment WHERE \(filter) ORDER BY number
            """)
        let hours = Dictionary(
            try await catalog.shops().map { ($0.id, $0.handOver(on: day)) }, uniquingKeysWith: { first, _ in first })
        let hubHours = Dictionary(uniqueKeysWithValues: try await hubs(in: transaction).map { ($0.id, $0.open(on: day)) })
        return try rows.compactMap { row in
            let (
                id, number, kind, hubID, shopID, toHubID, toShopID, onward, packedAt, originName, originLatitude, originLongitude,
                destinationName, latitude, longitude, parcels, weight, volume, heaviest, handling, readyAt, windowStart, windowEnd
            ) = try row.decode(
                ShipmentID.self, ShipmentNumber.self, ShipmentKind.self, HubID?.self, ShopID?.self, HubID?.self, ShopID?.self,
                ShipmentID?.self, Date?.self, String.self, Double.self, Double.self, String.self, Double.self, Double.self,
                Int.self, Grams.self,
                Millilitres.self, Grams.self, [String].self, Date.self, Date.self, Date.self)
            let place = try geoPoint(originLatitude, originLongitude)
            let shopHours = shopID.flatMap { hours[$0] ?? nil }
            let origin: DayProblem.OpenShipment.Origin
            var end: DayProblem.OpenShipment.End?
            switch kind {
            case .delivery: origin = hubID.map { .hub($0) } ?? .shop(name: originName, place)
            case .transfer:
                origin = .shop(name: originName, place)
                end = .init(name: destinationName, open: toHubID.flatMap { hubHours[$0] } ?? [], hasWindow: true)
            case .return:
                origin = .shop(name: originName, place)
                end = .init(
                    name: destinationName, open: toShopID.flatMap { hours[$0] ?? nil } ?? [.all(of: day)], hasWindow: true)
            case .collection:
                origin = .door(place)
                end = .init(
                    name: destinationName, open: hubID.flatMap { hubHours[$0] } ?? shopHours ?? [.all(of: day)], hasWindow: false)
            }
            let isFromShop = kind == .delivery || kind == .transfer
            let atHub = kind == .return ? hubID.flatMap { hubHours[$0] } : nil
            let shipment = DayProblem.OpenShipment(
                id: id, number: number, origin: origin, destination: try geoPoint(latitude, longitude), end: end, feeds: onward,
                parcels: parcels, weight: weight, volume: volume, heaviest: heaviest,
                handling: Set(handling.compactMap(Handling.init(rawValue:))), readyAt: readyAt, windowStart: windowStart,
                windowEnd: windowEnd, handOver: isFromShop ? Self.handOver(of: shopHours, packedAt: packedAt) : atHub)
            return disruptions.apply(to: shipment, shop: isFromShop ? shopID : nil, isPacked: packedAt != nil)
        }
    }

    /// A shop that has packed hands over from then until it closes, also before it opens: somebody is there. One that packed after hours does
    /// so at any time.
    static func handOver(of open: [DayProblem.HandOverSpan]?, packedAt: Date?) -> [DayProblem.HandOverSpan]? {
        guard let packedAt else { return open }
        guard let closing = open?.last?.until, packedAt < closing else { return nil }
        return [DayProblem.HandOverSpan(from: packedAt, until: closing)]
    }

    /// The bikes' spans of a plan by their begin.
    private func plannedSpans(
        of day: CalendarDay, version: Int, in transaction: Transaction
    ) async throws -> [DayProblem.PlannedSpan] {
        try await transaction.query(
            "delivery.plannedSpans",
            """
            SELECT tour.bike_id, tour.span_start, tour.span_end, tour.planned_skills
            FROM delivery.tour JOIN delivery.plan ON plan.id = tour.plan_id
            WHERE plan.day = \(day) AND plan.version = \(version) ORDER BY tour.span_start, tour.number
            """
        ).decode(BikeID.self, Date.self, Date.self, [String].self).map {
            DayProblem.PlannedSpan(bikeID: $0.0, start: $0.1, end: $0.2, skills: Set($0.3.map(Skill.init(rawValue:))))
        }
    }

    /// The stops of the tours that have begun, up to the last one that was reported.
    private func pastStops(of day: CalendarDay, version: Int, in transaction: Transaction) async throws -> PastStops {
        let rows = try await transaction.query(
            "delivery.pastStops",
            """
            WITH reached AS (
                SELECT stop.tour_id, max(stop.position) AS position
                FROM delivery.tour_stop AS stop
                JOIN delivery.tour ON tour.id = stop.tour_id
                JOIN delivery.plan ON plan.id = tour.plan_id
                JOIN delivery.stop_progress USING (origin_id)
                WHERE plan.day = \(day) AND plan.version = \(version)
                GROUP BY stop.tour_id
            )
            SELECT tour.number, tour.bike_id, tour.span_start, tour.span_end, tour.planned_skills, tour.required_skills,
                assignment.rider_id, stop.position <= reached.position, progress.state, progress.arrived_at, progress.finished_at,
                shipment.weight_grams, shipment.volume_millilitres, \(Self.stopColumns)
            FROM reached
            JOIN delivery.tour ON tour.id = reached.tour_id
            LEFT JOIN delivery.assignment ON assignment.tour_id = tour.id
            JOIN delivery.tour_stop AS stop ON stop.tour_id = tour.id
            LEFT JOIN delivery.stop_progress AS progress USING (origin_id)
            LEFT JOIN delivery.shipment ON shipment.id = stop.shipment_id
            ORDER BY tour.number, stop.position
            """)
        return PastStops(try rows.map { try PastStops.Entry($0, delivery: self) })
    }

    /// What ``PastStops/Entry`` reads last.
    private static var stopColumns: SQL {
        """
        stop.trip, stop.kind, stop.name, stop.latitude, stop.longitude, stop.shipment_id, stop.arrival, stop.service_start,
        stop.departure, stop.window_start, stop.window_end, stop.load_grams, stop.load_millilitres, stop.battery_watt_hours,
        stop.metres_from_previous, stop.seconds_from_previous, stop.watt_hours_from_previous, stop.climbed_metres, stop.origin_id
        """
    }
}
