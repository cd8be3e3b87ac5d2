public import Database
public import Foundation

/// A person who rides.
public struct Rider: Hashable, Codable, Sendable {
    public let id: RiderID
    public let key: String
    public let name: String
    public let email: String?
    /// Where shifts begin and end.
    public let hubID: HubID
    public let skills: Set<Skill>
    /// By contract.
    public let weeklyMinutes: Int
    /// On the day that was asked for, by their start.
    public var shifts: [Shift]

    public init(
        id: RiderID, key: String, name: String, email: String? = nil, hubID: HubID, skills: Set<Skill> = [], weeklyMinutes: Int,
        shifts: [Shift] = []
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.email = email
        self.hubID = hubID
        self.skills = skills
        self.weeklyMinutes = weeklyMinutes
        self.shifts = shifts
    }
}

/// A span of a day in which a rider works.
public struct Shift: Hashable, Codable, Sendable {
    public let id: ShiftID
    public let riderID: RiderID
    public let day: CalendarDay
    public let start: Date
    public let end: Date

    public init(id: ShiftID, riderID: RiderID, day: CalendarDay, start: Date, end: Date) {
        self.id = id
        self.riderID = riderID
        self.day = day
        self.start = start
        self.end = end
    }
}
