import Foundation

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
