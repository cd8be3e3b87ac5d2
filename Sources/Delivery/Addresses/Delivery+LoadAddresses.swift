import Database
import Orders

extension Delivery {
    /// What becomes of addresses that are known and not among those being loaded.
    public enum AddressLoadMode: String, CaseIterable, Sendable {
        case keepOthers
        case forgetOthers
    }

    /// What is known after a load.
    public struct AddressCounts: Hashable, Sendable {
        public let addresses: Int
        public let streets: Int
    }

    /// Adds addresses of the city or moves those that are there.
    public func upsertAddresses(_ addresses: [KnownAddress]) async throws {
        try await loadAddresses(addresses, mode: .keepOthers)
    }

    /// Loads a city's addresses, by the hundred thousand: all or none of them. Where one is there twice, the last one counts.
    @discardableResult
    public func loadAddresses(_ addresses: [KnownAddress], mode: AddressLoadMode) async throws -> AddressCounts {
        try await database.transaction("delivery.loadAddresses") { transaction in
            try await transaction.execute(
                "delivery.newAddressTable",
                "CREATE TEMPORARY TABLE new_address (LIKE delivery.known_address, position int) ON COMMIT DROP")
            try await transaction.copyIn(
                "delivery.copyAddresses", into: TableName("pg_temp", "new_address"),
                columns: [
                    "street_normal", "number_normal", "postcode", "city", "street", "house_number", "number_value", "latitude",
                    "longitude", "position",
                ]
            ) { writer in
                for (position, address) in addresses.enumerated() {
                    let key = AddressKey(street: address.street, houseNumber: address.houseNumber)
                    try await writer.write(
                        key.street, key.number, address.postcode, address.city, address.street, address.houseNumber,
                        key.numberValue, address.latitude, address.longitude, position)
                }
            }
            if mode == .forgetOthers {
                try await transaction.execute("delivery.forgetAddresses", "DELETE FROM delivery.known_address")
            }
            try await transaction.execute(
                "delivery.takeAddresses",
                """
                INSERT INTO delivery.known_address (street_normal, number_normal, postcode, city, street, house_number, number_value,
                    latitude, longitude)
                SELECT DISTINCT ON (street_normal, number_normal, postcode) street_normal, number_normal, postcode, city, street,
                    house_number, number_value, latitude, longitude
                FROM new_address ORDER BY street_normal, number_normal, postcode, position DESC
                ON CONFLICT (street_normal, number_normal, postcode) DO UPDATE SET city = excluded.city, street = excluded.street,
                    house_number = excluded.house_number, latitude = excluded.latitude, longitude = excluded.longitude
                """)
            try await rewriteStreets(in: transaction)
            return try await transaction.one(
                "delivery.countAddresses",
                "SELECT (SELECT count(*) FROM delivery.known_address), (SELECT count(*) FROM delivery.street)"
            ).decodeCounts()
        }
    }

    /// A city has some thousand streets; writing all anew takes less thought than finding those that changed.
    private func rewriteStreets(in transaction: Transaction) async throws {
        try await transaction.execute("delivery.forgetStreets", "DELETE FROM delivery.street")
        try await transaction.execute(
            "delivery.takeStreets",
            """
            INSERT INTO delivery.street (street_normal, postcode, city, street, houses, latitude, longitude)
            SELECT street_normal, postcode, min(city), min(street), count(*), avg(latitude), avg(longitude)
            FROM delivery.known_address GROUP BY street_normal, postcode
            """)
        // The planner must know how much has come before anybody looks for it.
        try await transaction.execute("delivery.analyzeAddresses", "ANALYZE delivery.known_address")
        try await transaction.execute("delivery.analyzeStreets", "ANALYZE delivery.street")
    }
}

extension Row {
    fileprivate func decodeCounts() throws -> Delivery.AddressCounts {
        let (addresses, streets) = try decode(Int.self, Int.self)
        return Delivery.AddressCounts(addresses: addresses, streets: streets)
    }
}
