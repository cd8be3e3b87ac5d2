/// An address that is not among those of the city.
public struct UnknownAddress: Error, Hashable, Codable, Sendable {
    public let street: String
    public let houseNumber: String
    public let postcode: String
    /// Streets of the city with names like it, the closest first.
    public let similarStreets: [String]

    public init(street: String, houseNumber: String, postcode: String, similarStreets: [String]) {
        self.street = street
        self.houseNumber = houseNumber
        self.postcode = postcode
        self.similarStreets = similarStreets
    }
}

/// A house number of the city with its place.
public struct KnownAddress: Hashable, Codable, Sendable {
    public let street: String
    public let houseNumber: String
    public let postcode: String
    public let city: String
    public let latitude: Double
    public let longitude: Double

    public init(street: String, houseNumber: String, postcode: String, city: String, latitude: Double, longitude: Double) {
        self.street = street
        self.houseNumber = houseNumber
        self.postcode = postcode
        self.city = city
        self.latitude = latitude
        self.longitude = longitude
    }
}
