public import Catalog
import Foundation
import Orders

/// All that a simulation knows of a city: who can ride, what is sold where, and which doors there are. Read once; nothing of it changes.
public struct SimulatedCity: Sendable {
    /// One thing that a shop sells.
    public struct Article: Hashable, Codable, Sendable {
        public let weight: Grams
        public let volume: Millilitres
        public let handling: Handling
        public let preparationMinutes: Int

        public init(weight: Grams, volume: Millilitres, handling: Handling, preparationMinutes: Int) {
            self.weight = weight
            self.volume = volume
            self.handling = handling
            self.preparationMinutes = preparationMinutes
        }
    }

    /// A shop with what it sells.
    public struct Assortment: Sendable {
        public let shop: Shop
        public let articles: [Article]

        public init(shop: Shop, articles: [Article]) {
            self.shop = shop
            self.articles = articles
        }
    }

    /// A shift as it repeats every day, with what its rider can do.
    public struct ShiftOfDay: Hashable, Sendable {
        public let rider: String
        public let hubID: HubID
        public let skills: Set<Skill>
        public let start: TimeOfDay
        public let end: TimeOfDay

        public init(rider: String, hubID: HubID, skills: Set<Skill>, start: TimeOfDay, end: TimeOfDay) {
            self.rider = rider
            self.hubID = hubID
            self.skills = skills
            self.start = start
            self.end = end
        }
    }

    public private(set) var hubs: [MicroHub]
    public private(set) var bikes: [Bike]
    public private(set) var shifts: [ShiftOfDay]
    public let assortments: [Assortment]
    public let doors: [GeoPoint]
    public let windows: [DeliveryWindowTemplate]

    /// Everything is sorted, so that the same city gives the same days whatever the order in which it was read.
    public init(
        hubs: [MicroHub], bikes: [Bike], shifts: [ShiftOfDay], assortments: [Assortment], doors: [GeoPoint],
        windows: [DeliveryWindowTemplate]
    ) {
        self.hubs = hubs.sorted { $0.key < $1.key }
        self.bikes = bikes.filter(\.inService).sorted { $0.key < $1.key }
        self.shifts = shifts.sorted { ($0.start, $0.end, $0.rider) < ($1.start, $1.end, $1.rider) }
        self.assortments = assortments.sorted { $0.shop.key < $1.shop.key }
        self.doors = doors.sorted { ($0.latitude, $0.longitude) < ($1.latitude, $1.longitude) }
        self.windows = windows.sorted { $0.start < $1.start }
    }

    /// The shifts that come with a bike that a what-if adds: an early and a late one, by riders who can do everything.
    private static let addedShifts = [(start: 9 * 60, end: 15 * 60), (start: 14 * 60, end: 20 * 60 + 30)]

    /// The city with more or fewer bikes at some hubs.
    ///
    /// A bike that is added is of the kind that the hub has most of, and comes with two riders. One that is taken away is the hub's last by
    /// key; its riders share the others.
    /// - Throws: ``SimulationProblem`` for a hub that there is not, or that has not so many bikes.
    public func with(fleet changes: [String: Int]) throws(SimulationProblem) -> SimulatedCity {
        var city = self
        for (key, change) in changes.sorted(by: { $0.key < $1.key }) {
            guard let hub = hubs.first(where: { $0.key == key }) else {
                throw SimulationProblem("There is no hub '\(key)'; there are \(hubs.map(\.key).joined(separator: ", ")).")
            }
            let own = bikes.filter { $0.hubID == hub.id }
            guard own.count + change >= 0, change <= 200 else {
                throw SimulationProblem("The hub '\(key)' has \(own.count) bikes; \(change) cannot be meant.")
            }
            if change < 0 {
                let gone = Set(own.suffix(-change).map(\.id))
                city.bikes.removeAll { gone.contains($0.id) }
            }
            guard change > 0 else { continue }
            guard let type = Self.commonest(own.isEmpty ? bikes : own) else {
                throw SimulationProblem("The city has no bike of which there could be more.")
            }
            for number in 1...change { city.add(type, to: hub, number: own.count + number) }
        }
        return city
    }

    /// A fleet for `factor` times the orders: that many times the bikes of each kind at each hub, and their riders.
    public func grown(by factor: Int) -> SimulatedCity {
        var city = self
        for copy in stride(from: 2, through: factor, by: 1) {
            city.bikes += bikes.map {
                Bike(
                    id: .simulated(city.bikes.count * 1000 + copy, $0.key), key: "\($0.key)-\(copy)", name: $0.name,
                    type: $0.type, hubID: $0.hubID)
            }
            city.shifts += shifts.map {
                ShiftOfDay(rider: "\($0.rider)-\(copy)", hubID: $0.hubID, skills: $0.skills, start: $0.start, end: $0.end)
            }
        }
        return city
    }

    private static func commonest(_ bikes: [Bike]) -> BikeType? {
        let counts = Dictionary(grouping: bikes, by: \.type.key)
        return counts.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.value.first?.type
    }

    private mutating func add(_ type: BikeType, to hub: MicroHub, number: Int) {
        let key = "\(hub.key)-plus-\(number)"
        bikes.append(Bike(id: .simulated(number, key), key: key, name: key, type: type, hubID: hub.id))
        for span in Self.addedShifts {
            guard let start = TimeOfDay(rawValue: Int16(span.start)), let end = TimeOfDay(rawValue: Int16(span.end)) else {
                continue
            }
            shifts.append(
                ShiftOfDay(
                    rider: "\(key)-\(start)", hubID: hub.id, skills: [.heavy, .coldChain, .trailer], start: start, end: end))
        }
    }
}

/// Why a simulation cannot be run, as a sentence.
public struct SimulationProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
