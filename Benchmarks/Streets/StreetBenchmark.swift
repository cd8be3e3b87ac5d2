import ArgumentParser
import Foundation
import Routing

/// Measures the street network on one extract, in processor seconds of this one-threaded process.
///
/// `Benchmarks/Streets/run.sh` runs it beside the engines that people run as servers, on the same points.
@main
struct StreetBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "street-benchmarks", abstract: "Import, start, closure and matrices of the street network.")

    @Argument(help: "An extract of OpenStreetMap.")
    var extract: String

    @Option(help: "West,south,east,north: where the points of the matrices are drawn.")
    var box: String = "8.60,49.36,8.76,49.46"

    @Option(help: "A folder for the graph and for the points (points-N.csv).")
    var folder: String = NSTemporaryDirectory()

    @Option(parsing: .upToNextOption, help: "Sizes of the matrices.")
    var sizes: [Int] = [100, 250, 500, 1000, 2000]

    @Flag(help: "Only one matrix of 1000 from the graph and points of an earlier run: the memory of a service that starts.")
    var memory = false

    func run() throws {
        if memory { return try measureMemory() }
        let limits = box.split(separator: ",").compactMap { Double($0) }
        guard limits.count == 4 else { throw ValidationError("--box needs west,south,east,north.") }
        let graphPath = folder + "/bench.streets"
        let places = try draw(in: limits)

        let firstMatrix = try measured {
            let graph = try StreetGraph.importing(OSMFile(path: extract))
            try graph.write(to: graphPath)
            _ = BikeNetwork(graph).matrix(Array(places.prefix(100)))
        }
        report("extract to first matrix", firstMatrix)
        let start = try fastest { _ = BikeNetwork(try StreetGraph(path: graphPath)) }
        report("start from the stored graph", start)

        let graph = try StreetGraph(path: graphPath)
        let middle = Coordinate(latitude: (limits[1] + limits[3]) / 2, longitude: (limits[0] + limits[2]) / 2)
        let ring = [(-0.002, -0.003), (-0.002, 0.003), (0.002, 0.003), (0.002, -0.003)].map {
            Coordinate(latitude: middle.latitude + $0.0, longitude: middle.longitude + $0.1)
        }
        report("closure of a polygon", fastest { _ = BikeNetwork(graph, closures: [StreetClosure(place: .polygon(ring))]) })

        let network = BikeNetwork(graph)
        for size in sizes {
            let points = Array(places.prefix(size))
            let seconds = fastest { _ = network.matrix(points) }
            report("matrix \(size)", seconds, note: "snapping included, \(peakMegabytes()) MB at most so far")
        }
        for size in [200, 500] where size < places.count { measureFurtherPlace(network, places, size) }
        var search = PairSearch(network)
        let positions = places.prefix(1000).compactMap { network.nearest(to: $0) }
        let pairs = fastest {
            for (from, to) in zip(positions, positions.reversed()) { _ = search.travel(from: from, to: to) }
        }
        report("one pair", pairs / Double(max(positions.count, 1)))
        report(
            "one route with line and steps",
            fastest {
                for (from, to) in zip(positions.prefix(100), positions.reversed()) { _ = network.route(from: from, to: to) }
            } / 100)
        try measureMap(graph, around: middle)
    }

    /// One more place beside others that were searched before: what a delivery window's question costs.
    private func measureFurtherPlace(_ network: BikeNetwork, _ places: [Coordinate], _ size: Int) {
        let known = places.prefix(size).map { network.nearest(to: $0) }
        let matrix = network.matrix(known)
        let further = places[size]
        let first = fastest { _ = PlaceSearches(network, known).rim(adding: [network.nearest(to: further)]) }
        let searches = PlaceSearches(network, known)
        let again = fastest {
            let rim = searches.rim(adding: [network.nearest(to: further)])
            _ = matrix.widened(by: 1) { rim.leg(from: $0, to: $1) }
        }
        report("a further place beside \(size)", again, note: String(format: "the first one %.5f", first))
    }

    /// The tiles around a place that fill a screen at two zooms, and the picture under a page's tours.
    private func measureMap(_ graph: StreetGraph, around place: Coordinate) throws {
        let map = StreetMap(graph)
        for zoom in [13, 16] {
            let count = Double(1 << zoom)
            let x = Int((place.longitude + 180) / 360 * count)
            let y = Int((1 - asinh(tan(place.latitude * .pi / 180)) / .pi) / 2 * count)
            let frames = (-2...2).flatMap { east in (-2...2).compactMap { MapFrame(zoom: zoom, x: x + east, y: y + $0) } }
            let seconds = fastest { for frame in frames { _ = map.svg(frame) } }
            let bytes = frames.map { map.svg($0).utf8.count }.max() ?? 0
            report("tile at zoom \(zoom)", seconds / Double(max(frames.count, 1)), note: "\(bytes / 1024) KiB at most")
        }
        let frame = MapFrame(
            west: place.longitude - 0.05, south: place.latitude - 0.025, east: place.longitude + 0.05,
            north: place.latitude + 0.025,
            width: 1000)
        guard let frame else { return }
        report("picture of 7 km by 5.5", fastest { _ = map.svg(frame) }, note: "\(map.svg(frame).utf8.count / 1024) KiB")
    }

    private func measureMemory() throws {
        let network = BikeNetwork(try StreetGraph(path: folder + "/bench.streets"))
        let started = peakMegabytes()
        let text = try String(contentsOfFile: folder + "/points-1000.csv", encoding: .utf8)
        let lines = text.split(separator: "\n").dropFirst()
        let places = lines.compactMap { line -> Coordinate? in
            let numbers = line.split(separator: ",").compactMap { Double($0) }
            return numbers.count == 2 ? Coordinate(latitude: numbers[1], longitude: numbers[0]) : nil
        }
        let seconds = measured { _ = network.matrix(places) }
        report(
            "first matrix \(places.count) after a start", seconds,
            note: "\(started) MB started, \(peakMegabytes()) MB at most")
    }

    /// Points on streets of the box, up to 20 m off, the same in every run.
    private func draw(in box: [Double]) throws -> [Coordinate] {
        let network = BikeNetwork(try StreetGraph.importing(OSMFile(path: extract)))
        var state: UInt64 = 20_261_121
        func random(_ range: ClosedRange<Double>) -> Double {
            // Knuth's linear congruential generator; good enough to scatter points.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return range.lowerBound + Double(state >> 11) / Double(1 << 53) * (range.upperBound - range.lowerBound)
        }
        var places: [Coordinate] = []
        while places.count < sizes.max() ?? 0 {
            let place = Coordinate(latitude: random(box[1]...box[3]), longitude: random(box[0]...box[2]))
            guard let street = network.nearest(to: place, within: 60) else { continue }
            places.append(
                Coordinate(
                    latitude: street.coordinate.latitude + random(-0.00012...0.00012),
                    longitude: street.coordinate.longitude + random(-0.00018...0.00018)))
        }
        for size in sizes {
            let lines = places.prefix(size).map { String(format: "%.7f,%.7f", $0.longitude, $0.latitude) }
            try ("lon,lat\n" + lines.joined(separator: "\n") + "\n").write(
                toFile: folder + "/points-\(size).csv", atomically: true, encoding: .utf8)
        }
        return places
    }

    // MARK: - Measuring

    private func measured(_ work: () throws -> Void) rethrows -> Double {
        let start = processorSeconds()
        try work()
        return processorSeconds() - start
    }

    /// The fastest of five runs: what is slower was disturbed.
    private func fastest(_ work: () throws -> Void) rethrows -> Double {
        var best = Double.infinity
        for _ in 0..<5 { best = min(best, try measured(work)) }
        return best
    }

    private func report(_ name: String, _ seconds: Double, note: String = "") {
        print("\(name)\t\(String(format: "%.5f", seconds))\t\(note)")
    }

    private func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func peakMegabytes() -> Int {
        var usage = rusage()
        getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1024
    }
}
