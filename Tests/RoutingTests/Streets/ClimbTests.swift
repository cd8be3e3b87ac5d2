import TestSupport
import Testing

@testable import Routing

@Suite("Climbed metres")
struct ClimbTests {
    @Test("a way climbs as much as the points of its line rise, and its points are as high as the streets there")
    func sumOfRises() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        let graph = try HillyTile.withFolder { folder in
            try RandomTown(seed: seed, size: 9).graph(elevation: ElevationModel(folder: folder))
        }
        var heights: [Coordinate: Set<Double>] = [:]
        for point in graph.pointLongitude.indices {
            heights[graph.position(ofPoint: point), default: []].insert(Double(graph.pointHeight[point]) / 10)
        }
        let network = BikeNetwork(graph, bike: .longJohn)
        var random = SeededGenerator(seed: seed)
        func place() -> Coordinate {
            Coordinate(
                latitude: 49.87 + .random(in: 0...8, using: &random) * 0.0009,
                longitude: 8.65 + .random(in: 0...8, using: &random) * 0.0014)
        }
        var (ways, hilly) = (0, 0)
        for _ in 0..<300 {
            guard let route = network.route(from: place(), to: place()) else { continue }
            ways += 1
            #expect(route.heights.count == route.line.count, "seed \(seed)")
            var sum = 0.0
            for index in route.heights.indices.dropFirst() where route.heights[index] > route.heights[index - 1] {
                sum += route.heights[index] - route.heights[index - 1]
            }
            let climb = try #require(route.climb)
            #expect(abs(climb.metres - sum) < 1e-6, "seed \(seed)")
            for (coordinate, height) in zip(route.line, route.heights).dropFirst().dropLast() {
                #expect(heights[coordinate]?.contains(height) == true, "seed \(seed), \(coordinate)")
            }
            for (position, height) in [(route.start, route.heights.first), (route.end, route.heights.last)] {
                let ends = [graph.height(ofPoint: position.segment), graph.height(ofPoint: position.segment + 1)].sorted()
                #expect(height.map { (ends[0] - 1e-6...ends[1] + 1e-6).contains($0) } == true, "seed \(seed)")
            }
            if climb.metres > 0 { hilly += 1 }
        }
        #expect(ways > 100 && hilly > ways / 2, "seed \(seed)")
    }

    @Test("streets without heights tell no climb")
    func flat() throws {
        let network = BikeNetwork(try RandomTown(seed: 1, size: 5).graph(), bike: .longJohn)
        let route = try #require(
            network.route(
                from: Coordinate(latitude: 49.8701, longitude: 8.6501), to: Coordinate(latitude: 49.8732, longitude: 8.6548)))
        #expect(route.climb == nil && route.heights.isEmpty)
    }

    @Test("going down again is not taken off")
    func upAndDown() {
        #expect(Climb(along: [100, 110, 105, 105, 125, 90]).metres == 30)
        #expect(Climb(along: []).metres == 0 && Climb(along: [7]).metres == 0)
    }
}
