import Accounts
import Catalog
import Database
import Foundation
import Routing
import Testing

@testable import Delivery

@Suite("Travel through the streets")
struct StreetTravelTests {
    private let longJohn = SampleFleet.types[0]

    @Test("ways follow the streets: longer than the line, and not the same both ways where a street is one-way")
    func alongStreets() async throws {
        let source = StreetTravelSource(try StreetVillage.streets())
        let places = [
            StreetVillage.place(0, 0), StreetVillage.place(4, 4), StreetVillage.place(1, 0.5), StreetVillage.place(1, 1.5),
        ]
        let tables = try await source.tables(between: places, for: [longJohn], closures: [])
        let travel = try #require(tables.matrices.first)
        #expect(tables.kind == .streets && tables.farFromStreets.isEmpty)
        #expect(Double(travel.distance(from: 0, to: 1)) > places[0].metres(to: places[1]))
        #expect(travel.duration(from: 2, to: 3) != travel.duration(from: 3, to: 2), "way 2 is one-way")
        #expect((travel.energies?[1] ?? 0) > 0)
        for place in places.indices { #expect(travel.duration(from: place, to: place) == 0) }
    }

    @Test("a wide bike has tables of its own")
    func kinds() async throws {
        let source = StreetTravelSource(try StreetVillage.streets())
        // Between both lies the path with a bollard that leaves 0.9 m.
        let places = [StreetVillage.place(0.2, 4), StreetVillage.place(0.8, 4)]
        let tables = try await source.tables(between: places, for: SampleFleet.types, closures: [])
        #expect(tables.matrices.count == SampleFleet.types.count)
        let (narrow, wide) = (tables.matrices[0], tables.matrices[2])
        #expect(wide.duration(from: 0, to: 1) > narrow.duration(from: 0, to: 1))
    }

    @Test("a place far from every street gets straight lines and is named; the others keep their streets")
    func farPlace() async throws {
        let source = StreetTravelSource(try StreetVillage.streets())
        let far = SampleFleet.point(49.95, 8.75)
        let places = [StreetVillage.place(0, 0), far, StreetVillage.place(4, 4)]
        let tables = try await source.tables(between: places, for: [longJohn], closures: [])
        let lines = GreatCircleTravelSource().matrix(between: places, for: longJohn)
        #expect(tables.farFromStreets == [1])
        #expect(tables.matrices[0].duration(from: 0, to: 1) == lines.duration(from: 0, to: 1))
        #expect(tables.matrices[0].duration(from: 1, to: 2) == lines.duration(from: 1, to: 2))
        #expect(tables.matrices[0].duration(from: 0, to: 2) != lines.duration(from: 0, to: 2))
    }

    @Test("what is farther from the street than the curb is walked")
    func walks() {
        let travel = TravelMatrix(
            size: 2, durations: [0, 100, 100, 0], distances: [0, 400, 400, 0], energies: [0, 5000, 5000, 0])
        let joined = StreetTravelSource.joined(travel, ends: StreetEnds(walks: [0, 100], far: []), lines: nil)
        // 100 m at 4 km/h.
        #expect(
            joined.durations == [0, 190, 190, 0] && joined.distances == [0, 500, 500, 0] && joined.energies == travel.energies)
    }

    @Test("further places join tables and have the ways that tables of all of them have, also far ones and those in closed areas")
    func furtherPlaces() async throws {
        let source = StreetTravelSource(try StreetVillage.streets())
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = XorShift(seed: seed)
        func place() -> GeoPoint {
            let (row, column) = (Double.random(in: -0.2...4.2, using: &random), Double.random(in: -0.2...4.2, using: &random))
            return StreetVillage.place(row, column)
        }
        let closure = StreetVillage.closure(StreetVillage.box(0.8, -1, 2.2, 2.5))
        let far = SampleFleet.point(49.95, 8.75)
        for closures in [[], [closure]] {
            var places = (0..<19).map { _ in place() } + [far]
            var tables = try await source.tables(between: places, for: SampleFleet.types, closures: closures)
            // More steps than blocks of searches are kept, two of them without or with a place that is known already.
            for step in 0..<12 {
                let added =
                    step == 3 ? [] : step == 4 ? [places[2], place()] : step == 5 ? [SampleFleet.point(49.8, 8.5)] : [place()]
                tables = try await source.tables(
                    tables, between: places, adding: added, for: SampleFleet.types, closures: closures)
                places += added
                let anew = try await source.tables(between: places, for: SampleFleet.types, closures: closures)
                #expect(tables.matrices == anew.matrices, "seed \(seed), step \(step), \(closures.count) closures")
                #expect(tables.farFromStreets == anew.farFromStreets && tables.identity == anew.identity)
            }
        }
    }

    @Test("tables of other streets than now are made anew when places join them")
    func furtherPlacesAfterClosure() async throws {
        let source = StreetTravelSource(try StreetVillage.streets())
        let places = [StreetVillage.place(2, 0.5), StreetVillage.place(0, 0)]
        let added = [StreetVillage.place(2, 3.5)]
        let closure = StreetVillage.closure(StreetVillage.box(1.9, 1.4, 2.1, 1.6))
        let before = try await source.tables(between: places, for: [longJohn], closures: [])
        let after = try await source.tables(before, between: places, adding: added, for: [longJohn], closures: [closure])
        #expect(try await source.tables(between: places + added, for: [longJohn], closures: [closure]).matrices == after.matrices)
        let open = try await source.tables(before, between: places, adding: added, for: [longJohn], closures: [])
        #expect(open.matrices != after.matrices)
    }

    @Test("a closed street is ridden around, a slow one takes longer, and the tables' name says so")
    func closures() async throws {
        let source = StreetTravelSource(try StreetVillage.streets())
        let places = [StreetVillage.place(2, 0.5), StreetVillage.place(2, 3.5)]
        func tables(_ closures: [NetworkClosure]) async throws -> TravelTables {
            try await source.tables(between: places, for: [longJohn], closures: closures)
        }
        let open = try await tables([])
        let closure = StreetVillage.closure(StreetVillage.box(1.9, 1.4, 2.1, 1.6))
        let closed = try await tables([closure])
        let slow = try await tables([StreetVillage.closure(nil, way: 3, speed: 4)])
        #expect(closed.matrices[0].distance(from: 0, to: 1) > open.matrices[0].distance(from: 0, to: 1))
        #expect(slow.matrices[0].duration(from: 0, to: 1) > open.matrices[0].duration(from: 0, to: 1))
        #expect(Set([open.identity, closed.identity, slow.identity]).count == 3)
        #expect(try await tables([closure]).identity == closed.identity)
    }

    @Test("a door within a closed area is walked to, and is not reckoned in straight lines")
    func doorInClosedArea() async throws {
        let source = StreetTravelSource(try StreetVillage.streets())
        let places = [StreetVillage.place(0, 0), StreetVillage.place(4, 2)]
        let closure = StreetVillage.closure(StreetVillage.box(0.8, -1, 5, 5))
        let tables = try await source.tables(between: places, for: [longJohn], closures: [closure])
        #expect(tables.farFromStreets.isEmpty)
        // From the south street at least 350 m are on foot, five minutes.
        #expect(tables.matrices[0].duration(from: 0, to: 1) > 300)
    }

    @Test("a plan says that it was made with streets, names what is far from them, and straight lines say so as well")
    func plans() async throws {
        let streets = try StreetVillage.streets()
        try await City.withCity(streets: streets) { city in
            try await city.addFleet()
            try await city.addShipments(6)
            let plan = try await city.plan()
            #expect(plan.travelSource == .streets && plan.feasible)
            // The hubs are kilometres from the village.
            #expect(Set(SampleFleet.hubs.map(\.name)).isSubset(of: Set(plan.farFromStreets)))
            let source = try await city.database.one(
                "test.source", "SELECT travel_source FROM delivery.plan WHERE id = \(plan.id)"
            ).decode(String.self)
            #expect(source.contains(streets.graph.fingerprint))
            let status = try await city.delivery.status(on: City.day)
            #expect(status.travelSource == .streets && status.network?.source == "village.osm")
        }
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(2)
            #expect(try await city.plan().travelSource == .greatCircle)
            let status = try await city.delivery.status(on: City.day)
            #expect(status.travelSource == .greatCircle && status.network == nil)
        }
    }

    @Test("the way between two places is told as the streets are now, and its failures are told apart")
    func ways() async throws {
        try await City.withCity(streets: StreetVillage.streets()) { city in
            let (from, to) = (StreetVillage.place(2, 0.5), StreetVillage.place(2, 3.5))
            let way = try await city.delivery.way(from: from, to: to)
            #expect(way.steps.contains { $0.name == "Hauptstraße" })
            await #expect(throws: WayProblem.farFromStreets(SampleFleet.point(0, 0))) {
                _ = try await city.delivery.way(from: from, to: SampleFleet.point(0, 0))
            }
            await #expect(throws: WayProblem.unknownBike("rocket")) {
                _ = try await city.delivery.way(from: from, to: to, bikeType: "rocket")
            }
        }
        try await City.withCity { city in
            await #expect(throws: WayProblem.noStreets) {
                _ = try await city.delivery.way(from: StreetVillage.place(0, 0), to: StreetVillage.place(1, 1))
            }
        }
    }
}
