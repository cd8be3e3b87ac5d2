/// An address that may be meant.
public struct AddressSuggestion: Hashable, Codable, Sendable {
    public enum Kind: String, Codable, Sendable {
        /// The house itself.
        case house
        /// The nearest house to a number that is not known.
        case nearHouse = "near-house"
        /// A street; its place is in the middle of its houses.
        case street
    }

    public let kind: Kind
    public let street: String
    /// `nil` for a street.
    public let houseNumber: String?
    public let postcode: String
    public let city: String
    public let latitude: Double
    public let longitude: Double

    /// On one line, as one writes it.
    public var line: String {
        "\(street)\(houseNumber.map { " \($0)" } ?? ""), \(postcode) \(city)"
    }
}

/// The house at a place.
public struct NearestAddress: Hashable, Codable, Sendable {
    public let address: AddressSuggestion
    /// From the place to the house, in a straight line.
    public let metres: Int
}
