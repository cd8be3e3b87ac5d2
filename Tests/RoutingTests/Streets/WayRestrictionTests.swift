import Foundation
import Testing

@testable import Routing

/// Turn restrictions over ways, put upon the village's west: Westweg (10, then 11) runs north from Südstraße (1) over Hauptstraße (3) and Gegenstraße
/// (4) to Nordstraße (5).
@Suite("Turn restrictions over several ways")
struct WayRestrictionTests {
    private func metres(
        _ relations: [Village.Restriction], from: (Double, Double), to: (Double, Double), bike: CargoBike = .longJohn
    ) throws -> Double {
        let network = BikeNetwork(try Village.graph(restrictions: relations), bike: bike, objective: .distance)
        let route = try #require(network.route(from: Village.place(from.0, from.1), to: Village.place(to.0, to.1)))
        // The instructions come from the arcs that are ridden: they cannot agree if one of these is another than the search took.
        #expect(abs(route.steps.reduce(0) { $0 + $1.metres } - route.travel.metres) < 1)
        #expect(abs(route.steps.reduce(0) { $0 + $1.seconds } - route.travel.seconds) < 1)
        return route.travel.metres
    }

    private let noWayNorth = Village.Restriction("no_straight_on", from: 10, via: [11], to: 5)

    @Test("What is forbidden over a way is ridden round, and free to all who come from elsewhere or begin on the way")
    func forbidden() throws {
        #expect(abs(try metres([], from: (1.5, 0), to: (4, 0.2)) - 270) < 2)
        #expect(abs(try metres([noWayNorth], from: (1.5, 0), to: (4, 0.2)) - 430) < 4)
        #expect(abs(try metres([noWayNorth], from: (2, 0.2), to: (4, 0.2)) - 240) < 2)
        #expect(abs(try metres([noWayNorth], from: (2.5, 0), to: (4, 0.2)) - 170) < 2)
        #expect(abs(try metres([noWayNorth], from: (4, 0.2), to: (1.5, 0)) - 270) < 2)
        #expect(abs(try metres([noWayNorth], from: (1.5, 0), to: (3, 0.4)) - 190) < 2)
    }

    @Test("A place on the way between is reached, also by those who must not ride through")
    func places() throws {
        #expect(abs(try metres([noWayNorth], from: (1.5, 0), to: (3.8, 0)) - 230) < 2)
    }

    @Test("Where one way is the only one, whoever comes onto it rides it to its end; one may leave before it")
    func mandatory() throws {
        let only = Village.Restriction("only_straight_on", from: 3, via: [11], to: 5)
        #expect(abs(try metres([], from: (2, 0.5), to: (3, 0.2)) - 170) < 2)
        #expect(abs(try metres([only], from: (2, 0.5), to: (3, 0.2)) - 230) < 4)
        #expect(abs(try metres([only], from: (2, 0.5), to: (4, 0.2)) - 270) < 2)
        #expect(abs(try metres([only], from: (2, 0.5), to: (1.8, 0)) - 70) < 2)
        #expect(abs(try metres([only], from: (1.8, 0), to: (3, 0.2)) - 140) < 2)
    }

    @Test("Ways between may be several, told in either order", arguments: [[10, 11], [11, 10]] as [[Int64]])
    func several(via: [Int64]) throws {
        let restriction = Village.Restriction("no_right_turn", from: 1, via: via, to: 5)
        #expect(abs(try metres([], from: (0, 0.5), to: (4, 0.3)) - 480) < 3)
        #expect(abs(try metres([restriction], from: (0, 0.5), to: (4, 0.3)) - 520) < 4)
        // Whoever begins on the ways between has not come from there.
        #expect(abs(try metres([restriction], from: (0.5, 0), to: (4, 0.3)) - 380) < 3)
    }

    @Test("Restrictions that run over the same ways bind each by itself")
    func overlapping() throws {
        let both = [noWayNorth, Village.Restriction("no_right_turn", from: 10, via: [11], to: 4)]
        // The second has no way to end on: Gegenstraße leaves in the middle of Westweg.
        #expect(try Village.graph(restrictions: both).facts.restrictionsNotObeyed == 1)
        let nested = [noWayNorth, Village.Restriction("no_right_turn", from: 1, via: [10, 11], to: 5)]
        #expect(abs(try metres(nested, from: (1.5, 0), to: (4, 0.2)) - 430) < 4)
        #expect(abs(try metres(nested, from: (2, 0.2), to: (4, 0.2)) - 240) < 2)
    }

    @Test("A restriction that does not bind bicycles is none; one that binds only them is one")
    func exceptions() throws {
        let exempt = Village.Restriction("no_straight_on", from: 10, via: [11], to: 5, tags: [("except", "psv;bicycle")])
        #expect(abs(try metres([exempt], from: (1.5, 0), to: (4, 0.2)) - 270) < 2)
        let own = Village.Restriction(nil, from: 10, via: [11], to: 5, tags: [("restriction:bicycle", "no_straight_on")])
        #expect(abs(try metres([own], from: (1.5, 0), to: (4, 0.2)) - 430) < 4)
    }

    @Test("The import counts what binds and what does not hang together")
    func counts() throws {
        let facts = try Village.graph(restrictions: [
            noWayNorth, Village.Restriction("no_u_turn", from: 5, via: [12], to: 3),
            Village.Restriction("no_u_turn", from: 5, via: [999], to: 3),
            Village.Restriction("no_u_turn", from: 5, via: [], to: 3),
        ]).facts
        // One at a node is part of the village. A way that is not in the graph binds nobody.
        #expect(facts.restrictions == 2)
        #expect(facts.restrictionsNotObeyed == 2)
    }

    @Test("No way of any bike rides a forbidden sequence, and isochrones, matrix and single ways agree")
    func never() throws {
        let graph = try Village.graph(restrictions: [
            noWayNorth, Village.Restriction("no_right_turn", from: 1, via: [10, 11], to: 5),
        ])
        for bike in CargoBike.presets {
            let network = BikeNetwork(graph, bike: bike)
            let places = (0...4).flatMap { row in (0...4).map { Village.place(Double(row) + 0.07, Double($0) + 0.03) } }
            let matrix = network.matrix(places)
            var search = HierarchySearch(network.metric, network.hierarchy)
            for (from, start) in matrix.positions.enumerated() {
                for (to, end) in matrix.positions.enumerated() {
                    guard let start, let end, let path = search.path(from: start, to: end) else { continue }
                    let edges = [start.edge] + path.arcs.map { $0 >> 1 }
                    var ways = edges.flatMap { graph.pieces(ofEdge: $0).map { graph.pieceWay[$0] } }
                    ways = zip([-1] + ways, ways).filter { $0 != $1 }.map(\.1)
                    let isForbidden = zip(ways, zip(ways.dropFirst(), ways.dropFirst(2))).contains { $0 == 10 && $1 == (11, 5) }
                    #expect(!isForbidden, "\(bike.name) \(from) \(to): \(ways)")
                    let seconds = network.objective.travel(path.cost).map { Int32($0.seconds.rounded()) }
                    #expect(seconds == matrix.matrix.durations[from * places.count + to], "\(bike.name) \(from) \(to)")
                }
            }
        }
    }
}
