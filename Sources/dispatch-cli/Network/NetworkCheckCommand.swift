import ArgumentParser
import Foundation
import Routing

struct NetworkCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Look for islands, suspicious one-ways and addresses that no bike gets near to.")

    @OptionGroup var options: NetworkOptions

    @Option(help: "The extract again, to check its addresses.")
    var addresses: String?

    @Option(help: "From how many metres an address counts as far from the street.")
    var farther: Double = 100

    @Option(help: "How many of each kind to list.")
    var most: Int = 10

    func run() throws {
        let network = try options.network(objective: .time)
        let known =
            try addresses.map { path in try Failure.inOneSentence { try StreetAddress.all(in: OSMFile(path: path)) } } ?? []
        let check = NetworkCheck(network, addresses: known, farther: farther)
        let output = Output.standardOutput
        let part = check.openMetres > 0 ? check.connectedMetres / check.openMetres * 100 : 0
        output.line(
            "\(network.bike.name): \(decimal(check.openMetres / 1000, 1)) km may be used, \(decimal(part, 1)) % of it is in the main network."
        )
        list("islands cut off from it", check.islands, output) {
            "\(Int($0.metres)) m \($0.name) at \(place($0.place))"
        }
        list("suspicious one-ways", check.oneWays, output) {
            "\($0.kind.rawValue): way \($0.way) \($0.name) at \(place($0.place))"
        }
        guard addresses != nil else { return }
        list("of \(check.addressCount) addresses farther than \(Int(farther)) m from a street", check.farAddresses, output) {
            "\($0.metres.map { "\(Int($0)) m" } ?? "no street"): \($0.address.street) \($0.address.houseNumber) at \(place($0.address.place))"
        }
    }

    private func list<Item>(_ title: String, _ items: [Item], _ output: Output, line: (Item) -> String) {
        output.line("\(items.count) \(title)\(items.isEmpty ? "." : ":")")
        for item in items.prefix(most) { output.line("  \(line(item))") }
        if items.count > most { output.line("  … and \(items.count - most) more") }
    }

    private func place(_ coordinate: Coordinate) -> String {
        "\(decimal(coordinate.longitude, 5)),\(decimal(coordinate.latitude, 5))"
    }
}
