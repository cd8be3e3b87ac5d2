public import Database
public import Foundation

/// A span of a day in which a rider works.
public struct Shift: Hashable, Codable, Sendable {
    public let id: ShiftID
    public let riderID: RiderID
    public let day: CalendarDay
    public let start: Date
    public let end: Date
    /// Where it begins and ends, where that is not the rider's own hub.
    public let hubID: HubID?
    /// What the rider does in it, where that is not all that the rider has been trained for.
    public let skills: Set<Skill>?

    public init(
        id: ShiftID, riderID: RiderID, day: CalendarDay, start: Date, end: Date, hubID: HubID? = nil, skills: Set<Skill>? = nil
    ) {
        self.id = id
        self.riderID = riderID
        self.day = day
        self.start = start
        self.end = end
        self.hubID = hubID
        self.skills = skills
    }
}

extension Rider {
    /// Where one of the rider's shifts begins and ends.
    public func hub(in shift: Shift) -> HubID { shift.hubID ?? hubID }

    /// What the rider can do in one of their shifts.
    public func skills(in shift: Shift) -> Set<Skill> { shift.skills ?? skills }
}
