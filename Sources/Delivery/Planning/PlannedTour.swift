public import Catalog
public import Foundation

/// A tour as the search gives it, before it is stored.
struct PlannedTour: Hashable, Sendable {
    var number: Int
    let bike: Bike
    let spanStart: Date
    let spanEnd: Date
    var stops: [PlannedStop]
    let trips: Int
    let metres: Int
    let drivingSeconds: Int
    let breakSeconds: Int
    let wattHours: Double
    let shipments: Int
    let weight: Grams
    let volume: Millilitres
    /// What its rider must have, for the bike and for the goods.
    let requiredSkills: Set<Skill>
    /// Of the rider whose shift it was planned for.
    let plannedSkills: Set<Skill>

    /// A rider may be back before the moment at which the tour was to begin.
    var start: Date { min(stops.first?.departure ?? spanStart, end) }
    var end: Date { stops.last?.departure ?? spanStart }

    /// Pick-ups, drop-offs and deliveries.
    var tasks: Int { stops.count { $0.shipmentID != nil } }
}

/// A stop with its times, before it is stored.
public struct PlannedStop: Hashable, Codable, Sendable {
    public let trip: Int
    public let kind: TourStop.Kind
    /// Empty for a stop at a door.
    public let name: String
    public let location: GeoPoint
    public let shipmentID: ShipmentID?
    public let arrival: Date
    public let serviceStart: Date
    public let departure: Date
    public let windowStart: Date?
    public let windowEnd: Date?
    public let load: Grams
    public let loadVolume: Millilitres
    public let batteryWattHours: Double
    public let metresFromPrevious: Int
    public let secondsFromPrevious: Int
    public let wattHoursFromPrevious: Double
    /// By how much the way from the stop before rises; `nil`: not known.
    public internal(set) var climbedMetres: Int?
    /// The stop of an earlier plan that this is a copy of; `nil` for a new one.
    public let originID: TourStopID?

    public init(
        trip: Int, kind: TourStop.Kind, name: String, location: GeoPoint, shipmentID: ShipmentID?, arrival: Date,
        serviceStart: Date,
        departure: Date, windowStart: Date?, windowEnd: Date?, load: Grams, loadVolume: Millilitres, batteryWattHours: Double,
        metresFromPrevious: Int, secondsFromPrevious: Int, wattHoursFromPrevious: Double, climbedMetres: Int? = nil,
        originID: TourStopID? = nil
    ) {
        self.climbedMetres = climbedMetres
        self.trip = trip
        self.kind = kind
        self.name = name
        self.location = location
        self.shipmentID = shipmentID
        self.arrival = arrival
        self.serviceStart = serviceStart
        self.departure = departure
        self.windowStart = windowStart
        self.windowEnd = windowEnd
        self.load = load
        self.loadVolume = loadVolume
        self.batteryWattHours = batteryWattHours
        self.metresFromPrevious = metresFromPrevious
        self.secondsFromPrevious = secondsFromPrevious
        self.wattHoursFromPrevious = wattHoursFromPrevious
        self.originID = originID
    }
}

extension PlannedStop {
    /// Whether a shipment's window is for being here.
    var isPromised: Bool { shipmentID != nil && windowEnd != nil }

    /// How long the rest is that is taken here.
    var breakSeconds: Int {
        kind == .break ? Int(departure.timeIntervalSince(serviceStart)) : 0
    }
}
