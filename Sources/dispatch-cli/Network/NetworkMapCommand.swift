import ArgumentParser
import Foundation
import Routing

struct NetworkMapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map", abstract: "A picture of the streets as SVG, with water and parks where the extract has them.",
        discussion: "Whoever shows it must show its source with it: \(OSMFile.attribution), ODbL.")

    @Option(help: "The stored graph, as made by `network import`.")
    var graph: String
    @Option(help: "What to show: west,south,east,north in degrees.")
    var edges: String
    @Option(help: "Pixels, 16 to 4096.")
    var width: Int = 1000
    @Option(help: "Write to a file instead of the terminal.")
    var out: String?

    func run() throws {
        let numbers = edges.split(separator: ",").compactMap { Double($0) }
        guard numbers.count == 4, (16...4096).contains(width),
            let frame = MapFrame(west: numbers[0], south: numbers[1], east: numbers[2], north: numbers[3], width: Double(width))
        else {
            throw Failure.badInput("--edges “\(edges)” is not west,south,east,north in degrees, such as 8.62,49.85,8.68,49.89.")
        }
        let map = try Failure.inOneSentence { StreetMap(try StreetGraph(path: graph)) }
        let start = processorSeconds()
        let svg = map.svg(frame)
        try writeResult(svg + "\n", to: out)
        Output.standardError.line(
            "\(svg.utf8.count / 1024) KiB in \(decimal(processorSeconds() - start, 3)) s. Map data: \(map.graph.attribution), ODbL."
        )
    }
}
