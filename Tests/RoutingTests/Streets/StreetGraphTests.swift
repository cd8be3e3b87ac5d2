import Foundation
import Testing

@testable import Routing

@Suite("The street graph")
struct StreetGraphTests {
    private func names(_ route: StreetRoute?) -> [String] {
        var names: [String] = []
        for step in route?.steps ?? [] where !step.name.isEmpty && names.last != step.name { names.append(step.name) }
        return names
    }

    @Test("An import keeps streets for bikes, joins stretches without a choice, and counts what it did")
    func importing() throws {
        let graph = try Village.graph()
        #expect(graph.facts.ways == 21)
        #expect(graph.facts.restrictions == 1)
        #expect(graph.facts.restrictionsNotObeyed == 0)
        // The path with the bollard is one edge of two pieces: 104 – 201 – 114.
        let pieces = (0..<graph.pieceCount).filter { graph.pieceWay[$0] == 18 }
        #expect(pieces.count == 2)
        #expect(Set(pieces.map { graph.pieceEdge[$0] }).count == 1)
        #expect((0..<graph.pieceCount).allSatisfy { ![24, 31].contains(graph.pieceWay[$0]) })
        #expect(graph.attribution == "© OpenStreetMap contributors")
    }

    @Test("A file without streets is refused in one sentence")
    func noStreets() {
        let error = #expect(throws: StreetNetworkError.self) {
            _ = try StreetGraph.importing(OSMFile(name: "empty.osm", bytes: Array("<osm></osm>".utf8)))
        }
        #expect(error?.description == "empty.osm has no street that a cargo bike may use.")
    }

    @Test("Progress runs from 0 to 1 and never back")
    func progress() throws {
        var steps: [Double] = []
        _ = try StreetGraph.importing(OSMFile(name: "village.osm", bytes: try Village.bytes())) { steps.append($0) }
        #expect(steps == steps.sorted())
        #expect(steps.last == 1)
    }

    @Test("A stored graph answers like the one it was stored from")
    func storing() throws {
        let graph = try Village.graph()
        let path = NSTemporaryDirectory() + "village-\(UUID().uuidString).streets"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try graph.write(to: path)
        let again = try StreetGraph(path: path)
        #expect(again.byteCount == graph.byteCount)
        #expect(again.facts == graph.facts)
        #expect(again.source == "village.osm")
        let places = [Village.place(0, 0), Village.place(4, 4), Village.place(2, 1.5), Village.place(3.2, 3)]
        #expect(BikeNetwork(again).matrix(places).matrix == BikeNetwork(graph).matrix(places).matrix)
    }

    @Test("A damaged, shortened, foreign or missing graph is refused in one sentence", arguments: 0..<5)
    func damaged(kind: Int) throws {
        let path = NSTemporaryDirectory() + "damaged-\(UUID().uuidString).streets"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Village.graph().write(to: path)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let words: String
        switch kind {
        case 0:
            bytes[bytes.count / 2] ^= 1
            words = "check sum"
        case 1:
            bytes.removeLast(100)
            words = "bytes"
        case 2:
            bytes[8] = 99
            words = "format 99"
        case 3:
            bytes = Data("some other file".utf8)
            words = "not a street graph"
        default:
            bytes = Data()
            words = "empty"
        }
        try bytes.write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: StreetNetworkError.self) { _ = try StreetGraph(path: path) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        #expect(throws: StreetNetworkError.self) { _ = try StreetGraph(path: "/nowhere/at.all") }
    }

    // MARK: - Ways through the village

    @Test("One-way streets are ridden with the flow, contraflow where a sign lets bicycles")
    func oneWays() throws {
        let network = BikeNetwork(try Village.graph())
        let east = try #require(network.route(from: Village.place(1, 1.3), to: Village.place(1, 1.7)))
        #expect(abs(east.travel.metres - 40) < 1)
        let west = try #require(network.route(from: Village.place(1, 1.7), to: Village.place(1, 1.3)))
        #expect(west.travel.metres > 200)
        let contraflow = try #require(network.route(from: Village.place(3, 1.7), to: Village.place(3, 1.3)))
        #expect(abs(contraflow.travel.metres - 40) < 1)
    }

    @Test("Steps are for nobody with a load; an ordinary bicycle is carried")
    func steps() throws {
        let graph = try Village.graph()
        let from = Village.place(0, 3)
        let to = Village.place(1, 3)
        let cargo = try #require(BikeNetwork(graph, objective: .distance).route(from: from, to: to))
        let light = try #require(BikeNetwork(graph, bike: .bicycle, objective: .distance).route(from: from, to: to))
        #expect(cargo.travel.metres > 250)
        #expect(abs(light.travel.metres - 100) < 2)
    }

    @Test("A gap of 0.9 m lets the long-john through and not the trailer; a cycle barrier neither trailer nor trike")
    func barriers() throws {
        let graph = try Village.graph()
        let bollard = { (bike: CargoBike) in
            BikeNetwork(graph, bike: bike).route(from: Village.place(0.2, 4), to: Village.place(0.8, 4))?.travel.metres
                ?? .infinity
        }
        #expect(bollard(.longJohn) < 70)
        #expect(bollard(.trailer) > 200)
        let cycleBarrier = { (bike: CargoBike) in
            BikeNetwork(graph, bike: bike).route(from: Village.place(1.2, 4), to: Village.place(1.8, 4))?.travel.metres
                ?? .infinity
        }
        #expect(cycleBarrier(.longJohn) < 70)
        #expect(cycleBarrier(.trike) > 200)
    }

    @Test("The turn that is forbidden is not taken, the one that is free for bicycles is")
    func turnRestrictions() throws {
        let network = BikeNetwork(try Village.graph(), objective: .distance)
        let forbidden = try #require(network.route(from: Village.place(1.8, 0), to: Village.place(2, 0.2)))
        #expect(forbidden.travel.metres > 200)
        let exempt = try #require(network.route(from: Village.place(2.2, 0), to: Village.place(2, 0.2)))
        #expect(abs(exempt.travel.metres - 40) < 1)
    }

    @Test("A street for destinations only is no short cut, but a place to go to and come from")
    func destinationOnly() throws {
        let network = BikeNetwork(try Village.graph())
        let through = network.route(from: Village.place(0, 0.05), to: Village.place(2.05, 2))
        #expect(!names(through).contains("Anliegerweg"))
        let end = Village.place(0.9, 1.1)
        let to = try #require(network.route(from: Village.place(0, 0.05), to: end))
        let from = try #require(network.route(from: end, to: Village.place(2.05, 2)))
        #expect(names(to).last == "Anliegerweg" && names(from).first == "Anliegerweg")
        // The penalty for riding through is not part of any time that is told.
        #expect(to.travel.seconds < 120 && from.travel.seconds < 120)
    }

    @Test("One turns round at a dead end only")
    func deadEnd() throws {
        let network = BikeNetwork(try Village.graph())
        let route = try #require(network.route(from: Village.place(0, 4.8), to: Village.place(0, 3.5)))
        #expect(abs(route.travel.metres - 130) < 2)
        #expect(names(route) == ["Sackgasse", "Südstraße"])
    }

    @Test("Signals and turns cost time, not distance")
    func delays() throws {
        let network = BikeNetwork(try Village.graph())
        let straight = try #require(network.route(from: Village.place(2, 1.5), to: Village.place(2, 2.5)))
        let free = try #require(network.route(from: Village.place(2, 2.5), to: Village.place(2, 3.4)))
        #expect(abs(straight.travel.seconds - straight.travel.metres / 5 - 8) < 0.5)
        #expect(abs(free.travel.seconds - free.travel.metres / 5) < 0.5)
    }

    // MARK: - Nearest street

    @Test("A place finds its street, with the side on which it lies")
    func nearest() throws {
        let network = BikeNetwork(try Village.graph())
        let position = try #require(network.nearest(to: Village.place(2.1, 1.5)))
        #expect(network.graph.name(ofPiece: position.piece) == "Hauptstraße")
        #expect(abs(position.snapDistance - 10) < 0.2)
        let other = try #require(network.nearest(to: Village.place(1.9, 1.5)))
        #expect(other.piece == position.piece && other.side != position.side && other.side != .on)
        #expect(network.nearest(to: Village.place(2, 1.5))?.side == .on)
    }

    @Test("Streets that one cannot come away from are not offered; far places have none")
    func islands() throws {
        let network = BikeNetwork(try Village.graph())
        let nearIsland = try #require(network.nearest(to: Village.place(0, 9)))
        #expect(network.graph.name(ofPiece: nearIsland.piece) == "Sackgasse")
        #expect(network.nearest(to: Village.place(40, 40)) == nil)
        #expect(network.nearest(to: Coordinate(latitude: -80, longitude: 170)) == nil)
    }

    @Test("The check names the island and the addresses on it")
    func check() throws {
        let file = OSMFile(name: "village.osm", bytes: try Village.bytes())
        let check = NetworkCheck(BikeNetwork(try Village.graph()), addresses: try StreetAddress.all(in: file))
        #expect(check.islands.map(\.name) == ["Insel"])
        #expect(check.addressCount == 2)
        #expect(check.farAddresses.map(\.address.street) == ["Insel"])
        #expect(check.connectedMetres < check.openMetres)
    }

    // MARK: - Closures

    @Test("A closed area is ridden around, and what lies in it is reached from its edge")
    func closedArea() throws {
        let graph = try Village.graph()
        let from = Village.place(2, 1.2)
        let to = Village.place(2, 2.8)
        let open = try #require(BikeNetwork(graph).route(from: from, to: to))
        let closure = StreetClosure(place: .polygon(Village.box(1.9, 1.4, 2.1, 1.6)))
        let closed = try #require(BikeNetwork(graph, closures: [closure]).route(from: from, to: to))
        #expect(abs(open.travel.metres - 160) < 1)
        #expect(closed.travel.metres > 250)
    }

    @Test("A closed way is not used; a slow zone slows; hours are the caller's to ask for")
    func closedWay() throws {
        let graph = try Village.graph()
        let from = Village.place(2, 0.2)
        let to = Village.place(2, 3.8)
        let closed = BikeNetwork(graph, closures: [StreetClosure(place: .way(3))])
        #expect(!names(closed.route(from: Village.place(4, 0), to: Village.place(0, 4))).contains("Hauptstraße"))
        let slow = StreetClosure(place: .polygon(Village.box(1.9, -0.5, 2.1, 4.5)), effect: .slow(6))
        let normal = try #require(BikeNetwork(graph).route(from: from, to: to))
        let slowed = try #require(BikeNetwork(graph, closures: [slow]).route(from: from, to: to))
        #expect(slowed.travel.seconds > normal.travel.seconds * 1.4)
        let hours = DateInterval(start: Date(timeIntervalSince1970: 0), duration: 3600)
        let market = StreetClosure(place: .way(3), hours: hours)
        #expect(market.isActive(at: Date(timeIntervalSince1970: 60)) && !market.isActive(at: Date(timeIntervalSince1970: 7200)))
    }

    // MARK: - Lines and areas

    @Test("A route's steps add up to its time and length, its line begins and ends at the street")
    func routeSteps() throws {
        let network = BikeNetwork(try Village.graph())
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let places = (0..<2).map { _ in Village.place(.random(in: 0...4, using: &random), .random(in: 0...4, using: &random))
            }
            let route = try #require(network.route(from: places[0], to: places[1]), "seed \(seed)")
            let metres = route.steps.reduce(0) { $0 + $1.metres }
            let seconds = route.steps.reduce(0) { $0 + $1.seconds }
            #expect(abs(metres - route.travel.metres) < 0.5, "seed \(seed)")
            #expect(abs(seconds - route.travel.seconds) < 0.5, "seed \(seed)")
            #expect(route.steps.first?.maneuver == .depart && route.steps.last?.name == route.steps.dropLast().last?.name)
            let line = zip(route.line, route.line.dropFirst()).reduce(0.0) {
                $0 + Geodesy.metres(from: FixedCoordinate($1.0), to: FixedCoordinate($1.1))
            }
            #expect(abs(line - route.travel.metres) < 0.5, "seed \(seed)")
        }
    }

    @Test("Directions say left and right as one rides")
    func directions() throws {
        let network = BikeNetwork(try Village.graph())
        let route = try #require(network.route(from: Village.place(4, 0.5), to: Village.place(3.7, 0)))
        #expect(route.steps.map(\.maneuver).dropLast() == [.depart, .left])
        let back = try #require(network.route(from: Village.place(3.7, 0), to: Village.place(4, 0.5)))
        #expect(back.steps.map(\.maneuver).dropLast() == [.depart, .right])
    }

    @Test("GeoJSON can be read, names what it owes to whom, and holds line and steps; GPX holds the line")
    func exports() throws {
        let network = BikeNetwork(try Village.graph())
        let route = try #require(network.route(from: Village.place(0, 0), to: Village.place(4, 4)))
        let object = try JSONSerialization.jsonObject(with: Data(StreetExport.geoJSON(route).utf8)) as? [String: Any]
        #expect(object?["attribution"] as? String == "© OpenStreetMap contributors")
        let geometry = object?["geometry"] as? [String: Any]
        #expect((geometry?["coordinates"] as? [[Double]])?.count == route.line.count)
        #expect(StreetExport.gpx(route).split(separator: "\n").count { $0.hasPrefix("<trkpt") } == route.line.count)
    }

    @Test("An area reached in more time holds that reached in less, and rings are closed")
    func isochrones() throws {
        let network = BikeNetwork(try Village.graph())
        let areas = network.isochrones(from: Village.place(2, 2), seconds: [60, 20], resolution: 20)
        #expect(areas.map(\.seconds) == [20, 60])
        let rings = areas.map { $0.polygons.joined() }
        #expect(rings.allSatisfy { $0.allSatisfy { $0.first == $0.last && $0.count >= 5 } })
        let area = { (polygons: [[[Coordinate]]]) in
            polygons.joined().reduce(0.0) { sum, ring in
                sum
                    + zip(ring, ring.dropFirst()).reduce(0.0) {
                        $0 + $1.0.longitude * $1.1.latitude - $1.1.longitude * $1.0.latitude
                    }
            }
        }
        #expect(area(areas[0].polygons) > 0 && area(areas[1].polygons) > area(areas[0].polygons))
        let object = try JSONSerialization.jsonObject(with: Data(StreetExport.geoJSON(areas).utf8)) as? [String: Any]
        #expect((object?["features"] as? [Any])?.count == 2)
    }
}
