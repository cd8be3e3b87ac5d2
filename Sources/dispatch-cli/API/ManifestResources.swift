import Foundation

// What the service answers about other carriers' parcels.

struct Manifest: Codable, Sendable {
    var id: UUID
    var carrier, hub, day: String
    var importedAt: Date
    var withdrawnAt: Date?
    var parcels, planned, delivered: Int
}

struct ManifestParcel: Codable, Sendable {
    var tracking, number, state, recipient: String
    var isCollection: Bool
    var destination: Shipment.Destination
    var parcels, weightGrams: Int
    var windowStart, windowEnd: Date
    var tour, trip, door: Int?
    var eta: Date?
}

struct ManifestWithParcels: Codable, Sendable {
    var manifest: Manifest
    var items: [ManifestParcel]
}

struct ManifestReport: Codable, Sendable {
    var manifest: UUID?
    var isPreview: Bool
    var accepted, known, weightGrams: Int
    var refused: [LineProblem]
}
