import Testing

@testable import Routing

@Suite("Addresses of an extract")
struct AddressCompletionTests {
    private func address(_ street: String, _ number: String, _ postcode: String, _ city: String, _ latitude: Double)
        -> StreetAddress
    {
        var address = StreetAddress.all(Self.template)[0]
        (address.street, address.houseNumber, address.postcode, address.city) = (street, number, postcode, city)
        address.place = Coordinate(latitude: latitude, longitude: 8.65)
        return address
    }

    private static let template = """
        <osm><node id="1" lat="49.87" lon="8.65"><tag k="addr:street" v="A"/><tag k="addr:housenumber" v="1"/></node></osm>
        """

    @Test("What is missing comes from the nearest neighbour, of the same street first")
    func neighbours() {
        let completion = AddressCompletion([
            address("Lange Straße", "1", "64283", "Darmstadt", 49.870), address("Lange Straße", "99", "", "", 49.878),
            address("Querweg", "2", "64285", "Eberstadt", 49.8781), address("Querweg", "4", "64285", "", 49.8782),
            address("Weit weg", "1", "", "", 50.5),
        ])
        #expect(completion.addresses.map(\.postcode) == ["64283", "64283", "64285", "64285"])
        #expect(completion.addresses.map(\.city) == ["Darmstadt", "Darmstadt", "Eberstadt", "Eberstadt"])
        #expect(completion.completed == 2 && completion.incomplete == 1)
    }

    @Test("Those without a neighbour take what is given, and are counted where nothing is")
    func given() {
        let lonely = [address("Weit weg", "1", "", "", 50.5), address("Weit weg", "2", "6428", "Dorf", 50.5)]
        #expect(AddressCompletion(lonely).incomplete == 2)
        let completion = AddressCompletion(lonely, postcode: "64283", city: "Darmstadt")
        #expect(
            completion.addresses.map(\.city) == ["Darmstadt", "Dorf"]
                && completion.addresses.allSatisfy { $0.postcode == "64283" })
    }

    @Test("Two numbers in one are two addresses")
    func lists() {
        let completion = AddressCompletion([
            address("A", "12;14 a, 16", "64283", "Darmstadt", 49.87), address("A", " ; ", "64283", "D", 49.87),
        ])
        #expect(completion.addresses.map(\.houseNumber) == ["12", "14a", "16"])
    }
}

extension StreetAddress {
    fileprivate static func all(_ text: String) -> [StreetAddress] {
        (try? all(in: OSMFile(name: "address.osm", bytes: Array(text.utf8)))) ?? []
    }
}
