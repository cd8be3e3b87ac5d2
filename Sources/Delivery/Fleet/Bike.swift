public import Catalog

/// What all bikes of one kind have in common.
public struct BikeType: Hashable, Codable, Sendable {
    public let key: String
    public let name: String
    public let payload: Grams
    public let volume: Millilitres
    public let batteryWattHours: Int
    /// With load, in the city, from the battery.
    public let wattHoursPerKilometre: Double
    /// Moving speed.
    public let kilometresPerHour: Double
    public let widthCentimetres: Int
    public let costPerHour: Cents
    public let costPerKilometre: Cents
    /// Once for each day it is used.
    public let costPerUse: Cents
    public let compartments: Set<Compartment>
    /// What a rider must have to ride it.
    public let requiredSkills: Set<Skill>

    /// - Parameter requiredSkills: `nil` for the rule of ``skills(toRide:)``.
    public init(
        key: String, name: String, payload: Grams, volume: Millilitres, batteryWattHours: Int, wattHoursPerKilometre: Double,
        kilometresPerHour: Double, widthCentimetres: Int, costPerHour: Cents, costPerKilometre: Cents, costPerUse: Cents,
        compartments: Set<Compartment> = [], requiredSkills: Set<Skill>? = nil
    ) {
        self.key = key
        self.name = name
        self.payload = payload
        self.volume = volume
        self.batteryWattHours = batteryWattHours
        self.wattHoursPerKilometre = wattHoursPerKilometre
        self.kilometresPerHour = kilometresPerHour
        self.widthCentimetres = widthCentimetres
        self.costPerHour = costPerHour
        self.costPerKilometre = costPerKilometre
        self.costPerUse = costPerUse
        self.compartments = compartments
        self.requiredSkills = requiredSkills ?? Self.skills(toRide: payload)
    }

    /// What riding a bike asks for unless it is said otherwise: over 150 kg of payload it is a cabin bike or has a trailer.
    public static func skills(toRide payload: Grams) -> Set<Skill> {
        payload > Grams(150_000) ? [.trailer] : []
    }
}

/// A bike at the hub where it starts and ends.
public struct Bike: Hashable, Codable, Sendable {
    public let id: BikeID
    public let key: String
    public let name: String
    public let type: BikeType
    public let hubID: HubID
    /// Not in the workshop.
    public let inService: Bool

    public init(id: BikeID, key: String, name: String, type: BikeType, hubID: HubID, inService: Bool = true) {
        self.id = id
        self.key = key
        self.name = name
        self.type = type
        self.hubID = hubID
        self.inService = inService
    }
}
