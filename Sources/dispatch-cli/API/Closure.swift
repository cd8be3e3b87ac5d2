import Foundation

/// A closure as the API tells it.
struct Closure: Codable, Sendable {
    var id: UUID
    var polygon: [[Double]]?
    var way: Int64?
    var speedKilometresPerHour: Double?
    var from: Date
    var until: Date?
    var reason: String
    var createdAt: Date
    var reopenedAt: Date?

    /// The last digits: the first ones of numbers that were made at about the same time are alike.
    var shortID: String { String(id.uuidString.lowercased().suffix(8)) }
    var effect: String { speedKilometresPerHour.map { "\(Int($0)) km/h" } ?? "closed" }
    var place: String { way.map { "way \($0)" } ?? "area with \(polygon?.count ?? 0) corners" }
    var end: String {
        if let reopenedAt { return "lifted \(Format.dayAndTime(reopenedAt))" }
        return until.map(Format.dayAndTime) ?? "lifted"
    }
    var words: String { "\(effect) from \(Format.dayAndTime(from)) until \(end): \(place), \(reason)" }
}
