public import Accounts
public import Catalog
public import Database
public import Orders

/// An address that is known and lies outside the delivery area.
public struct OutsideDeliveryArea: Error, Hashable, Sendable {
    public let street: String
    public let houseNumber: String
}

extension Delivery {
    /// Where the bikes deliver to; `nil`: wherever an address is known.
    public func deliveryArea(in queryable: (any Queryable)? = nil) async throws -> DeliveryArea? {
        try await (queryable ?? database).first("delivery.deliveryArea", "SELECT area FROM delivery.delivery_area")?
            .decode(JSONB<DeliveryArea>.self).value
    }

    /// Sets where the bikes deliver to from now on; orders that were placed stay.
    public func setDeliveryArea(_ area: DeliveryArea, by account: AccountID? = nil) async throws {
        try await database.execute(
            "delivery.setDeliveryArea",
            """
            INSERT INTO delivery.delivery_area (area, changed_at, changed_by) VALUES (\(JSONB(area)), \(now()), \(account))
            ON CONFLICT (only_row) DO UPDATE SET area = excluded.area, changed_at = excluded.changed_at,
                changed_by = excluded.changed_by
            """)
    }

    /// Lifts the limit: wherever an address is known.
    public func removeDeliveryArea() async throws {
        try await database.execute("delivery.removeDeliveryArea", "DELETE FROM delivery.delivery_area")
    }

    /// Where an address is, if the bikes go there.
    ///
    /// - Throws: ``UnknownAddress``, ``OutsideDeliveryArea``.
    public func deliveryPlace(of address: DeliveryAddress, in queryable: (any Queryable)? = nil) async throws -> GeoPoint {
        let place = try await locate(address, in: queryable)
        if let area = try await deliveryArea(in: queryable), !area.contains(place) {
            throw OutsideDeliveryArea(street: address.street, houseNumber: address.houseNumber)
        }
        return place
    }
}
