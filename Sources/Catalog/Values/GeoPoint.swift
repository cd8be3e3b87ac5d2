/// A place on the earth in WGS 84 degrees.
public struct GeoPoint: Hashable, Codable, Sendable {
    public let latitude: Double
    public let longitude: Double

    /// Nil when the degrees are not on the earth.
    public init?(latitude: Double, longitude: Double) {
        guard (-90...90).contains(latitude), (-180...180).contains(longitude) else { return nil }
        self.latitude = latitude
        self.longitude = longitude
    }
}
