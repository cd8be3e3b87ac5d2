public import Accounts

/// One place of a retailer, where products are and riders pick up.
public struct Shop: Hashable, Sendable {
    /// The retailer as a shop's page shows it.
    public struct RetailerSummary: Hashable, Codable, Sendable {
        public let id: RetailerID
        public let name: String
        public let kind: Retailer.Kind
    }

    public let id: ShopID
    /// The short name in addresses and files, such as "buch-am-markt"; unique in the city.
    public let key: String
    public let retailer: RetailerSummary
    public let name: String
    public let street: String
    public let houseNumber: String
    public let postcode: String
    public let city: String
    public let location: GeoPoint
    public let phone: String?
    /// Nil when the shop has not said. They know its ``exceptions`` and the day on which the staff keep it closed.
    public let openingHours: OpeningHours?
    /// Days with other hours from yesterday on, the next first.
    public let exceptions: [ShopException]
    public let description: String
    /// How long the shop takes to pack; a product may say otherwise.
    public let preparationMinutes: Int
    /// What kinds of things it sells, such as "Bücher".
    public let categories: [String]
    /// What the staff have set for now.
    public let settings: ShopSettings
    public let logo: Picture?
    /// What its retailer has yet to say before it is shown.
    public let missing: [TraderFact]

    /// Whether shoppers see it.
    public var isVisible: Bool { missing.isEmpty }

    /// "Schulstraße 7, 64283 Darmstadt".
    public var addressLine: String { "\(street) \(houseNumber), \(postcode) \(city)" }
}

/// What ``Catalog/upsertShop(_:of:)`` writes.
public struct ShopDraft: Hashable, Sendable {
    public var key: String
    public var name: String
    public var street: String
    public var houseNumber: String
    public var postcode: String
    public var city: String
    public var location: GeoPoint
    public var phone: String?
    public var openingHours: OpeningHours?
    public var description: String
    public var preparationMinutes: Int
    public var categories: [String]

    public init(
        key: String, name: String, street: String, houseNumber: String, postcode: String, city: String, location: GeoPoint,
        phone: String? = nil, openingHours: OpeningHours? = nil, description: String = "", preparationMinutes: Int = 30,
        categories: [String] = []
    ) {
        self.key = key
        self.name = name
        self.street = street
        self.houseNumber = houseNumber
        self.postcode = postcode
        self.city = city
        self.location = location
        self.phone = phone
        self.openingHours = openingHours
        self.description = description
        self.preparationMinutes = preparationMinutes
        self.categories = categories
    }
}
