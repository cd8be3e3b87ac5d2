import Foundation

/// What the board can ask the service to do.
indirect enum BoardOrder: Equatable, Sendable {
    case plan
    case replan
    case assignAll
    case assign(Int, rider: String, reason: String? = nil)
    case unassign(Int, reason: String? = nil)
    case swapRiders(Int, Int)
    case move(String, toTour: Int)
    case swap(Int, Int)
    case lock(Int, Bool)
    case restore(version: Int)
    case bikeOut(String)
    case riderOut(String)
    case shopLate(String, minutes: Int)
    case lift(UUID)
    case why(String)
    /// Does the order inside and marks what it takes back as taken back.
    case undo(BoardOrder)

    static let help = [
        ("plan", "plan the day anew"), ("replan", "bring the tours up to date, moving little"),
        ("assign auto", "riders on all open tours"), ("assign 3 mira [why]", "a rider on a tour"),
        ("unassign 3 [why]", "take the rider off"), ("riders 3 5", "two tours exchange their riders"),
        ("move S-123 3", "a shipment into a tour"), ("swap 3 5", "two tours change bikes"),
        ("lock 3 / unlock 3", "keep a tour as it is"),
        ("bike LJ-2", "a bike rides no more"), ("rider mira", "a rider is out"), ("shop KEY 30", "a shop is 30 minutes late"),
        ("why S-123", "what keeps it out"), ("undo", "take the last thing back"), ("quit", "leave the board"),
    ]

    /// Reads a command line of the board.
    /// - Throws: ``Failure`` with a sentence.
    init(_ text: String) throws {
        let words = text.split(separator: " ").map(String.init)
        func number(_ index: Int) throws -> Int {
            guard words.indices.contains(index), let number = Int(words[index]) else {
                throw Failure.badInput("'\(words.first ?? "")' takes a tour's number.")
            }
            return number
        }
        func word(_ index: Int, _ what: String) throws -> String {
            guard words.indices.contains(index) else { throw Failure.badInput("'\(words.first ?? "")' takes \(what).") }
            return words[index]
        }
        func rest(after count: Int) -> String? {
            words.count > count ? words.dropFirst(count).joined(separator: " ") : nil
        }
        switch words.first {
        case "plan": self = .plan
        case "replan": self = .replan
        case "assign":
            self =
                words.dropFirst() == ["auto"]
                ? .assignAll : .assign(try number(1), rider: try word(2, "a tour and a rider"), reason: rest(after: 3))
        case "unassign": self = .unassign(try number(1), reason: rest(after: 2))
        case "riders": self = .swapRiders(try number(1), try number(2))
        case "move": self = .move(try ShipmentName.number(try word(1, "a shipment and a tour")), toTour: try number(2))
        case "swap": self = .swap(try number(1), try number(2))
        case "lock": self = .lock(try number(1), true)
        case "unlock": self = .lock(try number(1), false)
        case "bike": self = .bikeOut(try word(1, "a bike's key"))
        case "rider": self = .riderOut(try word(1, "a rider's key"))
        case "shop": self = .shopLate(try word(1, "a shop's key and minutes"), minutes: try number(2))
        case "why": self = .why(try ShipmentName.number(try word(1, "a shipment's number")))
        default: throw Failure.badInput("'\(text)' is no command; ? lists them.")
        }
    }
}
