import Catalog
import Database
import Foundation
import Orders
import Testing

@testable import Delivery

@Suite("Finding addresses")
struct AddressSearchTests {
    @Test(
        "what is typed is taken apart",
        arguments: [
            ("Wilhelminenstr. 12a, 64283 Darmstadt", "Wilhelminenstr.", "12a", "64283"),
            ("Wilhelminenstraße 12 a", "Wilhelminenstraße", "12a", ""), ("wilhelm", "wilhelm", "", ""),
            ("Straße des 17. Juni 5", "Straße des 17. Juni", "5", ""), ("64283 Rheinstr. 3", "Rheinstr.", "3", "64283"),
            ("  Am Kavalleriesand   7-9 ", "Am Kavalleriesand", "7-9", ""), ("12", "12", "", ""), ("", "", "", ""),
        ])
    func queries(text: String, street: String, number: String, postcode: String) {
        let query = AddressQuery(text)
        #expect(query.street == street && query.houseNumber == number && query.postcode == postcode)
    }

    @Test(
        "a street is suggested however it is written",
        arguments: [
            "Wilhelminenstraße", "wilhelminenstr.", "Wilhelm", "wi", "Wilhelminenstrase", "Wilhelmienstr", "Wihlelminenstraße",
            "WILHELMINEN STRASSE", "lhelminen",
        ])
    func spellings(typed: String) async throws {
        try await Self.withAddresses { delivery in
            let found = try await delivery.suggestAddresses(AddressQuery(typed))
            #expect(found.first?.street == "Wilhelminenstraße", "\(typed): \(found.map(\.street))")
            #expect(found.first?.kind == .street)
        }
    }

    @Test(
        "umlauts may be two letters, and hostile patterns are letters", arguments: ["Mühlstraße", "Muehlstr", "mühl", "muehlst"])
    func umlauts(typed: String) async throws {
        try await Self.withAddresses { delivery in
            let found = try await delivery.suggestAddresses(AddressQuery(typed))
            #expect(found.first?.street == "Mühlstraße")
            for pattern in ["%", "_", "%%%%", "'; DROP TABLE", "\\"] {
                let harmless = try await delivery.suggestAddresses(AddressQuery(pattern))
                #expect(harmless.count <= 8)
            }
        }
    }

    @Test("with a number the house is suggested, then those that begin with it, else the nearest")
    func numbers() async throws {
        try await Self.withAddresses { delivery in
            func houses(_ typed: String) async throws -> [AddressSuggestion] {
                try await delivery.suggestAddresses(AddressQuery(typed))
            }
            let exact = try await houses("Wilhelminenstr. 12")
            #expect(exact.first?.houseNumber == "12" && exact.first?.kind == .house)
            #expect(exact.prefix(2).map(\.houseNumber) == ["12", "12a"])
            #expect(exact.allSatisfy { $0.street == "Wilhelminenstraße" }, "what is spelled right needs no guesses")
            let unknown = try await houses("Wilhelminenstr. 15")
            #expect(unknown.first?.kind == .nearHouse && unknown.first?.houseNumber == "16")
            #expect(try await houses("Ringstr. 1, 64295").first?.postcode == "64295")
            #expect(try await houses("Xyzzyplatz 3").isEmpty)
        }
    }

    @Test("the house at a place is found, and none far from all")
    func reverse() async throws {
        try await Self.withAddresses { delivery in
            let near = try await delivery.nearestAddress(to: SampleFleet.point(49.8701, 8.6501))
            #expect(near?.address.street == "Wilhelminenstraße" && near?.address.houseNumber == "12")
            #expect((near?.metres ?? 0) == 13)
            // To the east a degree is shorter: 0.003° of longitude are 215 m, 0.0025° of latitude 278 m.
            let east = try await delivery.nearestAddress(to: SampleFleet.point(49.8800, 8.7003))
            #expect(east?.address.street == "Ostend")
            #expect(try await delivery.nearestAddress(to: SampleFleet.point(50.5, 8.65)) == nil)
        }
    }

    @Test("loading keeps or forgets the others, and the streets follow")
    func loading() async throws {
        try await Self.withAddresses { delivery in
            let before = try await delivery.addresses().count
            let new = KnownAddress(
                street: "Neue Gasse", houseNumber: "1", postcode: "64283", city: "Darmstadt", latitude: 49.9, longitude: 8.6)
            var moved = new
            moved = KnownAddress(
                street: "Neue Gasse", houseNumber: "1", postcode: "64283", city: "Darmstadt", latitude: 49.91, longitude: 8.6)
            let kept = try await delivery.loadAddresses([new, moved], mode: .keepOthers)
            #expect(kept.addresses == before + 1)
            #expect(try await delivery.suggestAddresses(AddressQuery("Neue G")).first?.latitude == 49.91, "the last one counts")
            let forgotten = try await delivery.loadAddresses([new], mode: .forgetOthers)
            #expect(forgotten == Delivery.AddressCounts(addresses: 1, streets: 1))
            #expect(try await delivery.suggestAddresses(AddressQuery("Wilhelminenstraße")).isEmpty)
            let bad = KnownAddress(
                street: "Falsch", houseNumber: "1", postcode: "642", city: "Darmstadt", latitude: 49.9, longitude: 8.6)
            await #expect(throws: DatabaseError.self) { try await delivery.loadAddresses([new, bad], mode: .forgetOthers) }
            #expect(try await delivery.addresses().count == 1, "nothing of a refused load stays")
        }
    }

    @Test("with a hundred thousand addresses every look-up goes through an index")
    func indexes() async throws {
        try await City.withCity { city in
            var addresses: [KnownAddress] = []
            for street in 0..<5000 {
                let name = "\(Self.syllables(street))straße"
                for house in 1...20 {
                    addresses.append(
                        KnownAddress(
                            street: name, houseNumber: "\(house)", postcode: "64\(283 + street % 14)", city: "Darmstadt",
                            latitude: 49.8 + Double(street / 70) * 0.002,
                            longitude: 8.5 + Double(street % 70) * 0.004 + Double(house) * 1e-4))
                }
            }
            let counts = try await city.delivery.loadAddresses(addresses, mode: .keepOthers)
            #expect(counts.addresses == 100_000)
            let key = AddressKey(street: "", houseNumber: "7")
            let normal = AddressKey.normal(street: Self.syllables(4321))
            let statements: [(String, SQL)] = [
                ("street by spelling", city.delivery.streets(like: normal, postcode: "", limit: 8)),
                ("street by begin", city.delivery.streets(like: "ba", postcode: "", limit: 8)),
                (
                    "houses",
                    city.delivery.houses(of: [(normal + "strasse", "64283"), ("babastrasse", "64284")], number: key, limit: 8)
                ),
                ("house at a place", city.delivery.nearest(to: SampleFleet.point(49.85, 8.6), metres: 60)),
            ]
            for (name, statement) in statements {
                let plan = try await city.database.transaction("test.explain") { transaction in
                    if name.hasPrefix("street") { try await transaction.execute("test.prefer", Delivery.preferIndexes) }
                    return try await transaction.query("test.explain", "EXPLAIN \(statement)").decode(String.self)
                        .joined(separator: "\n")
                }
                #expect(!plan.contains("Seq Scan on known_address"), "\(name): \(plan)")
                #expect(!plan.contains("Seq Scan on street"), "\(name): \(plan)")
            }
            let found = try await city.delivery.suggestAddresses(AddressQuery("\(Self.syllables(4321))str. 7"))
            #expect(found.first?.street == "\(Self.syllables(4321))straße" && found.first?.houseNumber == "7")
        }
    }

    /// A made-up name, another one for every number.
    private static func syllables(_ number: Int) -> String {
        let parts = ["ba", "ro", "mi", "ken", "tal", "wes", "lun", "dor", "fis", "hag", "net", "pol"]
        var rest = number + 12
        var name = ""
        while rest > 0 {
            name += parts[rest % 12]
            rest /= 12
        }
        return name.capitalized
    }

    // MARK: - Where the bikes go

    @Test("inside is inside, a hole is outside, and the border of two areas does not matter")
    func areas() throws {
        let square = [[8.0, 49.0], [9.0, 49.0], [9.0, 50.0], [8.0, 50.0], [8.0, 49.0]]
        let hole = [[8.4, 49.4], [8.6, 49.4], [8.6, 49.6], [8.4, 49.6], [8.4, 49.4]]
        let area = try DeliveryArea(polygons: [[square, hole], [square.map { [$0[0] + 2, $0[1]] }]])
        #expect(area.contains(SampleFleet.point(49.2, 8.5)) && area.contains(SampleFleet.point(49.5, 10.5)))
        #expect(!area.contains(SampleFleet.point(49.5, 8.5)) && !area.contains(SampleFleet.point(49.5, 9.5)))
        let again = try JSONDecoder().decode(DeliveryArea.self, from: try JSONEncoder().encode(area))
        #expect(again == area)
    }

    @Test(
        "GeoJSON that is no area is refused",
        arguments: [
            #"{"type":"Point","coordinates":[8,49]}"#, #"{"type":"Polygon","coordinates":[]}"#,
            #"{"type":"Polygon","coordinates":[[[8,49],[9,49],[9,50]]]}"#,
            #"{"type":"Polygon","coordinates":[[[8,49],[9,49],[9,500],[8,49]]]}"#, #"{"type":"FeatureCollection","features":[]}"#,
            #"{"coordinates":[]}"#,
        ])
    func badAreas(text: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(DeliveryArea.self, from: Data(text.utf8)) }
    }

    @Test("an address outside the area is refused, and accepted where there is none")
    func outside() async throws {
        try await Self.withAddresses { delivery in
            let address = DeliveryAddress(street: "Ostend", houseNumber: "1", postcode: "64287", city: "Darmstadt")
            _ = try await delivery.deliveryPlace(of: address)
            let text =
                #"{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[8.6,49.8],[8.68,49.8],[8.68,49.9],[8.6,49.9],[8.6,49.8]]]}}"#
            try await delivery.setDeliveryArea(try JSONDecoder().decode(DeliveryArea.self, from: Data(text.utf8)))
            await #expect(throws: OutsideDeliveryArea.self) { _ = try await delivery.deliveryPlace(of: address) }
            let inside = DeliveryAddress(street: "Wilhelminenstr.", houseNumber: "12", postcode: "64283", city: "Darmstadt")
            _ = try await delivery.deliveryPlace(of: inside)
            try await delivery.removeDeliveryArea()
            _ = try await delivery.deliveryPlace(of: address)
        }
    }

    private static func withAddresses(_ body: (Delivery) async throws -> Void) async throws {
        try await City.withCity { city in
            let houses = [
                ("Wilhelminenstraße", "12", "64283", 49.8700, 8.6500), ("Wilhelminenstraße", "12a", "64283", 49.8704, 8.6500),
                ("Wilhelminenstraße", "16", "64283", 49.8710, 8.6500), ("Wilhelminenplatz", "1", "64283", 49.8720, 8.6500),
                ("Mühlstraße", "3", "64283", 49.8730, 8.6600), ("Ringstraße", "1", "64283", 49.8600, 8.6300),
                ("Ringstraße", "1", "64295", 49.8500, 8.6200), ("Ostend", "1", "64287", 49.8800, 8.7033),
                ("Nordend", "1", "64287", 49.8825, 8.7003),
            ]
            try await city.delivery.upsertAddresses(
                houses.map {
                    KnownAddress(
                        street: $0.0, houseNumber: $0.1, postcode: $0.2, city: "Darmstadt", latitude: $0.3, longitude: $0.4)
                })
            try await body(city.delivery)
        }
    }
}
