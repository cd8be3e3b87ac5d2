import ArgumentParser
import Foundation
import Routing

struct NetworkMatrixCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matrix", abstract: "Time, distance and energy between all of a list of places.",
        discussion: """
            The file has the columns lon,lat (others are passed over). The result has a line for each pair: from,to (numbered from 0),
            seconds, metres, watt_hours; the last three are empty where there is no way. With --out FILE.json it is JSON with three
            square tables instead.
            """)

    @Argument(help: "A CSV file with the columns lon and lat.")
    var points: String

    @OptionGroup var options: NetworkOptions

    @Option(help: "Where to write the result; its ending, .csv or .json, says how.")
    var out: String

    @Option(help: "Shortest in time or in distance.")
    var metric: Metric = .time

    func run() throws {
        let table = try DelimitedFile(path: points)
        let places = try table.rows.map { try table.coordinate($0, longitude: "lon", latitude: "lat") }
        guard !places.isEmpty else { throw Failure.badInput("\(points) has no points below its headings.") }
        let network = try options.network(objective: metric.objective)
        let start = processorSeconds()
        let positions = places.map { network.nearest(to: $0) }
        let snapped = processorSeconds()
        let matrix = network.matrix(positions)
        let done = processorSeconds()
        try write(matrix)
        let missing = positions.count { $0 == nil }
        let report = Output.standardError
        report.line(
            "snapping \(decimal(snapped - start, 4)) s, matrix \(decimal(done - snapped, 4)) s for \(places.count) × \(places.count)"
        )
        if missing > 0 {
            report.line("\(missing) places have no street for a \(network.bike.name) within \(Int(BikeNetwork.snapLimit)) m.")
        }
    }

    private func write(_ matrix: TravelMatrix) throws {
        if out.hasSuffix(".json") {
            let tables = [
                ("durations", matrix.durations), ("distances", matrix.distances ?? []),
                ("milliwatt_hours", matrix.energies ?? []),
            ]
            let text = tables.map { "\"\($0.0)\":\(json($0.1, size: matrix.size))" }.joined(separator: ",")
            return try writeResult("{\(text)}\n", to: out)
        }
        var text = "from,to,seconds,metres,watt_hours\n"
        for from in 0..<matrix.size {
            for to in 0..<matrix.size {
                guard matrix.isReachable(from: from, to: to) else {
                    text += "\(from),\(to),,,\n"
                    continue
                }
                let entry = from * matrix.size + to
                text += "\(from),\(to),\(matrix.durations[entry]),\(matrix.distances?[entry] ?? 0),"
                text += "\(decimal(Double(matrix.energies?[entry] ?? 0) / 1000, 3))\n"
            }
        }
        try writeResult(text, to: out)
    }

    private func json(_ values: [Int32], size: Int) -> String {
        let rows = (0..<size).map { row in
            "["
                + values[row * size..<(row + 1) * size].map { $0 == TravelMatrix.unreachable ? "null" : "\($0)" }.joined(
                    separator: ",") + "]"
        }
        return "[" + rows.joined(separator: ",") + "]"
    }
}
