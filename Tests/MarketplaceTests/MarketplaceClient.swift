import Accounts
import Catalog
import Database
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Orders
import Routing
import TestSupport
import Testing

@testable import Marketplace

/// A whole marketplace on a database of its own, spoken to over HTTP without a socket.
struct MarketplaceClient {
    let modules: Modules
    let client: any TestClientProtocol

    /// Runs `body` against a fresh, empty marketplace.
    /// - Parameter streets: `nil`: travel is reckoned in straight lines.
    static func run(streets: CityStreets? = nil, _ body: @Sendable @escaping (MarketplaceClient) async throws -> Void)
        async throws
    {
        try await TestDatabase.withDatabase(migrations: Modules.migrations()) { database in
            var logger = Logger(label: "marketplace-tests")
            logger.logLevel = .critical
            let box = try PersonalDataBox(keys: [.random(id: "test")])
            let modules = Modules(database: database, personalData: box, streets: streets, logger: logger)
            let settings = Settings(
                databaseURL: "", databaseConnections: 4, personalDataKeys: "", logLevel: .critical, secureCookies: false)
            let router = MarketplaceService.router(modules, pages: try await Pages(), settings: settings)
            try await Application(router: router, logger: logger).test(.router) { client in
                try await body(MarketplaceClient(modules: modules, client: client))
            }
        }
    }

    /// The made-up village of the routing tests as the city's streets.
    static func village() throws -> CityStreets {
        CityStreets(try StreetGraph.importing(OSMFile(name: "village.osm", bytes: [UInt8](TestFiles.village()))))
    }

    struct Answer {
        var status: HTTPResponse.Status
        var headers: HTTPFields
        var json: Any?
        var text: String

        /// A value inside the answer: `"lines.0.quantity"`.
        subscript(path: String) -> Any? {
            path.split(separator: ".").reduce(json) { value, part in
                if let index = Int(part), let list = value as? [Any] { return list.indices.contains(index) ? list[index] : nil }
                return (value as? [String: Any])?[String(part)]
            }
        }

        func string(_ path: String) throws -> String { try #require(self[path] as? String, "\(path) in \(text)") }
        func int(_ path: String) throws -> Int { try #require(self[path] as? Int, "\(path) in \(text)") }
        func list(_ path: String) throws -> [Any] { try #require(self[path] as? [Any], "\(path) in \(text)") }
    }

    /// Sends a request; a body of dictionaries goes out as JSON.
    func send(
        _ method: HTTPRequest.Method, _ path: String, token: String? = nil, body: Any? = nil, headers: HTTPFields = [:]
    ) async throws -> Answer {
        var headers = headers
        if let token { headers[.authorization] = "Bearer \(token)" }
        var buffer: ByteBuffer?
        if let text = body as? String {
            buffer = ByteBuffer(string: text)
        } else if let body {
            headers[.contentType] = "application/json"
            buffer = ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: body))
        }
        return try await client.execute(uri: path, method: method, headers: headers, body: buffer) { response in
            let data = Data(response.body.readableBytesView)
            return Answer(
                status: response.status, headers: response.headers,
                json: try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed),
                text: String(decoding: data, as: UTF8.self))
        }
    }

    /// A token of a new account with one role.
    func token(_ grant: RoleGrant) async throws -> String {
        let account = try await modules.accounts.createAccount(name: "Test")
        try await modules.accounts.grant(grant, to: account.id)
        return try await modules.accounts.issueToken(for: account.id, label: "test", lifetime: nil).secret.reveal()
    }

    /// A retailer with one shop that is always open, and a token of its staff.
    func shop(_ key: String, kind: Retailer.Kind = .retail) async throws -> (retailer: RetailerID, token: String) {
        let retailer = try await modules.catalog.upsertRetailer(
            RetailerDraft(
                key: key, name: key.capitalized, legalName: "\(key.capitalized) GmbH", kind: kind,
                trader: TraderData(
                    legalName: "Test GmbH", street: "Schulstraße", houseNumber: "1", postcode: "64283", city: "Darmstadt",
                    phone: "+49 69 90009-100", email: "post@test.example", tradeRegister: "", compliesSince: Date())))
        _ = try await modules.catalog.upsertShop(
            ShopDraft(
                key: key, name: key.capitalized, street: "Schulstraße", houseNumber: "1", postcode: "64283", city: "Darmstadt",
                location: #require(GeoPoint(latitude: 49.872, longitude: 8.655)),
                openingHours: OpeningHours(parsing: "Mo-Su 00:00-24:00")),
            of: retailer.id)
        return (retailer.id, try await token(.retailer(retailer.id)))
    }

    /// A hub with two bikes, riders on shift all day, and an address to deliver to.
    func fleet() async throws {
        let delivery = modules.delivery
        _ = try await delivery.upsertHub(
            key: "nord", name: "Hub Nord", location: #require(GeoPoint(latitude: 49.886, longitude: 8.656)),
            opens: #require(TimeOfDay("00:00")),
            closes: #require(TimeOfDay("23:59")), bikePlaces: 4)
        try await delivery.upsertBikeType(
            BikeType(
                key: "long", name: "Long John", payload: Grams(80_000), volume: Millilitres(400_000), batteryWattHours: 600,
                wattHoursPerKilometre: 12, kilometresPerHour: 17, widthCentimetres: 65, costPerHour: Cents(2450),
                costPerKilometre: Cents(6), costPerUse: Cents(500), compartments: [.hot, .chilled]))
        for key in ["n1", "n2"] { _ = try await delivery.upsertBike(key: key, name: key, typeKey: "long", hubKey: "nord") }
        for key in ["amina", "bjarne"] {
            _ = try await delivery.upsertRider(key: key, name: key.capitalized, hubKey: "nord", skills: [], weeklyMinutes: 2400)
            try await delivery.setShiftTemplates(
                riderKey: key, [(start: #require(TimeOfDay("09:30")), end: #require(TimeOfDay("20:30")))])
        }
        try await delivery.upsertAddresses([
            KnownAddress(
                street: "Heinheimer Straße", houseNumber: "12", postcode: "64289", city: "Darmstadt", latitude: 49.881,
                longitude: 8.663)
        ])
    }

    static var address: [String: Any] {
        [
            "street": "Heinheimer Straße", "houseNumber": "12", "postcode": "64289", "city": "Darmstadt",
        ]
    }
    static var recipient: [String: Any] { ["name": "Kim Kundin", "email": "kim@kundschaft.example"] }
}
