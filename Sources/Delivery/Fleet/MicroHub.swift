public import Catalog

/// A micro-hub at the city's edge: bikes start, reload and change batteries there.
public struct MicroHub: Hashable, Codable, Sendable {
    public let id: HubID
    public let key: String
    public let name: String
    public let latitude: Double
    public let longitude: Double
    public let opens: TimeOfDay
    public let closes: TimeOfDay
    /// How many bikes can stand there.
    public let bikePlaces: Int
    public let description: String

    public init(
        id: HubID, key: String, name: String, location: GeoPoint, opens: TimeOfDay, closes: TimeOfDay, bikePlaces: Int,
        description: String
    ) {
        self.id = id
        self.key = key
        self.name = name
        latitude = location.latitude
        longitude = location.longitude
        self.opens = opens
        self.closes = closes
        self.bikePlaces = bikePlaces
        self.description = description
    }
}
