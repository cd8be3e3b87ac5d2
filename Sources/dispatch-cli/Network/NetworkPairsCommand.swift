import ArgumentParser
import Foundation
import Routing

struct NetworkPairsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pairs", abstract: "Time, distance and energy for a list of pairs of places.",
        discussion: """
            The file has the columns id,from_lon,from_lat,to_lon,to_lat (others are passed over); the result has
            id,metres,seconds,watt_hours,snap_metres, where snap_metres is the larger way from a place to its street and the values are
            empty where there is no way.

            Without --bike, --metric time reckons with a long-john and --metric distance with an ordinary bicycle that is pushed where
            one must not ride, which is what other engines' shortest ways are made for.
            """)

    @Argument(help: "A CSV file with the pairs.")
    var pairs: String

    @OptionGroup var options: NetworkOptions

    @Option(help: "Shortest in time or in distance.")
    var metric: Metric = .time

    @Option(help: "Where to write the result.")
    var out: String

    func run() throws {
        let table = try DelimitedFile(path: pairs)
        let network = try options.network(objective: metric.objective, fallback: metric == .distance ? .bicycle : .longJohn)
        var search = PairSearch(network)
        var text = "id,metres,seconds,watt_hours,snap_metres\n"
        var missing = 0
        for row in table.rows {
            let id = try table.value(row, "id")
            let from = network.nearest(to: try table.coordinate(row, longitude: "from_lon", latitude: "from_lat"))
            let to = network.nearest(to: try table.coordinate(row, longitude: "to_lon", latitude: "to_lat"))
            guard let from, let to, let travel = search.travel(from: from, to: to) else {
                text += "\(id),,,,\n"
                missing += 1
                continue
            }
            text += "\(id),\(decimal(travel.metres, 1)),\(decimal(travel.seconds, 1)),\(decimal(travel.wattHours, 2)),"
            text += "\(decimal(max(from.snapDistance, to.snapDistance), 2))\n"
        }
        try writeResult(text, to: out)
        Output.standardError.line(
            "\(table.rows.count - missing) of \(table.rows.count) pairs have a way by \(network.bike.name).")
    }
}
