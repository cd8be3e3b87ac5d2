import ArgumentParser
import Catalog
import Database
import Delivery
import Foundation
import Routing

/// Loads the city's addresses, so that they are found in the checkout.
struct AddressesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "addresses", abstract: "Load the city's addresses from an OpenStreetMap extract or a CSV file.",
        discussion: """
            The file is an extract (.osm.pbf, .osm), or a CSV file as `dispatch-cli network addresses` writes it: street, house_number,
            postcode, city, lat, lon. All of it is loaded or nothing. Map data: © OpenStreetMap contributors, ODbL.
            """)

    @Argument(help: "The extract or the CSV file.", completion: .file())
    var file: String
    @Flag(help: "Forget the addresses that are not in the file.")
    var replace = false
    @Option(help: "Postcode of those that have none and no neighbour with one.")
    var postcode: String?
    @Option(help: "Town of those that have none and no neighbour with one.")
    var city: String?

    func run() async throws {
        let addresses = file.hasSuffix(".csv") ? try fromCSV() : try fromExtract()
        guard !addresses.isEmpty else { throw SeedError("\(file) has no address with street, house number and postcode.") }
        let modules = try Modules(try Settings())
        try await modules.migrate()
        let counts = try await modules.delivery.loadAddresses(addresses, mode: replace ? .forgetOthers : .keepOthers)
        await modules.database.close()
        print("\(addresses.count) addresses loaded; \(counts.addresses) in \(counts.streets) streets are known now.")
    }

    private func fromCSV() throws -> [KnownAddress] {
        guard let data = FileManager.default.contents(atPath: file) else { throw SeedError("\(file) cannot be read.") }
        do {
            return try CSVTable(data).lines.map { try KnownAddress($0) }
        } catch let error as CSVTableError {
            throw SeedError("\(file): \(error)")
        }
    }

    private func fromExtract() throws -> [KnownAddress] {
        let completed: AddressCompletion
        do {
            completed = AddressCompletion(try StreetAddress.all(in: OSMFile(path: file)), postcode: postcode, city: city)
        } catch let error as OSMFileError {
            throw SeedError(error.description)
        }
        if completed.incomplete > 0 {
            print("\(completed.incomplete) addresses without a postcode are left out; --postcode gives them one.")
        }
        return completed.addresses.map {
            KnownAddress(
                street: $0.street, houseNumber: $0.houseNumber, postcode: $0.postcode, city: $0.city, latitude: $0.place.latitude,
                longitude: $0.place.longitude)
        }
    }
}
