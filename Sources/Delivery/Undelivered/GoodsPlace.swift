import Catalog
import Database
import Foundation

/// Where the goods of a delivery that failed are: the hub to which their bike brings them.
struct GoodsPlace: Sendable {
    let hub: MicroHub
    let place: GeoPoint
    /// When the bike is there, by what its rider has reported.
    let arrival: Date
    /// What the rider wrote.
    let note: String?

    /// From when on another tour of the day can take them.
    func readyAt(on day: CalendarDay) -> Date {
        max(arrival.addingTimeInterval(Consolidation.sorting), ServiceDay(day).moment(hub.opens))
    }
}

extension Delivery {
    /// Where the goods of these failed shipments are; what no tour knows is left out.
    func goodsPlaces(of shipments: [ShipmentID], in queryable: any Queryable) async throws -> [ShipmentID: GoodsPlace] {
        let rows = try await queryable.query(
            "delivery.failedStops",
            """
            SELECT DISTINCT ON (stop.shipment_id) stop.shipment_id, stop.tour_id, stop.position, tour.hub_id, plan.day,
                (SELECT note FROM delivery.event WHERE event.origin_id = stop.origin_id AND event.kind = 'failed'
                    ORDER BY occurred_at, event.id LIMIT 1)
            FROM delivery.tour_stop AS stop
            JOIN delivery.tour ON tour.id = stop.tour_id
            JOIN delivery.plan ON plan.id = tour.plan_id
            JOIN delivery.stop_progress AS progress ON progress.origin_id = stop.origin_id
            WHERE stop.shipment_id = ANY (\(shipments)) AND stop.kind IN ('dropoff', 'delivery') AND progress.state = 'failed'
            ORDER BY stop.shipment_id, plan.version DESC
            """
        ).decode(ShipmentID.self, TourID.self, Int.self, HubID.self, CalendarDay.self, String?.self)
        guard !rows.isEmpty else { return [:] }
        let hubs = Dictionary(uniqueKeysWithValues: try await hubs(in: queryable).map { ($0.id, $0) })
        let tours = Dictionary(
            grouping: try await stops(
                where: "stop.tour_id = ANY (\(Array(Set(rows.map(\.1)))))", withContacts: false, in: queryable), by: \.tourID)
        var places: [ShipmentID: GoodsPlace] = [:]
        for (shipment, tour, position, hubID, day, note) in rows {
            guard let hub = hubs[hubID], let place = hub.location else { continue }
            let stops = (tours[tour] ?? []).map(\.stop)
            guard let arrival = arrival(at: hub, after: position, of: stops, on: day) else { continue }
            places[shipment] = GoodsPlace(hub: hub, place: place, arrival: arrival, note: note)
        }
        return places
    }

    /// When a tour comes to its own hub after a stop.
    private func arrival(at hub: MicroHub, after position: Int, of stops: [TourStop], on day: CalendarDay) -> Date? {
        guard
            let index = stops.firstIndex(where: { stop in
                stop.position > position && (stop.kind == .end || stop.kind == .reload && stop.name == hub.name)
            })
        else { return nil }
        let reported = stops.lastIndex { $0.state != .open } ?? -1
        // Who has been everywhere is back after the way there, though nobody reports that. Who has not is where the clock says.
        let isOut = stops[(reported + 1)...].contains { $0.shipmentNumber != nil } && now() < ServiceDay(day).end
        return ArrivalForecast(stops.map(ForecastStop.init), at: isOut ? now() : .distantPast).times[index].arrival
    }

    /// Lets shipments that go on with the goods of a failed one wait until its bike is back, which may be later or sooner than it was when their
    /// windows were sold.
    func awaitGoods(
        of shipments: inout [DayProblem.OpenShipment], on day: CalendarDay, in transaction: Transaction
    ) async throws {
        let awaited = Dictionary(
            try await transaction.query(
                "delivery.awaitedGoods",
                """
                SELECT next.id, failed.id FROM delivery.shipment AS next
                JOIN delivery.shipment AS failed ON (failed.id = next.first_id OR failed.first_id = next.first_id)
                    AND failed.attempt = next.attempt - 1 AND failed.state = 'failed' AND failed.day = next.day
                WHERE next.day = \(day) AND next.first_id IS NOT NULL AND next.state IN ('waiting', 'planned')
                """
            ).decode(ShipmentID.self, ShipmentID.self), uniquingKeysWith: { first, _ in first })
        guard !awaited.isEmpty else { return }
        let places = try await goodsPlaces(of: Array(awaited.values), in: transaction)
        for index in shipments.indices {
            guard let place = awaited[shipments[index].id].flatMap({ places[$0] }) else { continue }
            shipments[index].readyAt = place.readyAt(on: day)
        }
    }
}
