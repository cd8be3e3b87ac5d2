import Accounts
import Catalog
import Delivery
import Foundation
import Orders

/// The sample city in `seed/`: reads its files and fills an installation with them. Loading it again changes nothing.
struct SampleCity: Sendable {
    let folder: URL

    /// A small table of the sample city, with errors that name the file.
    private func table<Value>(_ name: String, _ read: (CSVTable.Line) throws -> Value) throws -> [Value] {
        let file = folder.appendingPathComponent(name)
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw SeedError("\(file.path) is missing; name the folder of the sample city.")
        }
        do {
            return try CSVTable(data).lines.map(read)
        } catch let error as CSVTableError {
            throw SeedError("\(name): \(error)")
        }
    }

    /// Retailers and their shops, then each shop's catalog through the importer that retailers use.
    func loadCatalog(into catalog: Catalog, report: (String) -> Void) async throws {
        var retailers: [String: RetailerID] = [:]
        for draft in try table("retailers.csv", { try RetailerDraft($0) }) {
            retailers[draft.key] = try await catalog.upsertRetailer(draft).id
        }
        var catalogs: [(shop: Shop, retailer: RetailerID, bytes: Data)] = []
        for (retailerKey, draft) in try table("shops.csv", { (try $0.required("retailer_key"), try ShopDraft($0)) }) {
            guard let retailer = retailers[retailerKey] else {
                throw SeedError("shops.csv: the shop \(draft.key) belongs to no retailer of retailers.csv.")
            }
            let shop = try await catalog.upsertShop(draft, of: retailer)
            let file = folder.appendingPathComponent("catalogs/\(draft.key).csv")
            guard let bytes = FileManager.default.contents(atPath: file.path) else {
                throw SeedError("\(file.path) is missing.")
            }
            catalogs.append((shop, retailer, bytes))
        }
        // After all shops: a file with a shop column names them.
        for (shop, retailer, bytes) in catalogs {
            let pieces = AsyncStream<Data> { continuation in
                continuation.yield(bytes)
                continuation.finish()
            }
            let result = try await catalog.importCatalog(
                pieces, for: retailer,
                options: ImportOptions(mode: .allOrNothing, isConfirmed: true), fileName: "\(shop.key).csv")
            if let problem = result.problems.first {
                throw SeedError(
                    "catalogs/\(shop.key).csv, line \(problem.line), column \(problem.column): \(problem.fault.reason(in: .english))"
                )
            }
            report("\(shop.name): \(result.rows) products")
        }
        try await catalog.refreshVocabulary()
    }

    /// Says who the sample businesses are to a city that was loaded before that was asked for; without it their shops are not shown. Retailers
    /// that have said anything themselves, and others than the sample's, stay as they are.
    /// - Returns: how many it told.
    func completeTraders(in catalog: Catalog) async throws -> Int {
        var told = 0
        for draft in try table("retailers.csv", { try RetailerDraft($0) }) {
            guard let retailer = try await catalog.retailer(key: draft.key), let trader = draft.trader,
                let said = try await catalog.traderData(of: retailer.id), said.tradeRegister == nil, said.compliesSince == nil
            else { continue }
            try await catalog.setTraderData(trader, of: retailer.id)
            told += 1
        }
        return told
    }

    /// Hubs, bikes, riders with their shifts, and the addresses of the city.
    func loadFleet(into delivery: Delivery) async throws {
        for line in try table("hubs.csv", { $0 }) {
            _ = try await delivery.upsertHub(
                key: try line.required("hub_key"), name: try line.required("name"), location: try line.place(),
                opens: try line.value("opens"), closes: try line.value("closes"), bikePlaces: try line.value("bike_places"),
                description: line["description"] ?? "")
        }
        for type in try table("bike_types.csv", { try BikeType($0) }) { try await delivery.upsertBikeType(type) }
        for line in try table("bikes.csv", { $0 }) {
            _ = try await delivery.upsertBike(
                key: try line.required("bike_key"), name: try line.required("name"), typeKey: try line.required("type"),
                hubKey: try line.required("hub_key"))
        }
        for line in try table("riders.csv", { $0 }) {
            let hours: Double = try line.value("weekly_hours")
            _ = try await delivery.upsertRider(
                key: try line.required("rider_key"), name: try line.required("name"), email: line["email"],
                hubKey: try line.required("hub_key"), skills: Set(line.list("skills").map(Skill.init(rawValue:))),
                weeklyMinutes: Int(hours * 60))
        }
        let shifts = try table("shifts.csv") { line -> (rider: String, start: TimeOfDay, end: TimeOfDay) in
            (try line.required("rider_key"), try line.value("starts"), try line.value("ends"))
        }
        for (rider, spans) in Dictionary(grouping: shifts, by: \.rider) {
            try await delivery.setShiftTemplates(riderKey: rider, spans.map { (start: $0.start, end: $0.end) })
        }
        try await delivery.upsertAddresses(try addresses())
    }

    func addresses() throws -> [KnownAddress] {
        try table("addresses.csv") { try KnownAddress($0) }
    }

    /// Given and family names for the sample day's shoppers.
    func names() throws -> (given: [String], family: [String]) {
        let names = try table("names.csv") { (part: try $0.required("part"), name: try $0.required("name")) }
        return (names.filter { $0.part == "given" }.map(\.name), names.filter { $0.part == "family" }.map(\.name))
    }
}

/// What is wrong with the sample city's files.
struct SeedError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}

extension CSVTable.Line {
    /// A value that reads itself from text: a number, a time of day.
    func value<Value: LosslessStringConvertible>(_ column: String) throws(CSVTableError) -> Value {
        let text = try required(column)
        guard let value = Value(text) else {
            throw CSVTableError(line: number, column: column, reason: "'\(text)' is not usable")
        }
        return value
    }

    /// Parts separated by commas.
    func list(_ column: String) -> [String] {
        (self[column] ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    func place() throws(CSVTableError) -> GeoPoint {
        guard let place = GeoPoint(latitude: try value("lat"), longitude: try value("lon")) else {
            throw invalid("lat", "is not on the earth")
        }
        return place
    }

    func invalid(_ column: String, _ reason: String) -> CSVTableError {
        CSVTableError(line: number, column: column, reason: reason)
    }
}

extension KnownAddress {
    /// A line with street, house_number, postcode, city, lat and lon.
    init(_ line: CSVTable.Line) throws(CSVTableError) {
        let place = try line.place()
        let postcode = try line.required("postcode")
        guard postcode.utf8.count == 5, postcode.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw line.invalid("postcode", "'\(postcode)' does not have five digits")
        }
        self.init(
            street: try line.required("street"), houseNumber: try line.required("house_number"), postcode: postcode,
            city: line["city"] ?? "", latitude: place.latitude, longitude: place.longitude)
    }
}

extension RetailerDraft {
    fileprivate init(_ line: CSVTable.Line) throws {
        guard let kind = Retailer.Kind(rawValue: try line.required("kind")) else {
            throw line.invalid("kind", "is neither retail nor gastronomy")
        }
        self.init(
            key: try line.required("retailer_key"), name: try line.required("name"), legalName: try line.required("legal_name"),
            vatID: line["vat_id"], email: line["email"], kind: kind,
            trader: TraderData(
                legalName: try line.required("legal_name"), representedBy: line["represented_by"] ?? "",
                street: try line.required("street"), houseNumber: try line.required("house_number"),
                postcode: try line.required("postcode"), city: try line.required("city"), phone: try line.required("phone"),
                email: line["email"] ?? "", vatID: line["vat_id"], tradeRegister: try Self.register(line),
                // The invented businesses undertook it when the sample city was founded.
                compliesSince: Date(timeIntervalSince1970: 1_767_222_000)))
    }

    /// "keines" says that the business stands in no register.
    private static func register(_ line: CSVTable.Line) throws -> String {
        let register = try line.required("trade_register")
        return register == "keines" ? "" : register
    }
}

extension ShopDraft {
    fileprivate init(_ line: CSVTable.Line) throws {
        self.init(
            key: try line.required("shop_key"), name: try line.required("name"), street: try line.required("street"),
            houseNumber: try line.required("house_number"), postcode: try line.required("postcode"),
            city: try line.required("city"), location: try line.place(), phone: line["phone"],
            openingHours: try line["opening_hours"].map { try OpeningHours(parsing: $0) }, description: line["description"] ?? "",
            preparationMinutes: try line.value("preparation_minutes"), categories: line.list("categories"))
    }
}

extension BikeType {
    fileprivate init(_ line: CSVTable.Line) throws {
        self.init(
            key: try line.required("type_key"), name: try line.required("name"), payload: Grams(try line.value("payload_g")),
            volume: Millilitres(try line.value("volume_ml")), batteryWattHours: try line.value("battery_wh"),
            wattHoursPerKilometre: try line.value("consumption_wh_per_km"), kilometresPerHour: try line.value("speed_kmh"),
            widthCentimetres: try line.value("width_cm"), costPerHour: Cents(try line.value("cost_per_hour_cents")),
            costPerKilometre: Cents(try line.value("cost_per_km_cents")), costPerUse: Cents(try line.value("cost_per_use_cents")),
            compartments: Set(line.list("compartments").compactMap(Compartment.init(rawValue:))))
    }
}
