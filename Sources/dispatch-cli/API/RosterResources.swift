import Foundation

// What the service answers about riders' work: shifts, decisions, the ledger. Field meanings: /openapi.json.

struct AssignmentDecision: Codable, Sendable {
    var day: String
    var tour: Int
    var rider, previousRider: String?
    var madeBy: String
    var overrides: Bool
    var reasons: [String]
    var decidedAt: Date
}

struct FairnessLedger: Codable, Sendable {
    struct Workload: Codable, Sendable {
        var kilogramKilometres: Double
        var metres, climbedMetres, stops, waitingSeconds, workSeconds, days, lateDays: Int
    }
    struct Burden: Codable, Sendable {
        var load, distance, climb, waiting, late: Double
    }
    struct Entry: Codable, Sendable {
        var key, name: String
        var workload: Workload
        var burden: Burden?
    }
    var from, to: String
    var entries: [Entry]
    var team: Workload
}

struct Shift: Codable, Sendable {
    var day, riderKey, riderName, hub: String
    var start, end: Date
    var skills: [String]
}

struct ShiftImport: Codable, Sendable {
    struct Change: Codable, Sendable {
        var kind, day, riderKey, riderName: String
        var start, end: Date
        var endBefore: Date?
    }
    var applied: Bool
    var lines, unchanged: Int
    var changes: [Change]
    var problems: [LineProblem]
}
