import Foundation

// What the terminal asks the service to do, as the API takes it. Field meanings: /openapi.json.

struct PlanningOrder: Encodable, Sendable {
    var day: String?
    var seconds: Int?
    var seed: Int?
    var mode: String
    var isTrial = false
    var assumptions: [WhatIf] = []
}

/// A change by hand.
struct EditOrder: Encodable, Sendable {
    var day: String?
    var kind: String
    var shipment: String?
    var tour: Int?
    var otherTour: Int?
    var from: Date?
}

struct DisruptionDraft: Encodable, Sendable {
    var kind, subject: String
    var from: Date?
    var until: Date?
    var polygon: [[Double]]?
    var way: Int64?
    var minutes: Int?
    var windowStart, windowEnd: Date?
    var reason: String?
}

struct AutoAssignmentOrder: Encodable, Sendable {
    var day: String?
    var dryRun = false
}

struct RiderChoice: Encodable, Sendable {
    var riderID: UUID
    var reason: String?
}

struct RiderSwap: Encodable, Sendable {
    var day: String?
    var tour, otherTour: Int
    var reason: String?
}
