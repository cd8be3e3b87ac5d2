import ArgumentParser
import Foundation
import Routing

/// The street network: import an extract and ask it for ways without any service, and close streets in the running one.
struct NetworkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "network",
        abstract: "Import a city's streets and answer for them, offline; close streets in the running service.",
        discussion: """
            First time, with an extract of OpenStreetMap (.osm.pbf or .osm):
              dispatch-cli network import darmstadt.osm.pbf --out darmstadt.streets
              dispatch-cli network route --graph darmstadt.streets --from 8.6512,49.8728 --to 8.6403,49.8651
              dispatch-cli network matrix places.csv --graph darmstadt.streets --bike trike --out travel.csv

            Coordinates are longitude,latitude in degrees (WGS 84). Map data: © OpenStreetMap contributors, ODbL.
            """,
        subcommands: [
            NetworkImportCommand.self, NetworkRouteCommand.self, NetworkMatrixCommand.self, NetworkPairsCommand.self,
            NetworkIsochroneCommand.self, NetworkMapCommand.self, NetworkCheckCommand.self, NetworkCloseCommand.self,
            NetworkClosuresCommand.self,
            NetworkReopenCommand.self, NetworkAddressesCommand.self, NetworkAreaCommand.self,
        ])
}

/// What every question to the network needs.
struct NetworkOptions: ParsableArguments {
    @Option(help: "The stored graph, as made by `network import`.")
    var graph: String

    @Option(help: "The kind of bike: \(CargoBike.presets.map(\.name).joined(separator: ", ")).")
    var bike: String?

    @Option(help: "A GeoJSON file of closures: polygons, or features with the property \"way\"; \"speed\" makes a slow zone.")
    var closures: String?

    @Option(help: "Day and time for signs with hours and for closures, such as 2026-11-21T15:30, in the city's time.")
    var at: String?

    /// Loads the graph and makes it ready for the bike.
    ///
    /// - Parameter fallback: the bike where none was asked for.
    func network(objective: RouteObjective, fallback: CargoBike = .longJohn) throws -> BikeNetwork {
        let stored = try Failure.inOneSentence { try StreetGraph(path: graph) }
        let moment = try at.map { try LocalTime.parse($0, name: "--at") }
        let active = try closures.map { try ClosureFile.read($0) }?.filter { moment.map($0.isActive) ?? true } ?? []
        return BikeNetwork(
            stored, bike: try bikeNamed(bike) ?? fallback, objective: objective, moment: moment.map(Self.minuteOfWeek),
            closures: active)
    }

    private func bikeNamed(_ name: String?) throws -> CargoBike? {
        guard let name else { return nil }
        guard let bike = CargoBike.preset(named: name) else {
            throw Failure.badInput(
                "There is no bike “\(name)”; the kinds are \(CargoBike.presets.map(\.name).joined(separator: ", ")).")
        }
        return bike
    }

    private static func minuteOfWeek(_ date: Date) -> MinuteOfWeek {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = Format.timeZone
        let parts = calendar.dateComponents([.weekday, .hour, .minute], from: date)
        // Foundation counts from Sunday as 1.
        return MinuteOfWeek(day: ((parts.weekday ?? 2) + 5) % 7, minuteOfDay: (parts.hour ?? 0) * 60 + (parts.minute ?? 0))
    }
}

/// What a way is to be short in, as an option.
enum Metric: String, ExpressibleByArgument, CaseIterable {
    case time, distance

    var objective: RouteObjective { self == .time ? .time : .distance }
}

extension Failure {
    /// Runs a piece of work and turns what the street network complains about into the terminal's failure.
    static func inOneSentence<Result>(_ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let error as OSMFileError {
            throw Failure.badInput(error.description)
        } catch let error as StreetNetworkError {
            throw Failure.badInput(error.description)
        }
    }
}

extension Coordinate {
    /// Reads `longitude,latitude`.
    static func parse(_ text: String, name: String) throws -> Coordinate {
        let parts = text.split(separator: ",").map { Double($0.trimmingCharacters(in: .whitespaces)) }
        guard parts.count == 2, let longitude = parts[0], let latitude = parts[1], (-180.0...180).contains(longitude),
            (-90.0...90).contains(latitude)
        else { throw Failure.badInput("\(name) “\(text)” is not longitude,latitude in degrees, such as 8.6512,49.8728.") }
        return Coordinate(latitude: latitude, longitude: longitude)
    }
}

/// The processor's time that this process has used, in seconds: what a matrix costs, whatever else the machine does.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func decimal(_ value: Double, _ places: Int) -> String {
    String(format: "%.\(places)f", value)
}
