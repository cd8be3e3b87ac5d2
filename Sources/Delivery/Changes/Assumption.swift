import Accounts
import Catalog
public import Foundation

/// Something that a trial of planning takes to be so: "what if there was one more bike?"
public enum Assumption: Hashable, Codable, Sendable {
    /// One more bike of a type at a hub, with a rider who may ride it, in a part of the day; without one, all day.
    case addBike(type: String, hub: String, from: Date?, until: Date?)
    case dropBike(String)
    case dropRider(String)
    /// Each shift ends so much later.
    case longerShifts(minutes: Int)
}

/// An assumption names what the day does not have.
public struct AssumptionProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public let detail: String

    public var description: String { detail }
}

extension DayProblem {
    /// The day as it would be.
    /// - Parameter riders: the keys of those who have shifts.
    /// - Throws: ``AssumptionProblem``.
    func assuming(_ assumptions: [Assumption], riders: [String: RiderID]) throws(AssumptionProblem) -> DayProblem {
        var day = self
        for assumption in assumptions { day = try day.assuming(assumption, riders: riders) }
        return day
    }

    private func assuming(_ assumption: Assumption, riders: [String: RiderID]) throws(AssumptionProblem) -> DayProblem {
        switch assumption {
        case .addBike(let type, let hub, let from, let until):
            guard let kind = bikes.first(where: { $0.type.key == type })?.type else {
                let known = Set(bikes.map(\.type.key)).sorted().joined(separator: ", ")
                throw AssumptionProblem(detail: "There is no kind of bike '\(type)'; there are \(known).")
            }
            guard let hub = hubs.first(where: { $0.key == hub }) else {
                throw AssumptionProblem(
                    detail: "There is no hub '\(hub)'; there are \(hubs.map(\.key).sorted().joined(separator: ", ")).")
            }
            return adding(kind, at: hub, from: from, until: until)
        case .dropBike(let key):
            guard let bike = bikes.first(where: { $0.key == key }) else {
                throw AssumptionProblem(detail: "There is no bike '\(key)' in service.")
            }
            return without(bike.id)
        case .dropRider(let key):
            guard let rider = riders[key] else { throw AssumptionProblem(detail: "There is no rider '\(key)'.") }
            return changingDuties { $0.riderID == rider ? nil : $0 }
        case .longerShifts(let minutes):
            guard (1...240).contains(minutes) else {
                throw AssumptionProblem(detail: "Shifts can be taken to be 1 to 240 minutes longer.")
            }
            let end = ServiceDay(day).end
            return changingDuties {
                Duty(
                    riderID: $0.riderID, hubID: $0.hubID, skills: $0.skills, start: $0.start,
                    end: min(end, $0.end.addingTimeInterval(Double(minutes * 60))))
            }
        }
    }

    /// One more bike with a rider for it.
    func adding(_ type: BikeType, at hub: MicroHub, from: Date?, until: Date?) -> DayProblem {
        let serviceDay = ServiceDay(day)
        let ordinal = bikes.count + 1
        let bike = Bike(id: .new(), key: "+\(type.key)-\(ordinal)", name: "one more \(type.name)", type: type, hubID: hub.id)
        let start = max(from ?? serviceDay.moment(hub.opens), notBefore)
        // Ten hours of work and the break are the most that one rider may do.
        let longest = start.addingTimeInterval(Double(WorkingTime.longestWork))
        let end = min(until ?? serviceDay.moment(hub.closes), longest)
        return adding(
            bike, with: Duty(riderID: .new(), hubID: hub.id, skills: type.requiredSkills, start: start, end: max(end, start)))
    }
}
