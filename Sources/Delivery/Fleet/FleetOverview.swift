public import Catalog
public import Database
public import Foundation

/// The hubs with their bikes as they are on a day: what each carries, how far it comes, whether it rides, and who rides it when.
public struct FleetOverview: Hashable, Codable, Sendable {
    public struct HubOnDay: Hashable, Codable, Sendable {
        public let key: String
        public let name: String
        public let opens: TimeOfDay
        public let closes: TimeOfDay
        /// How many bikes can stand there.
        public let bikePlaces: Int
        /// Shifts of the day that begin there.
        public let shifts: Int
        /// By key.
        public let bikes: [BikeOnDay]
    }

    public struct BikeOnDay: Hashable, Codable, Sendable {
        public enum State: String, CaseIterable, Codable, Sendable {
            /// It has no tour on the day.
            case free
            case planned
            /// One of its tours has begun.
            case underway
            /// All its tours are over.
            case done
            /// It broke down on the day.
            case out
            case workshop
        }

        public let key: String
        public let name: String
        public let type: String
        public let compartments: [Compartment]
        public let payloadGrams: Grams
        public let volumeMillilitres: Millilitres
        public let batteryWattHours: Int
        /// With load, less the reserve that plans leave in the battery.
        public let rangeMetres: Int
        public let state: State
        /// By number.
        public let tours: [TourOnBike]
    }

    public struct TourOnBike: Hashable, Codable, Sendable {
        public let number: Int
        public let start: Date
        public let end: Date
        /// The rider's name, and the shift that the tour lies in.
        public let rider: String?
        public let shiftStart: Date?
        public let shiftEnd: Date?
    }

    public let day: CalendarDay
    /// By name.
    public let hubs: [HubOnDay]
}

/// There is no hub with this key.
public struct UnknownHub: Error, Hashable, Sendable {
    public let key: String
}

extension Delivery {
    /// The fleet on a day.
    ///
    /// - Parameter hub: the key of the only hub to tell of; `nil`: all.
    /// - Throws: ``UnknownHub``.
    public func fleet(on day: CalendarDay, hub: String? = nil) async throws -> FleetOverview {
        let hubs = try await hubs().filter { hub == nil || $0.key == hub }
        if let hub, hubs.isEmpty { throw UnknownHub(key: hub) }
        let riders = try await riders(on: day)
        let bikes = Dictionary(grouping: try await bikes(), by: \.hubID)
        let tours = Dictionary(grouping: try await tours(on: day), by: \.bike.id)
        let out = try await database.transaction("delivery.bikesOut") { try await disruptions(on: day, in: $0).bikesOut }
        return FleetOverview(
            day: day,
            hubs: hubs.map { hub in
                let shifts = riders.flatMap { rider in rider.shifts.filter { rider.hub(in: $0) == hub.id } }
                return FleetOverview.HubOnDay(
                    key: hub.key, name: hub.name, opens: hub.opens, closes: hub.closes, bikePlaces: hub.bikePlaces,
                    shifts: shifts.count,
                    bikes: (bikes[hub.id] ?? []).sorted { $0.key < $1.key }.map {
                        FleetOverview.BikeOnDay($0, tours: tours[$0.id] ?? [], riders: riders, isOut: out.contains($0.id))
                    })
            })
    }
}

extension FleetOverview.BikeOnDay {
    init(_ bike: Bike, tours: [Tour], riders: [Rider], isOut: Bool) {
        key = bike.key
        name = bike.name
        type = bike.type.name
        compartments = bike.type.compartments.sorted { $0.rawValue < $1.rawValue }
        payloadGrams = bike.type.payload
        volumeMillilitres = bike.type.volume
        batteryWattHours = bike.type.batteryWattHours
        let usable = Double(bike.type.batteryWattHours * (100 - DayModel.batteryReservePercent)) / 100
        rangeMetres = bike.type.wattHoursPerKilometre > 0 ? Int(usable / bike.type.wattHoursPerKilometre * 1000) : 0
        state =
            if !bike.inService { .workshop } else if isOut { .out } else if tours.isEmpty {
                .free
            } else if tours.contains(where: { $0.state == .underway }) {
                .underway
            } else if tours.allSatisfy({ $0.state == .done }) { .done } else { .planned }
        self.tours = tours.sorted { $0.number < $1.number }.map { tour in
            let rider = tour.rider.flatMap { assigned in riders.first { $0.id == assigned.id } }
            let shift = rider?.shifts.first { $0.start <= tour.start && tour.end <= $0.end }
            return FleetOverview.TourOnBike(
                number: tour.number, start: tour.start, end: tour.end, rider: tour.rider?.name, shiftStart: shift?.start,
                shiftEnd: shift?.end)
        }
    }
}
