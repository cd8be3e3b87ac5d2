public import Catalog
import Database
import Foundation
import Routing

extension Delivery {
    /// The addresses that what was typed so far may mean, the likeliest first. Typing errors, abbreviations and umlauts written as two letters
    /// do no harm.
    ///
    /// With a number: houses, those of the street first whose name is closest; where the number is not known, its nearest neighbour.
    /// Without: streets. O(log n) in the number of addresses, by indexes.
    ///
    /// - Parameter limit: 1…20.
    public func suggestAddresses(_ query: AddressQuery, limit: Int = 8) async throws -> [AddressSuggestion] {
        let normal = AddressKey.normal(street: query.street)
        guard !normal.isEmpty else { return [] }
        let limit = min(max(limit, 1), 20)
        var streets = try await database.transaction("delivery.suggestStreets") { transaction in
            try await transaction.execute("delivery.preferIndexes", Self.preferIndexes)
            return try await transaction.query(
                "delivery.suggestStreets", self.streets(like: normal, postcode: query.postcode, limit: limit)
            ).decode(String.self, String.self, String.self, String.self, Double.self, Double.self)
        }
        // Where the begin of a street was typed, nothing was misspelt.
        if streets.contains(where: { $0.0.hasPrefix(normal) }) { streets = streets.filter { $0.0.contains(normal) } }
        guard !query.houseNumber.isEmpty else {
            return streets.map { _, postcode, street, city, latitude, longitude in
                AddressSuggestion(
                    kind: .street, street: street, houseNumber: nil, postcode: postcode, city: city, latitude: latitude,
                    longitude: longitude)
            }
        }
        let number = AddressKey(street: "", houseNumber: query.houseNumber)
        let houses = try await database.query(
            "delivery.suggestHouses", houses(of: streets.prefix(5).map { ($0.0, $0.1) }, number: number, limit: limit)
        ).decode(String.self, String.self, String.self, String.self, String.self, Double.self, Double.self)
        return houses.map { normal, street, houseNumber, postcode, city, latitude, longitude in
            AddressSuggestion(
                kind: normal.hasPrefix(number.number) ? .house : .nearHouse, street: street, houseNumber: houseNumber,
                postcode: postcode, city: city, latitude: latitude, longitude: longitude)
        }
    }

    /// PostgreSQL takes comparing two spellings for as cheap as comparing two numbers, and reads all streets rather than its index: 29 ms
    /// instead of 1.4 for 5,000 streets.
    static let preferIndexes: SQL = "SET LOCAL enable_seqscan = off"

    /// Streets by the normal form of what was typed: those that begin with it, then those that hold it, then those that are spelled like it.
    func streets(like normal: String, postcode: String, limit: Int) -> SQL {
        let pattern = normal.filter { $0.isLetter || $0.isNumber }
        // Trigrams need three letters; fewer can only be a begin.
        let filter: SQL =
            pattern.count < 3
            ? "street_normal LIKE \(pattern + "%")"
            : "street_normal LIKE \("%" + pattern + "%") OR street_normal % \(normal) OR \(normal) <% street_normal"
        return """
            SELECT street_normal, postcode, street, city, latitude, longitude FROM delivery.street
            WHERE \(filter)
            ORDER BY street_normal = \(normal) DESC, starts_with(street_normal, \(pattern)) DESC,
                CASE WHEN starts_with(street_normal, \(pattern)) THEN 1
                    ELSE greatest(similarity(street_normal, \(normal)), word_similarity(\(normal), street_normal)) END DESC,
                postcode = \(postcode) DESC, houses DESC, street_normal, postcode
            LIMIT \(limit)
            """
    }

    /// Houses of the streets, in their order: the number itself, numbers that begin with it, then the nearest ones.
    func houses(of streets: [(normal: String, postcode: String)], number: AddressKey, limit: Int) -> SQL {
        """
        SELECT house.number_normal, house.street, house.house_number, house.postcode, house.city, house.latitude, house.longitude
        FROM unnest(\(streets.map(\.normal)), \(streets.map(\.postcode))) WITH ORDINALITY AS street (normal, postcode, position)
        CROSS JOIN LATERAL (
            SELECT * FROM delivery.known_address AS address
            WHERE address.street_normal = street.normal AND address.postcode = street.postcode
            ORDER BY number_normal <> \(number.number), NOT starts_with(number_normal, \(number.number)),
                abs(number_value - \(number.numberValue)), number_value % 2 <> \(number.numberValue % 2), number_value, number_normal
            LIMIT 3
        ) AS house
        ORDER BY NOT starts_with(house.number_normal, \(number.number)) AND street.position > 1, street.position,
            house.number_normal <> \(number.number), NOT starts_with(house.number_normal, \(number.number)),
            abs(house.number_value - \(number.numberValue)), house.number_normal
        LIMIT \(limit)
        """
    }

    /// The house nearest to a place; `nil` when there is none within ``reverseLimit`` metres.
    public func nearestAddress(to place: GeoPoint) async throws -> NearestAddress? {
        // A box of that many metres around the place holds all houses that are as near; the first box with one within its radius is enough.
        for metres in [60.0, Self.reverseLimit] {
            let row = try await database.first("delivery.nearestAddress", nearest(to: place, metres: metres))
            guard let row else { continue }
            let (street, houseNumber, postcode, city, latitude, longitude) = try row.decode(
                String.self, String.self, String.self, String.self, Double.self, Double.self)
            guard let point = GeoPoint(latitude: latitude, longitude: longitude) else { return nil }
            let distance = point.metres(to: place)
            guard distance <= metres else { continue }
            let address = AddressSuggestion(
                kind: .house, street: street, houseNumber: houseNumber, postcode: postcode, city: city, latitude: latitude,
                longitude: longitude)
            return NearestAddress(address: address, metres: Int(distance.rounded()))
        }
        return nil
    }

    /// Metres beyond which a house is not at a place.
    public static let reverseLimit = 500.0

    func nearest(to place: GeoPoint, metres: Double) -> SQL {
        let metresPerDegree = 111_195.0
        let narrowing = max(0.01, cos(place.latitude * .pi / 180))
        let (north, east) = (metres / metresPerDegree, metres / metresPerDegree / narrowing)
        return """
            SELECT street, house_number, postcode, city, latitude, longitude FROM delivery.known_address
            WHERE point(longitude, latitude) <@ box(
                point(\(place.longitude - east), \(place.latitude - north)), point(\(place.longitude + east), \(place.latitude + north)))
            ORDER BY power((longitude - \(place.longitude)) * \(narrowing), 2) + power(latitude - \(place.latitude), 2),
                street_normal, number_value, number_normal
            LIMIT 1
            """
    }
}
