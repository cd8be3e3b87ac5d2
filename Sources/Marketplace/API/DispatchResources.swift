import Accounts
import Catalog
import Delivery
import Foundation

/// A hub as the API shows it.
struct HubResource: Encodable, Sendable {
    var id: HubID
    var key: String
    var name: String
    var latitude: Double
    var longitude: Double
    var opens: String
    var closes: String
    var bikes: Int

    init(_ hub: MicroHub, bikes: Int) {
        id = hub.id
        key = hub.key
        name = hub.name
        latitude = hub.latitude
        longitude = hub.longitude
        opens = hub.opens.description
        closes = hub.closes.description
        self.bikes = bikes
    }
}

/// A bike as the API shows it.
struct BikeResource: Encodable, Sendable {
    var id: BikeID
    var key: String
    var name: String
    var type: String
    var hub: String
    var payloadGrams: Grams
    var volumeMillilitres: Millilitres
    var batteryWattHours: Int

    init(_ bike: Bike, hub: String) {
        id = bike.id
        key = bike.key
        name = bike.name
        type = bike.type.name
        self.hub = hub
        payloadGrams = bike.type.payload
        volumeMillilitres = bike.type.volume
        batteryWattHours = bike.type.batteryWattHours
    }
}

/// A rider as dispatchers see them.
struct RiderResource: Encodable, Sendable {
    struct Span: Encodable, Sendable {
        var start: Date
        var end: Date
    }

    var id: RiderID
    var key: String
    var name: String
    var hub: String
    var skills: [String]
    var shifts: [Span]
    /// Numbers of the day's tours that are theirs.
    var tours: [Int]

    init(_ rider: Rider, hub: String, tours: [Int]) {
        id = rider.id
        key = rider.key
        name = rider.name
        self.hub = hub
        skills = rider.skills.map(\.rawValue).sorted()
        shifts = rider.shifts.map { Span(start: $0.start, end: $0.end) }
        self.tours = tours
    }
}
