import Foundation

// What the service answers about a running day.

struct PlanComparison: Codable, Sendable {
    struct Visit: Codable, Sendable {
        var tour: Int
        var bike: String
        var arrival: Date
    }
    struct Change: Codable, Sendable {
        var number: String
        var kind: String
        var before, after: Visit?
    }
    struct Figures: Codable, Sendable {
        var version: Int?
        var costCents, metres, workingSeconds, tours, served, unserved: Int
    }
    var before, after: Figures
    var changes: [Change]
    var untouched: Int
}

struct PlanReplay: Codable, Sendable {
    struct Difference: Codable, Sendable {
        var tour, position: Int?
        var what, stored, replayed: String
    }
    var version: Int
    var travelThen, travelNow: String
    var violations: [String]
    var comparison: PlanComparison
    var differences: [Difference]
    var isExact: Bool
}

struct ShipmentExplanation: Codable, Sendable {
    struct Remedy: Codable, Sendable {
        var kind, detail: String
        var arrival: Date
        var extraCostCents: Int
    }
    var number, state: String
    var tour: Int?
    var arrival: Date?
    var reasons: [Plan.Unserved.Reason]
    var fitsNow: Bool
    var remedies: [Remedy]
}

struct Disruption: Codable, Sendable {
    var id: UUID
    var day, kind, subject: String
    var from: Date
    var until: Date?
    var minutes: Int?
    var windowStart, windowEnd: Date?
    var reason: String
    var createdAt: Date
    var liftedAt: Date?
}

struct DayLogEntry: Codable, Sendable {
    var at: Date
    var kind, what: String
    var tour: Int?
    var subject, detail: String
}

struct DayReport: Codable, Sendable {
    var day: String
    var planned, delivered, failed, undecided, unserved, onTime, upToTenMinutesLate, later: Int
    var tours, metres, workingSeconds, costCents, co2SavedGrams: Int
    var centsPerDrop, dropsPerHour, punctuality: Double?
}
