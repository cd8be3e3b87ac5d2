import ArgumentParser
import Foundation
import Routing

struct NetworkRouteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route", abstract: "The way from one place to another, turn by turn.")

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case text, geojson, gpx
    }

    @OptionGroup var options: NetworkOptions

    @Option(help: "Longitude,latitude of the start.")
    var from: String

    @Option(help: "Longitude,latitude of the end.")
    var to: String

    @Option(help: "Shortest in time or in distance.")
    var metric: Metric = .time

    @Option(help: "text, geojson or gpx.")
    var format: Form = .text

    @Option(help: "Write to a file instead of the terminal.")
    var out: String?

    func run() throws {
        let start = try Coordinate.parse(from, name: "--from")
        let end = try Coordinate.parse(to, name: "--to")
        let network = try options.network(objective: metric.objective)
        for (place, text) in [(start, from), (end, to)] where network.nearest(to: place) == nil {
            throw Failure.notDone(
                "There is no street for a \(network.bike.name) within \(Int(BikeNetwork.snapLimit)) m of \(text).")
        }
        guard let route = network.route(from: start, to: end) else {
            throw Failure.notDone("There is no way for a \(network.bike.name) from \(from) to \(to).")
        }
        switch format {
        case .text: try writeResult(text(route, network), to: out)
        case .geojson: try writeResult(StreetExport.geoJSON(route), to: out)
        case .gpx: try writeResult(StreetExport.gpx(route), to: out)
        }
    }

    private func text(_ route: StreetRoute, _ network: BikeNetwork) -> String {
        var lines = [
            "\(decimal(route.travel.metres / 1000, 2)) km, \(decimal(route.travel.seconds / 60, 1)) min, "
                + "\(decimal(route.travel.wattHours, 1)) Wh by \(network.bike.name)"
        ]
        for step in route.steps {
            let name = step.name.isEmpty ? "" : " \(step.name)"
            let pushed = step.isPushed ? " (push)" : ""
            lines.append("\(padded("\(Int(step.metres.rounded())) m", 8))  \(Self.words(step.maneuver))\(name)\(pushed)")
        }
        lines.append("Map data: \(network.graph.attribution)")
        return lines.joined(separator: "\n") + "\n"
    }

    private func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func words(_ maneuver: RouteStep.Maneuver) -> String {
        switch maneuver {
        case .depart: "start on"
        case .straight: "straight on"
        case .slightLeft: "bear left"
        case .left: "turn left"
        case .sharpLeft: "turn sharp left"
        case .slightRight: "bear right"
        case .right: "turn right"
        case .sharpRight: "turn sharp right"
        case .turnRound: "turn round"
        case .arrive: "arrive at"
        case .arriveLeft: "arrive, on the left of"
        case .arriveRight: "arrive, on the right of"
        }
    }
}
