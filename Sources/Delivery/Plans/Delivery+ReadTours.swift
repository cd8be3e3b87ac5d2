import Accounts
import Catalog
public import Database
import Foundation
import Orders

/// Which tour is meant.
public enum TourReference: Hashable, Sendable {
    case id(TourID)
    /// Of the day's current plan.
    case number(Int, day: CalendarDay)
}

extension Delivery {
    /// The tours of the day's current plan by number, without their stops.
    public func tours(on day: CalendarDay) async throws -> [Tour] {
        try await tours(where: Self.isCurrent(day: day), in: database)
    }

    /// The tours of the day's current plan by number, each with its stops.
    public func toursWithStops(on day: CalendarDay) async throws -> [Tour] {
        try await withStops(try await tours(on: day))
    }

    /// These tours, each with its stops.
    func toursWithStops(_ ids: Set<TourID>) async throws -> [Tour] {
        guard !ids.isEmpty else { return [] }
        return try await withStops(try await tours(where: "tour.id = ANY (\(Array(ids)))", in: database))
    }

    /// A tour with its stops.
    public func tour(_ reference: TourReference) async throws -> Tour? {
        switch reference {
        case .id(let id): try await withStops(try await tours(where: "tour.id = \(id)", in: database)).first
        case .number(let number, let day):
            try await withStops(
                try await tours(where: "\(Self.isCurrent(day: day)) AND tour.number = \(number)", in: database)
            ).first
        }
    }

    /// What a rider rides on a day, with stops and with the names of those who open the door.
    public func tours(of rider: RiderID, on day: CalendarDay) async throws -> [Tour] {
        try await withStops(
            try await tours(where: "\(Self.isCurrent(day: day)) AND assignment.rider_id = \(rider)", in: database),
            withContacts: true)
    }

    static func isCurrent(day: CalendarDay) -> SQL {
        "plan.day = \(day) AND plan.version = (SELECT max(version) FROM delivery.plan WHERE day = \(day))"
    }

    func tours(where filter: SQL, in queryable: any Queryable) async throws -> [Tour] {
        try await queryable.query(
            "delivery.tours",
            """
            SELECT tour.id, tour.number, plan.day, plan.version, bike.id, bike.key, bike.name, bike.type_key, hub.id, hub.key, hub.name,
                rider.id, rider.name, tour.starts_at, tour.ends_at, tour.trips, tour.stops, tour.shipments, tour.metres, tour.grams,
                tour.millilitres, tour.watt_hours, progress.reported, progress.finished,
                EXISTS (SELECT FROM delivery.tour_lock AS lock WHERE lock.day = plan.day AND lock.bike_id = tour.bike_id
                    AND lock.span_start = tour.span_start)
            FROM delivery.tour
            JOIN delivery.plan ON plan.id = tour.plan_id
            JOIN delivery.bike ON bike.id = tour.bike_id
            JOIN delivery.hub ON hub.id = tour.hub_id
            LEFT JOIN delivery.assignment ON assignment.tour_id = tour.id
            LEFT JOIN delivery.rider ON rider.id = assignment.rider_id
            CROSS JOIN LATERAL (
                SELECT count(*) AS reported,
                    count(*) FILTER (WHERE progress.state <> 'arrived' AND stop.shipment_id IS NOT NULL) AS finished
                FROM delivery.tour_stop AS stop JOIN delivery.stop_progress AS progress USING (origin_id)
                WHERE stop.tour_id = tour.id
            ) AS progress
            WHERE \(filter) ORDER BY plan.day, tour.number
            """
        ).map { row in
            let (
                id, number, day, version, bikeID, bikeKey, bikeName, bikeType, hubID, hubKey, hubName, riderID, riderName, start,
                end,
                trips, stops, shipments, metres, grams, millilitres, wattHours, reported, finished, isLocked
            ) = try row.decode(
                TourID.self, Int.self, CalendarDay.self, Int.self, BikeID.self, String.self, String.self, String.self, HubID.self,
                String.self, String.self, RiderID?.self, String?.self, Date.self, Date.self, Int.self, Int.self, Int.self,
                Int.self,
                Grams.self, Millilitres.self, Double.self, Int.self, Int.self, Bool.self)
            var rider: Tour.RiderReference?
            if let riderID, let riderName { rider = Tour.RiderReference(id: riderID, name: riderName) }
            return Tour(
                id: id, number: number, day: day, planVersion: version,
                bike: Tour.BikeReference(id: bikeID, key: bikeKey, name: bikeName, type: bikeType),
                hub: Tour.HubReference(id: hubID, key: hubKey, name: hubName), rider: rider, start: start, end: end, trips: trips,
                stops: stops, shipments: shipments, metres: metres, grams: grams, millilitres: millilitres, wattHours: wattHours,
                state: reported == 0 ? .planned : finished == stops ? .done : .underway, isLocked: isLocked)
        }
    }

    private func withStops(_ tours: [Tour], withContacts: Bool = false) async throws -> [Tour] {
        let stops = try await stops(where: "stop.tour_id = ANY (\(tours.map(\.id)))", withContacts: withContacts, in: database)
        let stopsByTour = Dictionary(grouping: stops, by: \.tourID)
        return tours.map { tour in
            var tour = tour
            tour.stopList = forecast((stopsByTour[tour.id] ?? []).map(\.stop), on: tour.day)
            return tour
        }
    }

    /// Stops with the times at which they are to be expected, as long as the day is not over.
    private func forecast(_ stops: [TourStop], on day: CalendarDay) -> [TourStop] {
        let now = now()
        guard now < ServiceDay(day).end else { return stops }
        let forecast = ArrivalForecast(stops.map(ForecastStop.init), at: now)
        return zip(stops, forecast.times).map { stop, times in
            var stop = stop
            stop.expected = times.serviceStart
            return stop
        }
    }

    func stops(
        where filter: SQL, withContacts: Bool, in queryable: any Queryable
    ) async throws -> [(tourID: TourID, stop: TourStop)] {
        try await queryable.query(
            "delivery.stops",
            """
            SELECT stop.tour_id, stop.id, stop.position, stop.trip, stop.kind, stop.name, stop.latitude, stop.longitude, shipment.number,
                stop.shipment_id, shipment.contact, stop.arrival, stop.service_start, stop.departure, stop.window_start, stop.window_end,
                stop.load_grams, stop.load_millilitres, stop.battery_watt_hours, stop.metres_from_previous, progress.state,
                progress.arrived_at, progress.finished_at
            FROM delivery.tour_stop AS stop
            LEFT JOIN delivery.shipment ON shipment.id = stop.shipment_id
            LEFT JOIN delivery.stop_progress AS progress USING (origin_id)
            WHERE \(filter) ORDER BY stop.tour_id, stop.position
            """
        ).map { row in
            let (
                tourID, id, position, trip, kind, name, latitude, longitude, number, shipmentID, sealed, arrival, serviceStart,
                departure,
                windowStart, windowEnd, grams, millilitres, battery, metres, state, arrivedAt, finishedAt
            ) = try row.decode(
                TourID.self, TourStopID.self, Int.self, Int.self, TourStop.Kind.self, String.self, Double.self, Double.self,
                ShipmentNumber?.self, ShipmentID?.self, Data?.self, Date.self, Date.self, Date.self, Date?.self, Date?.self,
                Grams.self,
                Millilitres.self, Double.self, Int.self, StopState?.self, Date?.self, Date?.self)
            // Places have names, doors have those of whoever lives there.
            let isDoor = shipmentID != nil && name.isEmpty
            var contact: Contact?
            if isDoor, let shipmentID, let sealed { contact = try personalData.open(sealed, for: Self.purpose(shipmentID)) }
            return (
                tourID,
                TourStop(
                    id: id, position: position, trip: trip, kind: kind,
                    name: contact.map { "\($0.address.street) \($0.address.houseNumber)" } ?? name, latitude: latitude,
                    longitude: longitude, isAtDoor: isDoor, shipmentNumber: number, arrival: arrival, serviceStart: serviceStart,
                    departure: departure,
                    windowStart: windowStart, windowEnd: windowEnd, loadGrams: grams, loadMillilitres: millilitres,
                    batteryWattHours: battery, metresFromPrevious: metres, state: state ?? .open,
                    arrivedAt: arrivedAt, finishedAt: finishedAt,
                    contact: withContacts
                        ? contact.map { DoorContact(name: $0.recipient.name, phone: $0.recipient.phone, note: $0.address.note) }
                        : nil)
            )
        }
    }
}
