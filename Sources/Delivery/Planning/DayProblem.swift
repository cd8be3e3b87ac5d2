public import Catalog
public import Database
public import Foundation
public import Routing

/// Everything that a day's plan follows from, without names of persons: with the travel tables it gives the routing problem. It is stored
/// with the plan, so that the plan can be computed and checked again. Its moments are whole seconds, as they are stored.
public struct DayProblem: Hashable, Codable, Sendable {
    public let day: CalendarDay
    /// Nothing new happens before this moment; what happened before it is in ``running``.
    public let notBefore: Date
    public let hubs: [MicroHub]
    /// Bikes in service.
    public private(set) var bikes: [Bike]
    public private(set) var duties: [Duty]
    public private(set) var shipments: [OpenShipment]
    public let running: [RunningTour]
    /// Bikes that ride no more on this day, though tours of it were ridden with them.
    public let bikesOut: Set<BikeID>?
    /// Tours that stay as they are.
    public let locks: Set<TourLock>?
    /// Which bikes the current plan has ridden when: shifts keep them, so that little moves.
    public internal(set) var plannedSpans: [PlannedSpan]?
    /// What is held back of each window; `nil`: nothing.
    public internal(set) var reserve: Reserve?

    public init(
        day: CalendarDay, notBefore: Date, hubs: [MicroHub], bikes: [Bike], duties: [Duty], shipments: [OpenShipment],
        running: [RunningTour] = [], bikesOut: Set<BikeID>? = nil, locks: Set<TourLock>? = nil,
        plannedSpans: [PlannedSpan]? = nil, reserve: Reserve? = nil
    ) {
        self.plannedSpans = plannedSpans
        self.reserve = reserve
        self.locks = locks
        self.bikesOut = bikesOut
        self.day = day
        self.notBefore = notBefore.wholeSecond
        self.hubs = hubs
        self.bikes = bikes
        self.duties = duties
        self.shipments = shipments.map(\.inWholeSeconds)
        self.running = running.map(\.inWholeSeconds)
    }

    /// The same, with `late` shipments to be brought after their window rather than not at all.
    func allowing(late: Set<ShipmentID>) -> DayProblem {
        var copy = self
        // What is still at its shop would miss the tour that goes on with it from the hub; it rather goes to its door directly.
        for index in shipments.indices
        where late.contains(shipments[index].id) && (shipments[index].feeds == nil || shipments[index].hasLeft) {
            copy.shipments[index].mayBeLate = true
            copy.shipments[index].lateUntil = nil
        }
        return copy
    }

    /// What goes on from a hub at which its goods are still to arrive, on bikes or from where one broke down.
    var fedFromTheRoad: Set<ShipmentID> { Set(shipments.filter(\.hasLeft).compactMap(\.feeds)) }

    /// The same, with `shipments` to be brought in the last minutes of their windows where it cannot be earlier.
    func spendingReserve(of shipments: Set<ShipmentID>) -> DayProblem {
        var copy = self
        copy.reserve?.spent.formUnion(shipments)
        return copy
    }

    /// The same with nothing held back.
    var withoutReserve: DayProblem {
        var copy = self
        copy.reserve = nil
        return copy
    }

    /// By when a shipment is to come that comes in its window. At least half of a window is never held back.
    func lastMoment(of shipment: OpenShipment) -> Date {
        guard let reserve, !reserve.spent.contains(shipment.id) else { return shipment.windowEnd }
        let half = shipment.windowEnd.timeIntervalSince(shipment.windowStart) / 2
        return shipment.windowEnd.addingTimeInterval(-max(0, min(Double(reserve.seconds), half)))
    }

    /// Whether a running tour goes on: its bike rides, and it is not back at its hub.
    func goesOn(_ tour: RunningTour) -> Bool { !tour.isOver && bikesOut?.contains(tour.bikeID) != true }

    /// The bikes that new tours can be planned for.
    var ridableBikes: [Bike] { bikes.filter { bikesOut?.contains($0.id) != true } }

    /// The same with one more bike and a rider for it.
    func adding(_ bike: Bike, with duty: Duty) -> DayProblem {
        var copy = self
        copy.bikes.append(bike)
        copy.duties.append(duty)
        return copy
    }

    /// The same with each shift changed; `nil` leaves it out.
    func changingDuties(_ change: (Duty) -> Duty?) -> DayProblem {
        var copy = self
        copy.duties = duties.compactMap(change)
        return copy
    }

    /// The same without a bike.
    func without(_ bike: BikeID) -> DayProblem {
        var copy = self
        copy.bikes.removeAll { $0.id == bike }
        return copy
    }

    /// The same with one shipment changed.
    func changing(_ id: ShipmentID, _ change: (inout OpenShipment) -> Void) -> DayProblem {
        var copy = self
        for index in shipments.indices where shipments[index].id == id { change(&copy.shipments[index]) }
        return copy
    }

    /// The same with more shipments behind those that it has.
    func adding(_ more: [OpenShipment]) -> DayProblem {
        var copy = self
        copy.shipments += more.map(\.inWholeSeconds)
        return copy
    }

    /// Minutes at the end of each window that are kept for what goes wrong (docs/decisions/delivery-reserve.md).
    public struct Reserve: Hashable, Codable, Sendable {
        /// So long before its window's end a shipment is to come.
        public let seconds: Seconds
        /// What could not come by then any more: it may use all of its window.
        public internal(set) var spent: Set<ShipmentID> = []

        public init(seconds: Seconds) { self.seconds = seconds }
    }

    /// A bike with a part of the day for which a tour of the current plan has it.
    public struct PlannedSpan: Hashable, Codable, Sendable {
        public let bikeID: BikeID
        public let start: Date
        public let end: Date
        /// Of the rider it was planned for.
        public let skills: Set<Skill>

        public init(bikeID: BikeID, start: Date, end: Date, skills: Set<Skill>) {
            self.bikeID = bikeID
            self.start = start
            self.end = end
            self.skills = skills
        }
    }

    /// A rider's shift with what counts for planning.
    public struct Duty: Hashable, Codable, Sendable {
        public let riderID: RiderID
        public let hubID: HubID
        public let skills: Set<Skill>
        public let start: Date
        public let end: Date

        public init(riderID: RiderID, hubID: HubID, skills: Set<Skill>, start: Date, end: Date) {
            self.riderID = riderID
            self.hubID = hubID
            self.skills = skills
            self.start = start
            self.end = end
        }
    }

    /// A shipment that is still to be brought to where it ends: a door, or for what is fetched from doors and shops ``End``.
    public struct OpenShipment: Hashable, Codable, Sendable {
        public enum Origin: Hashable, Codable, Sendable {
            case shop(name: String, GeoPoint)
            case hub(HubID)
            /// To be fetched at a customer's door, in its window.
            case door(GeoPoint)
            /// On the bike of the running tour with this number.
            case onBoard(tour: Int)
        }

        public let id: ShipmentID
        public let number: ShipmentNumber
        public internal(set) var origin: Origin
        public let destination: GeoPoint
        /// The shop or hub at its destination; nil: a door.
        public let end: End?
        /// What goes on from the hub where this one ends.
        public let feeds: ShipmentID?
        public let parcels: Int
        public let weight: Grams
        public let volume: Millilitres
        /// The heaviest single piece.
        public let heaviest: Grams
        public let handling: Set<Handling>
        public internal(set) var readyAt: Date
        public internal(set) var windowStart: Date
        public internal(set) var windowEnd: Date
        /// When the shop hands it over; nil: at any time. Nobody hands over in a closed shop.
        public internal(set) var handOver: [HandOverSpan]?
        /// Its window cannot be kept any more: late is better than never.
        public internal(set) var mayBeLate = false
        /// By when it is expected all the same, because something goes on from there then; `nil`: as late as it must be.
        public internal(set) var lateUntil: Date?
        /// Its bike broke down on the way, and it stands there.
        public internal(set) var isStopped: Bool?

        public init(
            id: ShipmentID, number: ShipmentNumber, origin: Origin, destination: GeoPoint, end: End? = nil,
            feeds: ShipmentID? = nil, parcels: Int, weight: Grams, volume: Millilitres, heaviest: Grams,
            handling: Set<Handling>, readyAt: Date, windowStart: Date, windowEnd: Date, handOver: [HandOverSpan]? = nil
        ) {
            self.end = end
            self.feeds = feeds
            self.id = id
            self.number = number
            self.origin = origin
            self.destination = destination
            self.parcels = parcels
            self.weight = weight
            self.volume = volume
            self.heaviest = heaviest
            self.handling = handling
            self.readyAt = readyAt
            self.windowStart = windowStart
            self.windowEnd = windowEnd
            self.handOver = handOver
        }

        /// Whether it is on its way already: on a bike, or where one broke down.
        public var hasLeft: Bool {
            if case .onBoard = origin { true } else { isStopped == true }
        }

        /// Whether its window is for the place where it is fetched rather than for where it ends.
        public var hasWindowAtOrigin: Bool { end?.hasWindow == false }

        /// A shop or a hub that takes what ends there.
        public struct End: Hashable, Codable, Sendable {
            public let name: String
            /// When somebody is there to take it.
            public let open: [HandOverSpan]
            /// Whether it has to be here in its window; else it has to be fetched in it.
            public let hasWindow: Bool

            public init(name: String, open: [HandOverSpan], hasWindow: Bool) {
                self.name = name
                self.open = open
                self.hasWindow = hasWindow
            }
        }
    }

    /// A part of the day in which a shop is open.
    public struct HandOverSpan: Hashable, Codable, Sendable {
        public let from: Date
        public let until: Date

        public init(from: Date, until: Date) {
            self.from = from
            self.until = until
        }

        /// Where somebody is there at any time.
        static func all(of day: CalendarDay) -> HandOverSpan {
            HandOverSpan(from: ServiceDay(day).start, until: ServiceDay(day).end)
        }
    }

    /// A tour that has begun: its stops so far stay as they are, and it goes on from where its bike is.
    public struct RunningTour: Hashable, Codable, Sendable {
        public let number: Int
        public let bikeID: BikeID
        public let spanStart: Date
        public let spanEnd: Date
        /// The skills that the vehicle was planned with.
        public let skills: Set<Skill>
        /// What its rider must have for the stops so far.
        public let requiredSkills: Set<Skill>
        /// Where the bike was last reported.
        public let position: GeoPoint
        /// When it could leave from there.
        public internal(set) var freeAt: Date
        /// What is in the battery there, by the plan.
        public let batteryWattHours: Double
        public let breakSecondsTaken: Int
        /// Counts from 1.
        public let trip: Int
        /// What it carried that is not on board any more.
        public let doneWeight: Grams
        public let doneVolume: Millilitres
        /// Stops of the tour so far, copied into the next plan.
        public let doneStops: [PlannedStop]

        /// It is back at its hub.
        public var isOver: Bool { doneStops.last?.kind == .end }

        public init(
            number: Int, bikeID: BikeID, spanStart: Date, spanEnd: Date, skills: Set<Skill>, requiredSkills: Set<Skill>,
            position: GeoPoint, freeAt: Date, batteryWattHours: Double, breakSecondsTaken: Int, trip: Int, doneWeight: Grams,
            doneVolume: Millilitres, doneStops: [PlannedStop]
        ) {
            self.number = number
            self.bikeID = bikeID
            self.spanStart = spanStart
            self.spanEnd = spanEnd
            self.skills = skills
            self.requiredSkills = requiredSkills
            self.position = position
            self.freeAt = freeAt
            self.batteryWattHours = batteryWattHours
            self.breakSecondsTaken = breakSecondsTaken
            self.trip = trip
            self.doneWeight = doneWeight
            self.doneVolume = doneVolume
            self.doneStops = doneStops
        }
    }
}
