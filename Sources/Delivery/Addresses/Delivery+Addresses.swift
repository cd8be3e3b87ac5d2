public import Catalog
public import Database
public import Orders

extension Delivery {
    /// All addresses known, by street and number.
    public func addresses() async throws -> [KnownAddress] {
        try await database.query(
            "delivery.addresses",
            """
            SELECT street, house_number, postcode, city, latitude, longitude FROM delivery.known_address
            ORDER BY street_normal, number_value, number_normal, postcode
            """
        ).decode(String.self, String.self, String.self, String.self, Double.self, Double.self).map {
            KnownAddress(street: $0.0, houseNumber: $0.1, postcode: $0.2, city: $0.3, latitude: $0.4, longitude: $0.5)
        }
    }

    /// Where an address is: the house itself, else the nearest known number of its street, on its side if two are as near.
    ///
    /// A street that the city has in another postcode only is found there.
    /// - Throws: ``UnknownAddress`` with the streets that are spelled like it.
    public func locate(_ address: DeliveryAddress, in queryable: (any Queryable)? = nil) async throws -> GeoPoint {
        let key = AddressKey(street: address.street, houseNumber: address.houseNumber)
        let source = queryable ?? database
        let row = try await source.first(
            "delivery.locate",
            """
            SELECT latitude, longitude FROM delivery.known_address
            WHERE street_normal = \(key.street)
            ORDER BY postcode <> \(address.postcode), number_normal <> \(key.number), abs(number_value - \(key.numberValue)),
                number_value % 2 <> \(key.numberValue % 2), number_value
            LIMIT 1
            """)
        if let row {
            let (latitude, longitude) = try row.decode(Double.self, Double.self)
            if let point = GeoPoint(latitude: latitude, longitude: longitude) { return point }
        }
        throw UnknownAddress(
            street: address.street, houseNumber: address.houseNumber, postcode: address.postcode,
            similarStreets: try await similarStreets(key.street, in: source))
    }

    private func similarStreets(_ normal: String, in source: any Queryable) async throws -> [String] {
        try await source.query(
            "delivery.similarStreets",
            """
            SELECT min(street), max(similarity(street_normal, \(normal))) AS closeness FROM delivery.known_address
            WHERE street_normal % \(normal)
            GROUP BY street_normal ORDER BY closeness DESC, street_normal LIMIT 5
            """
        ).decode(String.self, Float.self).map(\.0)
    }
}
