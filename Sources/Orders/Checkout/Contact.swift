/// Who gets the goods. It names a person, so it is stored sealed.
public struct Recipient: Codable, Hashable, Sendable {
    public var name: String
    public var email: String
    public var phone: String?

    public init(name: String, email: String, phone: String? = nil) {
        self.name = name
        self.email = email
        self.phone = phone
    }
}

/// Where the goods go. It leads to a person, so it is stored sealed.
public struct DeliveryAddress: Codable, Hashable, Sendable {
    public var street: String
    public var houseNumber: String
    public var postcode: String
    public var city: String
    /// For the rider: floor, entrance, neighbour.
    public var note: String?

    public init(street: String, houseNumber: String, postcode: String, city: String, note: String? = nil) {
        self.street = street
        self.houseNumber = houseNumber
        self.postcode = postcode
        self.city = city
        self.note = note
    }
}

/// Recipient and address of an order, which are sealed and opened together.
public struct Contact: Codable, Hashable, Sendable {
    public var recipient: Recipient
    public var address: DeliveryAddress

    public init(recipient: Recipient, address: DeliveryAddress) {
        self.recipient = recipient
        self.address = address
    }

    /// What the contact of this order is sealed for: in another order's row it does not open.
    static func purpose(_ order: OrderID) -> String { "orders.contact/\(order)" }
}
