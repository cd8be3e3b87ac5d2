import Foundation

/// What a simulation is asked for.
struct SimulationRequest: Encodable, Sendable {
    var orders: Int?
    var seed: UInt64?
    var days: Int?
    var day: String?
    var disruptions: String?
    var fleet: [String: Int]?
    var iterations: Int?
    var reserveSeconds: Int?
    /// A recorded day, as it came.
    var recorded: JSONText?
}

/// JSON that is passed on as it is.
struct JSONText: Encodable, Sendable {
    private let value: any Encodable & Sendable

    /// - Throws: when it is no JSON.
    init(_ data: Data) throws { value = try JSONDecoder().decode(Value.self, from: data) }

    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }

    private enum Value: Codable, Sendable {
        case null
        case boolean(Bool)
        case integer(Int)
        case number(Double)
        case text(String)
        case list([Value])
        case object([String: Value])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .boolean(value)
            } else if let value = try? container.decode(Int.self) {
                self = .integer(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode(String.self) {
                self = .text(value)
            } else if let value = try? container.decode([Value].self) {
                self = .list(value)
            } else {
                self = .object(try container.decode([String: Value].self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .null: try container.encodeNil()
            case .boolean(let value): try container.encode(value)
            case .integer(let value): try container.encode(value)
            case .number(let value): try container.encode(value)
            case .text(let value): try container.encode(value)
            case .list(let value): try container.encode(value)
            case .object(let value): try container.encode(value)
            }
        }
    }
}

struct SimulationProgress: Decodable, Sendable {
    var fraction: Double
    var day: Int
    var sold: Int
    var kept: Int
}

struct SimulationReport: Decodable, Sendable {
    struct Day: Decodable, Sendable {
        var seed: UInt64
        var sold: Int
        var kept: Int
    }

    struct Orders: Decodable, Sendable {
        var asked: Int
        var refused: Int
        var declined: Int
        var sold: Int
        var kept: Int
        var late: Int
        var undelivered: Int
        var keptShare: Double
        var within5Share: Double
        var within10Share: Double
        var shutDoors: Int
        var unconfirmed: Int
    }

    struct Fleet: Decodable, Sendable {
        var bikes: Int
        var shifts: Int
        var tours: Int
        var delivered: Int
        var metres: Int
        var costCents: Int
        var centsPerDrop: Double?
        var dropsPerHour: Double?
    }

    struct Riders: Decodable, Sendable {
        var shiftSeconds: Int
        var ridingSeconds: Int
        var servingSeconds: Int
        var waitingSeconds: Int
        var breakSeconds: Int
        var idleSeconds: Int
        var overtimeSeconds: Int
    }

    struct Plans: Decodable, Sendable {
        var searched: Int
        var movedShare: Double
    }

    struct Troubles: Decodable, Sendable {
        var lateShops: Int
        var flats: Int
        var breakdowns: Int
        var sickRiders: Int
        var rainyDays: Int
        var returned: Int
    }

    var day: String
    var days: [Day]
    var orders: Orders
    var fleet: Fleet
    var riders: Riders
    var plans: Plans
    var troubles: Troubles
}
