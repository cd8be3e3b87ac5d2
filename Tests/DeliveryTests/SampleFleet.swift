import Accounts
import Catalog
import Database
import Foundation

@testable import Delivery

/// Hubs, bikes and riders as a city of that size has them.
enum SampleFleet {
    struct SampleRider: Sendable {
        let key: String
        let hub: String
        let skills: Set<Skill>
        let start: TimeOfDay
        let end: TimeOfDay
    }

    static let hubs = [("nord", 49.8859, 8.6564), ("west", 49.8723, 8.6256), ("sued", 49.8556, 8.6724)].map {
        key, latitude, longitude in
        MicroHub(
            id: .new(), key: key, name: "Hub \(key)", location: point(latitude, longitude), opens: time(7), closes: time(22),
            bikePlaces: 4,
            description: "")
    }

    static let types = [
        BikeType(
            key: "longjohn", name: "Long John", payload: Grams(80_000), volume: Millilitres(400_000), batteryWattHours: 630,
            wattHoursPerKilometre: 12, kilometresPerHour: 17, widthCentimetres: 65, costPerHour: Cents(2450),
            costPerKilometre: Cents(6),
            costPerUse: Cents(500), compartments: [.chilled, .hot]),
        BikeType(
            key: "trike", name: "Dreirad", payload: Grams(150_000), volume: Millilitres(1_000_000), batteryWattHours: 1000,
            wattHoursPerKilometre: 18, kilometresPerHour: 16, widthCentimetres: 86, costPerHour: Cents(2550),
            costPerKilometre: Cents(9),
            costPerUse: Cents(900), compartments: [.chilled, .frozen, .hot]),
        BikeType(
            key: "cabin", name: "Schwerlastrad", payload: Grams(200_000), volume: Millilitres(1_800_000), batteryWattHours: 1400,
            wattHoursPerKilometre: 25, kilometresPerHour: 15, widthCentimetres: 110, costPerHour: Cents(2700),
            costPerKilometre: Cents(13),
            costPerUse: Cents(1400), compartments: [.chilled, .frozen]),
    ]

    static let bikes = [
        ("nord-1", "longjohn", "nord"), ("nord-2", "trike", "nord"), ("nord-3", "cabin", "nord"), ("west-1", "longjohn", "west"),
        ("west-2", "trike", "west"), ("west-3", "cabin", "west"), ("sued-1", "longjohn", "sued"), ("sued-2", "trike", "sued"),
    ]

    static let riders = [
        SampleRider(key: "amina", hub: "nord", skills: [.coldChain], start: time(8), end: time(14)),
        SampleRider(key: "bjarne", hub: "nord", skills: [.heavy, .trailer], start: time(8), end: time(14, 30)),
        SampleRider(key: "chidi", hub: "west", skills: [.heavy, .coldChain], start: time(10, 30), end: time(18, 30)),
        SampleRider(key: "dragana", hub: "west", skills: [.heavy, .trailer, .coldChain], start: time(14, 30), end: time(21, 30)),
        SampleRider(key: "emre", hub: "sued", skills: [.coldChain], start: time(11), end: time(17)),
        SampleRider(key: "fiona", hub: "sued", skills: [.heavy, .coldChain], start: time(8), end: time(14)),
        SampleRider(key: "giulia", hub: "west", skills: [.coldChain], start: time(15, 30), end: time(21, 30)),
        SampleRider(key: "hung", hub: "nord", skills: [.heavy, .trailer, .coldChain], start: time(10, 30), end: time(18, 30)),
        SampleRider(key: "ilse", hub: "sued", skills: [], start: time(17), end: time(21)),
        SampleRider(key: "jakub", hub: "west", skills: [.heavy, .trailer], start: time(11, 30), end: time(19, 30)),
    ]

    static func time(_ hour: Int, _ minute: Int = 0) -> TimeOfDay {
        guard let time = TimeOfDay(hour: hour, minute: minute) else { preconditionFailure("\(hour):\(minute) is no time") }
        return time
    }

    static func point(_ latitude: Double, _ longitude: Double) -> GeoPoint {
        guard let point = GeoPoint(latitude: latitude, longitude: longitude) else { preconditionFailure("no place on the earth") }
        return point
    }

    /// The same without a database.
    static func duties(on day: CalendarDay) -> [DayProblem.Duty] {
        riders.compactMap { rider in
            hubs.first { $0.key == rider.hub }.map { hub in
                DayProblem.Duty(
                    riderID: .new(), hubID: hub.id, skills: rider.skills, start: ServiceDay(day).moment(rider.start),
                    end: ServiceDay(day).moment(rider.end))
            }
        }
    }

    static func allBikes() -> [Bike] {
        bikes.compactMap { key, typeKey, hubKey in
            guard let type = types.first(where: { $0.key == typeKey }), let hub = hubs.first(where: { $0.key == hubKey }) else {
                return nil
            }
            return Bike(id: .new(), key: key, name: key, type: type, hubID: hub.id)
        }
    }
}
