import Foundation

// What the service's API answers, as far as the terminal shows it. Field meanings: /openapi.json.

struct DayStatus: Codable, Sendable {
    struct Shipments: Codable, Sendable {
        var waiting, planned, underway, delivered, failed, total: Int
    }
    struct CurrentPlan: Codable, Sendable {
        var id: UUID
        var version: Int
        var createdAt: Date
    }
    var day: String
    var shipments: Shipments
    var undecided: Int
    var unserved: Int
    var plan: CurrentPlan?
    var tours, assignedTours, riders, bikes, hubs: Int
    struct Network: Codable, Sendable {
        var source: String
        var kilometres: Int
    }
    var travelSource: String
    var network: Network?
    var closures: Int
}

struct Shipment: Codable, Sendable {
    struct Origin: Codable, Sendable {
        var kind: String
        var name: String
    }
    struct Destination: Codable, Sendable {
        var name, street, houseNumber, postcode: String

        var line: String { name.isEmpty ? "\(street) \(houseNumber)" : name }
    }
    var id: UUID
    var number: String
    /// `delivery`, `collection`, `transfer` or `return`.
    var kind: String
    var day: String
    var state: String
    var origin: Origin
    var destination: Destination
    var parcels: Int
    var weightGrams: Int
    var volumeMillilitres: Int
    var handling: [String]
    var readyAt, windowStart, windowEnd: Date
    var tour: Int?
    var eta: Date?
    var unservedReasons: [Plan.Unserved.Reason]
    /// Counts from 1 among all that carry the same goods.
    var attempt: Int
    var undelivered: Undelivered?

    /// What became of the goods, where it failed.
    struct Undelivered: Codable, Sendable {
        var hub: String?
        var next: String?
        var isClosed: Bool

        var words: String {
            if let next { return "goes on as \(next)" }
            return isClosed ? "closed" : "at \(hub ?? "a hub"), to be decided"
        }
    }
}

struct PlanningJob: Codable, Sendable {
    var id: UUID
    var day: String
    var state: String
    var progress: Double
    var elapsedSeconds: Double
    var iterations: Int
    var bestCostCents: Int?
    var served: Int?
    var unserved: Int?
    var message: String?
    var planID: UUID?
    var isTrial: Bool
    var outcome: Outcome?

    struct Outcome: Codable, Sendable {
        var comparison: PlanComparison?
        var late: [String]
    }

    var isFinished: Bool { ["done", "failed", "cancelled"].contains(state) }
}

struct Plan: Codable, Sendable {
    struct Unserved: Codable, Sendable {
        struct Reason: Codable, Sendable {
            var constraint, detail: String
        }
        var number: String
        var reasons: [Reason]
    }
    var id: UUID
    var day: String
    var version: Int
    var state: String
    var createdAt: Date
    var madeBy: String
    var note: String?
    var seconds: Double
    var costCents: Int
    var served: Int
    var unserved: [Unserved]
    var tours, bikes, metres, drivingSeconds, workingSeconds, grams, co2SavedGrams: Int
    var travelSource: String
    var farFromStreets: [String]
    var feasible: Bool
}

struct Tour: Codable, Sendable {
    struct Bike: Codable, Sendable {
        var key, name, type: String
    }
    struct Hub: Codable, Sendable {
        var key, name: String
    }
    struct Rider: Codable, Sendable {
        var id: UUID
        var name: String
    }
    var id: UUID
    var number: Int
    var day: String
    var planVersion: Int
    var bike: Bike
    var hub: Hub
    var rider: Rider?
    var start, end: Date
    var trips, stops, shipments, metres, grams, millilitres: Int
    var wattHours: Double
    var state: String
    var isLocked: Bool
    /// Only where it was asked for.
    var stopList: [TourStop]?
}

struct TourStop: Codable, Sendable {
    var position, trip: Int
    var kind: String
    var name: String
    var shipmentNumber: String?
    var arrival, serviceStart, departure: Date
    var windowStart, windowEnd: Date?
    var loadGrams, loadMillilitres: Int
    var batteryWattHours: Double?
    var metresFromPrevious: Int
    var state: String
    var latitude, longitude: Double
    /// A customer's door rather than a shop or hub.
    var isAtDoor: Bool
    var finishedAt: Date?
    var expected: Date?

    /// When it happened, or will by all that is known.
    var forecast: Date { finishedAt ?? expected ?? serviceStart }
    /// By how much its window is missed.
    var lateSeconds: Int { windowEnd.map { max(0, Int(forecast.timeIntervalSince($0))) } ?? 0 }
    var isOpen: Bool { state == "open" || state == "arrived" }
}

struct AutoAssignment: Codable, Sendable {
    struct Assigned: Codable, Sendable {
        var tour: Int
        var riderName: String
        var reasons: [String]
    }
    struct Unassigned: Codable, Sendable {
        var tour: Int
        var reason: String
    }
    var assigned: [Assigned]
    var unassigned: [Unassigned]
}

struct Hub: Codable, Sendable {
    var key, name: String
    var latitude, longitude: Double
    var opens, closes: String
    var bikes: Int
}

struct Bike: Codable, Sendable {
    var key, name, type, hub: String
    var payloadGrams, volumeMillilitres, batteryWattHours: Int
}

struct Rider: Codable, Sendable {
    struct Shift: Codable, Sendable {
        var start, end: Date
    }
    var id: UUID
    var key, name, hub: String
    var skills: [String]
    var shifts: [Shift]
    var tours: [Int]
}

struct Me: Codable, Sendable {
    struct Account: Codable, Sendable {
        var name: String
    }
    struct Role: Codable, Sendable {
        var role: String
    }
    var account: Account
    var roles: [Role]
}

struct List<Item: Codable & Sendable>: Codable, Sendable {
    var items: [Item]
}
