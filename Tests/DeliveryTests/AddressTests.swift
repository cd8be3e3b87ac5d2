import Catalog
import Orders
import Testing

@testable import Delivery

@Suite("Addresses")
struct AddressTests {
    @Test(
        "many spellings of a street are one",
        arguments: ["Heidelberger Straße", "heidelbergerstrasse", "Heidelberger Str.", "HEIDELBERGER-STR", "Heidelbergerstr."])
    func spellings(street: String) {
        #expect(AddressKey(street: street, houseNumber: "12 A") == AddressKey(street: "Heidelberger Straße", houseNumber: "12a"))
    }

    @Test("the house itself is found, else the nearest number of the street on its side")
    func nearest() async throws {
        try await withAddresses { city in
            for (number, expected) in [("12", 49.12), ("15", 49.16), ("14", 49.12), ("12 b", 49.12), ("900", 49.30)] {
                let found = try await latitude(city, "Rheinstr.", number)
                #expect(found == expected, "\(number)")
            }
        }
    }

    @Test("the street of the given postcode is meant where there are two")
    func postcode() async throws {
        try await withAddresses { city in
            let found = try await (
                latitude(city, "Ringstraße", "1", postcode: "64295"), latitude(city, "Ringstraße", "1", postcode: "64283"),
                latitude(city, "Ringstraße", "1", postcode: "99999")
            )
            #expect(found.0 == 49.52 && found.1 == 49.51 && [49.51, 49.52].contains(found.2))
        }
    }

    @Test("an unknown street is refused with those that are spelled like it")
    func unknown() async throws {
        try await withAddresses { city in
            let error = await #expect(throws: UnknownAddress.self) { _ = try await latitude(city, "Reinstraße", "12") }
            #expect(error?.similarStreets.first == "Rheinstraße")
            await #expect(throws: UnknownAddress.self) { _ = try await latitude(city, "", "") }
        }
    }

    private func latitude(_ city: City, _ street: String, _ number: String, postcode: String = "64283") async throws -> Double {
        try await city.delivery.locate(
            DeliveryAddress(street: street, houseNumber: number, postcode: postcode, city: "Darmstadt")
        ).latitude
    }

    private func withAddresses(_ body: (City) async throws -> Void) async throws {
        try await City.withCity { city in
            let houses = [
                ("Rheinstraße", "12", "64283", 49.12), ("Rheinstraße", "16", "64283", 49.16),
                ("Rheinstraße", "30", "64283", 49.30),
                ("Ringstraße", "1", "64283", 49.51), ("Ringstraße", "1", "64295", 49.52), ("Luisenplatz", "5", "64283", 49.05),
            ]
            try await city.delivery.upsertAddresses(
                houses.map {
                    KnownAddress(
                        street: $0.0, houseNumber: $0.1, postcode: $0.2, city: "Darmstadt", latitude: $0.3, longitude: 8.65)
                })
            try await body(city)
        }
    }
}
