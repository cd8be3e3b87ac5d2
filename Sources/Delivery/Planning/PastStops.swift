import Catalog
import Database
import Foundation

/// The tours that have begun, stop by stop: what is past, and what is on board.
struct PastStops: Sendable {
    struct Entry: Sendable {
        let tour: Int
        let bikeID: BikeID
        let spanStart: Date
        let spanEnd: Date
        let plannedSkills: Set<Skill>
        let requiredSkills: Set<Skill>
        let riderID: RiderID?
        /// Before or at the last stop of the tour that was reported.
        let isPast: Bool
        let state: StopState
        let arrivedAt: Date?
        let finishedAt: Date?
        let weight: Grams?
        let volume: Millilitres?
        let stop: PlannedStop
    }

    private let tours: [[Entry]]
    /// The tour and whether it has been to the door, for each shipment that a tour has or had on board.
    private let carried: [ShipmentID: (tour: Int, isPastDoor: Bool)]

    /// - Parameter entries: all stops of the tours that have begun, by tour and position.
    init(_ entries: [Entry]) {
        var tours: [[Entry]] = []
        for entry in entries {
            if tours.last?.last?.tour == entry.tour { tours[tours.count - 1].append(entry) } else { tours.append([entry]) }
        }
        self.tours = tours
        var carried: [ShipmentID: (tour: Int, isPastDoor: Bool)] = [:]
        for tour in tours {
            let trip = Self.trip(of: tour.filter(\.isPast))
            for entry in tour {
                guard let shipment = entry.stop.shipmentID else { continue }
                switch entry.stop.kind {
                case .dropoff, .delivery:
                    // Goods of a hub are on board for the whole of their trip.
                    if entry.isPast {
                        carried[shipment] = (entry.tour, true)
                    } else if entry.stop.kind == .delivery, entry.stop.trip <= trip {
                        carried[shipment] = (entry.tour, false)
                    }
                case .pickup:
                    if entry.isPast, entry.state != .failed, carried[shipment] == nil { carried[shipment] = (entry.tour, false) }
                case .start, .reload, .break, .end: break
                }
            }
        }
        self.carried = carried
    }

    /// The shipment with its goods where they are now; `nil` when a bike has been to its door and only the report is missing.
    ///
    /// - Parameter bikesOut: what is on board of these waits where they stand.
    func origin(of shipment: DayProblem.OpenShipment, bikesOut: Set<BikeID> = []) -> DayProblem.OpenShipment? {
        guard let carried = carried[shipment.id] else { return shipment }
        if carried.isPastDoor { return nil }
        guard let tour = tours.first(where: { $0.first?.tour == carried.tour }), let bike = tour.first?.bikeID,
            bikesOut.contains(bike), let last = tour.last(where: \.isPast)
        else { return shipment.onBoard(tour: carried.tour) }
        return shipment.standing(at: last.stop.location, name: "Tour \(carried.tour)")
    }

    /// The bikes of tours under way whose riders ride no more: each stands where it was last reported.
    func bikesLeft(by riders: [RiderID: Date], at now: Date) -> Set<BikeID> {
        Set(
            tours.compactMap { tour in
                guard let last = tour.last(where: \.isPast), last.stop.kind != .end, let rider = last.riderID,
                    let out = riders[rider], out <= now
                else { return nil }
                return last.bikeID
            })
    }

    /// When what they carry is where it ends, by what was reported so far; what was brought stands as it was reported.
    func arrivals(at now: Date) -> [ShipmentID: Date] {
        var arrivals: [ShipmentID: Date] = [:]
        for tour in tours {
            let times = ArrivalForecast(tour.map(ForecastStop.init), at: now).times
            for (entry, times) in zip(tour, times) {
                let isEnd = entry.stop.kind == .dropoff || entry.stop.kind == .delivery
                if isEnd, let shipment = entry.stop.shipmentID { arrivals[shipment] = times.serviceStart }
            }
        }
        return arrivals
    }

    func runningTours() -> [DayProblem.RunningTour] {
        tours.compactMap { tour in
            let past = tour.filter(\.isPast)
            guard let last = past.last else { return nil }
            let service = last.stop.departure.timeIntervalSince(last.stop.serviceStart)
            let done = past.filter { $0.stop.kind == .dropoff || $0.stop.kind == .delivery }
            return DayProblem.RunningTour(
                number: last.tour, bikeID: last.bikeID, spanStart: last.spanStart, spanEnd: last.spanEnd,
                skills: last.plannedSkills,
                requiredSkills: last.requiredSkills, position: last.stop.location,
                freeAt: last.finishedAt ?? last.arrivedAt?.addingTimeInterval(service) ?? last.stop.departure,
                batteryWattHours: last.stop.batteryWattHours, breakSecondsTaken: past.reduce(0) { $0 + $1.stop.breakSeconds },
                trip: Self.trip(of: past), doneWeight: done.compactMap(\.weight).total(),
                doneVolume: done.compactMap(\.volume).total(),
                doneStops: past.map(\.stop))
        }
    }

    /// The trip that the bike is on after its past stops; a reload ends one.
    private static func trip(of past: [Entry]) -> Int {
        guard let last = past.last else { return 1 }
        return last.stop.kind == .reload ? last.stop.trip + 1 : last.stop.trip
    }
}

extension PastStops.Entry {
    init(_ row: Row, delivery: Delivery) throws {
        let (
            tour, bikeID, spanStart, spanEnd, plannedSkills, requiredSkills, riderID, isPast, state, arrivedAt, finishedAt,
            weight, volume,
            trip,
            kind, name, latitude, longitude, shipmentID, arrival, serviceStart, departure, windowStart, windowEnd, load,
            loadVolume,
            battery, metres, seconds, wattHours, climb, originID
        ) = try row.decode(
            Int.self, BikeID.self, Date.self, Date.self, [String].self, [String].self, RiderID?.self, Bool.self, StopState?.self,
            Date?.self,
            Date?.self, Grams?.self, Millilitres?.self, Int.self, TourStop.Kind.self, String.self, Double.self, Double.self,
            ShipmentID?.self, Date.self, Date.self, Date.self, Date?.self, Date?.self, Grams.self, Millilitres.self, Double.self,
            Int.self, Int.self, Double.self, Int?.self, TourStopID.self)
        self.init(
            tour: tour, bikeID: bikeID, spanStart: spanStart, spanEnd: spanEnd,
            plannedSkills: Set(plannedSkills.map(Skill.init(rawValue:))),
            requiredSkills: Set(requiredSkills.map(Skill.init(rawValue:))), riderID: riderID, isPast: isPast,
            state: state ?? .open,
            arrivedAt: arrivedAt, finishedAt: finishedAt, weight: weight, volume: volume,
            stop: PlannedStop(
                trip: trip, kind: kind, name: name, location: try delivery.geoPoint(latitude, longitude), shipmentID: shipmentID,
                arrival: arrival, serviceStart: serviceStart, departure: departure, windowStart: windowStart,
                windowEnd: windowEnd,
                load: load, loadVolume: loadVolume, batteryWattHours: battery, metresFromPrevious: metres,
                secondsFromPrevious: seconds, wattHoursFromPrevious: wattHours, climbedMetres: climb, originID: originID))
    }
}

extension ForecastStop {
    init(_ entry: PastStops.Entry) {
        self.init(
            arrival: entry.stop.arrival, serviceStart: entry.stop.serviceStart, departure: entry.stop.departure,
            windowStart: entry.stop.windowStart, state: entry.state, arrivedAt: entry.arrivedAt, finishedAt: entry.finishedAt)
    }
}

extension DayProblem.OpenShipment {
    func onBoard(tour: Int) -> DayProblem.OpenShipment {
        var copy = self
        copy.origin = .onBoard(tour: tour)
        return copy
    }

    /// To be fetched where its bike stands, at any time.
    func standing(at place: GeoPoint, name: String) -> DayProblem.OpenShipment {
        var copy = self
        copy.origin = .shop(name: name, place)
        copy.handOver = nil
        copy.isStopped = true
        return copy
    }
}
