import Foundation

/// The hubs with their bikes on a day as the API tells them.
struct Fleet: Codable, Sendable {
    struct Hub: Codable, Sendable {
        var key, name, opens, closes: String
        var bikePlaces, shifts: Int
        var bikes: [Bike]
    }
    struct Bike: Codable, Sendable {
        var key, name, type: String
        var compartments: [String]
        var payloadGrams, volumeMillilitres, batteryWattHours, rangeMetres: Int
        var state: String
        var tours: [Tour]
    }
    struct Tour: Codable, Sendable {
        var number: Int
        var start, end: Date
        var rider: String?
        var shiftStart, shiftEnd: Date?
    }
    var day: String
    var hubs: [Hub]
}
