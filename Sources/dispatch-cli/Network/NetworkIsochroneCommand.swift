import ArgumentParser
import Foundation
import Routing

struct NetworkIsochroneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "isochrone", abstract: "The area reached from a place within some minutes, as GeoJSON.")

    @OptionGroup var options: NetworkOptions

    @Option(help: "Longitude,latitude of the place, such as a hub.")
    var from: String

    @Option(parsing: .upToNextOption, help: "Minutes, one or several.")
    var minutes: [Double] = [10]

    @Option(help: "Write to a file instead of the terminal.")
    var out: String?

    func run() throws {
        let place = try Coordinate.parse(from, name: "--from")
        guard minutes.allSatisfy({ $0 > 0 && $0 <= 180 }) else {
            throw Failure.badInput("Minutes must lie between 0 and 180.")
        }
        let network = try options.network(objective: .time)
        let areas = network.isochrones(from: place, seconds: minutes.map { $0 * 60 })
        guard !areas.isEmpty else {
            throw Failure.notDone(
                "There is no street for a \(network.bike.name) within \(Int(BikeNetwork.snapLimit)) m of \(from).")
        }
        try writeResult(StreetExport.geoJSON(areas), to: out)
    }
}
