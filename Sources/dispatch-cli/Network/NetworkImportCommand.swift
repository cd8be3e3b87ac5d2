import ArgumentParser
import Foundation
import Routing

struct NetworkImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make a street graph from an OpenStreetMap extract (.osm.pbf or .osm).")

    @Argument(help: "The extract.")
    var file: String

    @Option(help: "A folder with SRTM heights (N49E008.hgt, also as .hgt.zip): then hills count.")
    var elevation: String?

    @Option(help: "Where to store the graph.")
    var out: String

    func run() throws {
        var bar = ProgressBar()
        let start = processorSeconds()
        let heights = elevation.map { ElevationModel(folder: $0) }
        let graph: StreetGraph
        do {
            defer { bar.clear() }
            var shown = -1
            graph = try Failure.inOneSentence {
                try StreetGraph.importing(OSMFile(path: file), elevation: heights) { fraction in
                    let percent = Int(fraction * 100)
                    guard percent != shown else { return }
                    shown = percent
                    bar.show(fraction: fraction, label: "importing \(file)")
                }
            }
        }
        try Failure.inOneSentence { try graph.write(to: out) }
        for complaint in heights?.complaints ?? [] { Output.standardError.line(complaint) }
        let facts = graph.facts
        let kilometres = Int((Double(facts.length) / 100_000).rounded())
        Output.standardOutput.line(
            "\(out): \(graph.nodeCount) junctions, \(graph.edgeCount) streets, \(kilometres) km from \(facts.ways) ways, "
                + "\(facts.restrictions) turn restrictions, \(graph.hasHeights ? "with" : "without") heights; "
                + "\(graph.byteCount / 1024) KiB in \(decimal(processorSeconds() - start, 2)) s.")
        if facts.restrictionsNotObeyed > 0 {
            Output.standardOutput.line(
                "\(facts.restrictionsNotObeyed) turn restrictions are not obeyed: their members do not hang together.")
        }
        if facts.missingNodes > 0 {
            Output.standardOutput.line("\(facts.missingNodes) points of streets are missing, as at the border of an extract.")
        }
        Output.standardOutput.line("Map data: \(graph.attribution), ODbL.")
    }
}
