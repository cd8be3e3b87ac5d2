import Foundation
import Testing

@testable import Routing

/// How often the random pairs are drawn anew: once, more with `SCHAUFENSTER_PROPERTY_ROUNDS` (30 of the solver's rounds are one of these).
private let rounds = max(1, (ProcessInfo.processInfo.environment["SCHAUFENSTER_PROPERTY_ROUNDS"].flatMap(Int.init) ?? 30) / 30)

@Suite("The hierarchy is exact")
struct ExactnessTests {
    /// Compares hierarchy, matrix and unpacked ways with Dijkstra's algorithm.
    ///
    /// - Returns: how many pairs were compared.
    private func compare(
        _ graph: StreetGraph, bike: CargoBike, objective: RouteObjective, closures: [StreetClosure], sources: Int, targets: Int,
        seed: UInt64
    ) -> Int {
        let label = "seed \(seed), \(bike.name), \(objective), \(closures.count) closures"
        var random = SeededGenerator(seed: seed)
        let network = BikeNetwork(graph, bike: bike, objective: objective, closures: closures)
        let positions = (0..<sources + targets).compactMap { _ in network.nearest(to: place(graph, &random)) }
        let matrix = network.matrix(positions.map(Optional.some))
        var plain = DijkstraSearch(network.metric)
        var search = HierarchySearch(network.metric, network.hierarchy)
        var compared = 0
        for (row, from) in positions.prefix(sources).enumerated() {
            plain.run(from: network.metric.departures(from: from))
            for (column, to) in positions.enumerated() where column != row {
                let around = plain.cost(to: to)
                let direct = network.metric.directCost(from: from, to: to)
                let expected = direct.weight <= around.weight ? direct : around
                let found = search.cost(from: from, to: to).cost
                #expect(found.weight == expected.weight, "\(label), pair \(row) \(column)")
                let entry = row * matrix.size + column
                if expected.isReachable {
                    let amounts = objective.amounts(weight: expected.weight, secondary: expected.secondary)
                    let told = objective == .time ? matrix.durations[entry] : matrix.distances?[entry] ?? -1
                    #expect(
                        told == ((objective == .time ? amounts.time : amounts.distance) + 50) / 100,
                        "\(label), pair \(row) \(column)")
                } else {
                    #expect(matrix.durations[entry] == TravelMatrix.unreachable, "\(label), pair \(row) \(column)")
                }
                if column % 50 == 0 { expectPathCosts(network, &search, from: from, to: to, label) }
                compared += 1
            }
        }
        return compared
    }

    /// The unpacked arcs, followed one by one, cost what the search says, in time, distance and energy.
    private func expectPathCosts(
        _ network: BikeNetwork, _ search: inout HierarchySearch, from: StreetPosition, to: StreetPosition, _ label: String
    ) {
        guard let path = search.path(from: from, to: to), let first = path.arcs.first, let last = path.arcs.last else { return }
        let graph = network.graph
        let metric = network.metric
        let starts = metric.departures(from: from).filter { graph.rankArc[Int($0.rank)] == Int32(first) }.map(\.cost)
        var cost = starts.min { $0.weight < $1.weight } ?? .unreachable
        for (arc, next) in zip(path.arcs, path.arcs.dropFirst()) {
            let rank = Int(graph.arcRank[arc])
            let turn = (Int(graph.turnFirst[rank])..<Int(graph.turnFirst[rank + 1])).first {
                graph.rankArc[Int(graph.turnHead[$0])] == Int32(next)
            }
            cost = cost + metric.cost(ofArc: arc) + (turn.map(metric.cost(ofTurn:)) ?? .unreachable)
        }
        let arrival = metric.arrivals(at: to).first { graph.rankArc[Int($0.rank)] == Int32(last) }?.cost ?? .unreachable
        #expect(cost + arrival == path.cost, "\(label)")
    }

    /// Somewhere near a street.
    private func place(_ graph: StreetGraph, _ random: inout SeededGenerator) -> Coordinate {
        var place = graph.position(ofPoint: Int.random(in: 0..<graph.pointLongitude.count, using: &random))
        place.latitude += .random(in: -0.0004...0.0004, using: &random)
        place.longitude += .random(in: -0.0004...0.0004, using: &random)
        return place
    }

    private func closures(_ graph: StreetGraph, count: Int, size: Double, seed: UInt64) -> [StreetClosure] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { number in
            let middle = place(graph, &random)
            let corners = [(-size, -size), (-size, size), (size, 0)].map {
                Coordinate(latitude: middle.latitude + $0.0, longitude: middle.longitude + $0.1)
            }
            return StreetClosure(place: .polygon(corners), effect: number % 2 == 0 ? .closed : .slow(5))
        }
    }

    @Test(
        "Village: as Dijkstra's algorithm, for every bike and both objectives, with and without closures",
        arguments: CargoBike.presets)
    func village(bike: CargoBike) throws {
        // With restrictions over ways, whose arcs stand in the hierarchy more than once.
        let graph = try Village.graph(restrictions: [
            Village.Restriction("no_straight_on", from: 10, via: [11], to: 5),
            Village.Restriction("only_straight_on", from: 3, via: [11], to: 5),
        ])
        let seed = UInt64.random(in: 0...UInt64.max)
        for objective in RouteObjective.allCases {
            for count in [0, 1, 3] {
                let closures = closures(graph, count: count, size: 0.0006, seed: seed)
                let compared = compare(
                    graph, bike: bike, objective: objective, closures: closures, sources: 40, targets: 20, seed: seed)
                #expect(compared > 1000)
            }
        }
    }

    #if DEBUG
        static let town = (size: 12, sources: 4, targets: 120)
    #else
        static let town = (size: 40, sources: 50, targets: 1050)
    #endif

    @Test(
        "Made-up towns: 100,000 random pairs for each of two bikes as Dijkstra's algorithm, half of them with closures",
        arguments: [CargoBike.longJohn, .trike])
    func towns(bike: CargoBike) throws {
        for _ in 0..<rounds {
            let seed = UInt64.random(in: 0...UInt64.max)
            let graph = try RandomTown(seed: seed, size: Self.town.size).graph()
            #expect(!graph.furtherRanks.isEmpty, "seed \(seed): no restriction over ways binds")
            for count in [0, 6] {
                let closures = closures(graph, count: count, size: 0.001, seed: seed)
                let compared = compare(
                    graph, bike: bike, objective: .time, closures: closures, sources: Self.town.sources,
                    targets: Self.town.targets,
                    seed: seed)
                #expect(compared >= Self.town.sources * Self.town.targets, "seed \(seed)")
            }
        }
    }

    #if DEBUG
        // Without optimization Dijkstra's algorithm takes a hundred times as long: a small town and few pairs.
        static let city = (file: "north-bayreuth.osm.pbf", sources: 3)
    #else
        static let city = (file: "heidelberg.osm.pbf", sources: 50)
    #endif

    @Test(
        "A city: 100,000 random pairs for each of two bikes as Dijkstra's algorithm, with and without closures",
        .enabled(if: SharedExtracts.arePresent), arguments: [CargoBike.longJohn, .cabin])
    func city(bike: CargoBike) throws {
        let graph = try StreetGraph.importing(SharedExtracts.file(Self.city.file))
        for _ in 0..<rounds {
            let seed = UInt64.random(in: 0...UInt64.max)
            for isClosed in [false, true] {
                let closures = closures(graph, count: isClosed ? 6 : 0, size: 0.003, seed: seed)
                let compared = compare(
                    graph, bike: bike, objective: .time, closures: closures, sources: Self.city.sources, targets: 1100,
                    seed: seed)
                #expect(compared >= Self.city.sources * 1000)
            }
        }
    }

    @Test("Places that join others have the very numbers of a matrix of all, whatever joined before")
    func furtherPlaces() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let graph = try RandomTown(seed: seed, size: 12).graph()
        let closures = closures(graph, count: 3, size: 0.001, seed: seed)
        let network = BikeNetwork(graph, bike: .trike, closures: closures)
        var searches = PlaceSearches(network, (0..<21).map { _ in network.nearest(to: place(graph, &random)) })
        var matrix = network.matrix(searches.positions)
        for step in 0..<20 {
            // Sometimes several, one without a street, one that is there already.
            var added = (0..<Int.random(in: 1...3, using: &random)).map { _ in network.nearest(to: place(graph, &random)) }
            if step % 5 == 2 { added.append(nil) }
            if step % 5 == 3 { added.append(searches.positions[step]) }
            let rim = searches.rim(adding: added)
            matrix = matrix.widened(by: added.count) { rim.leg(from: $0, to: $1) }
            searches = rim.all
            #expect(matrix == network.matrix(searches.positions), "seed \(seed), step \(step)")
        }
    }
}
