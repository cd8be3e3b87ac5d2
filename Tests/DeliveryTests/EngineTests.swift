import Catalog
import Foundation
import Routing
import TestSupport
import Testing

@testable import Delivery

@Suite("Routing engines of other makers")
struct EngineTests {
    private static let places = (0..<3).map { SampleFleet.point(49.87 + Double($0) * 0.01, 8.65) }
    private let longJohn = SampleFleet.types[0]

    @Test("OSRM's table becomes the plan's: seconds, metres, the bike's consumption, nothing where there is no way")
    func osrmTable() async throws {
        // As osrm-routed 26.10 answers, with shortened hints.
        let server = try RecordedServer { _ in
            """
            {"code":"Ok","destinations":[{"hint":"","location":[8.65,49.87],"name":"A","distance":3.2},
            {"hint":"","location":[8.65,49.88],"name":"","distance":1.1},{"hint":"","location":[8.65,49.89],"name":"B","distance":900.5}],
            "sources":[{"hint":"","location":[8.65,49.87],"name":"A","distance":3.2},{"hint":"","location":[8.65,49.88],"name":"","distance":1.1},
            {"hint":"","location":[8.65,49.89],"name":"B","distance":900.5}],
            "durations":[[0,301.4,700],[290.6,0,null],[650,410,0]],"distances":[[0,1200.4,2500],[1190,0,null],[2400,1300,0]]}
            """
        }
        defer { server.stop() }
        let source = try #require(EngineTravelSource(.osrm, address: server.address + "/"))
        let tables = try await source.tables(between: Self.places, for: [longJohn], closures: [])
        #expect(tables.kind == .osrm && tables.farFromStreets == [2], "the third place snaps 900 m away")
        let travel = tables.matrices[0]
        #expect(travel.duration(from: 0, to: 1) == 301 && travel.duration(from: 1, to: 0) == 291)
        #expect(travel.distance(from: 0, to: 1) == 1200 && travel.energy(from: 0, to: 1) == 14405)
        let lines = GreatCircleTravelSource().matrix(between: Self.places, for: longJohn)
        #expect(travel.duration(from: 0, to: 2) == lines.duration(from: 0, to: 2))
        let path = try #require(server.requests.first?.path)
        #expect(path.hasPrefix("/table/v1/bike/8.650000,49.870000;8.650000,49.880000;8.650000,49.890000;"))
        #expect(path.contains("sources=0;1;2&destinations=3;4;5&annotations=duration,distance"))
    }

    @Test("Valhalla's matrix becomes the plan's, and closed areas are sent along")
    func valhallaMatrix() async throws {
        // As valhalla_service 3.9 answers.
        let server = try RecordedServer { _ in
            """
            {"algorithm":"timedistancematrix","units":"kilometers","sources":[[{"lon":8.65,"lat":49.87}]],"targets":[[{"lon":8.65,"lat":49.87}]],
            "sources_to_targets":[[{"distance":0.0,"time":0,"to_index":0,"from_index":0},{"distance":1.213,"time":300,"to_index":1,"from_index":0},
            {"distance":null,"time":null,"to_index":2,"from_index":0}],
            [{"distance":1.2,"time":310},{"distance":0,"time":0},{"distance":2,"time":500}],
            [{"distance":2.2,"time":610},{"distance":1.1,"time":280},{"distance":0,"time":0}]]}
            """
        }
        defer { server.stop() }
        let source = try #require(EngineTravelSource(.valhalla, address: server.address))
        let closure = StreetVillage.closure(StreetVillage.box(0, 0, 1, 1))
        let tables = try await source.tables(
            between: Self.places, for: [longJohn], closures: [closure, StreetVillage.closure(nil, way: 3)])
        let travel = tables.matrices[0]
        #expect(tables.kind == .valhalla)
        #expect(travel.duration(from: 0, to: 1) == 300 && travel.distance(from: 0, to: 1) == 1213)
        #expect(!travel.isReachable(from: 0, to: 2) && travel.isReachable(from: 2, to: 0))
        let request = try #require(server.requests.first)
        #expect(request.path == "/sources_to_targets")
        let sent = try #require(JSONSerialization.jsonObject(with: Data(request.body.utf8)) as? [String: Any])
        #expect((sent["exclude_polygons"] as? [Any])?.count == 1 && (sent["sources"] as? [Any])?.count == 3)
        #expect(((sent["costing_options"] as? [String: Any])?["bicycle"] as? [String: Any])?["bicycle_type"] as? String == "City")
    }

    @Test("a large table is asked for in blocks that every server takes")
    func blocks() async throws {
        let server = try RecordedServer { request in
            func count(_ name: String) -> Int {
                let rest = request.path.components(separatedBy: "\(name)=").dropFirst().first ?? ""
                return rest.prefix { $0 != "&" }.split(separator: ";").count
            }
            let row = "[" + Array(repeating: "7", count: count("destinations")).joined(separator: ",") + "]"
            let table = "[" + Array(repeating: row, count: count("sources")).joined(separator: ",") + "]"
            return "{\"code\":\"Ok\",\"durations\":\(table),\"distances\":\(table)}"
        }
        defer { server.stop() }
        let source = try #require(EngineTravelSource(.osrm, address: server.address))
        let places = (0..<120).map { SampleFleet.point(49.8 + Double($0) * 0.001, 8.6) }
        let travel = try await source.tables(between: places, for: [longJohn], closures: []).matrices[0]
        #expect(server.requests.count == 9)
        #expect(travel.durations.enumerated().allSatisfy { $1 == ($0 % 121 == 0 ? 0 : 7) })
    }

    @Test(
        "what is no answer ends in one sentence",
        arguments: [
            #"{"code":"TooBig","message":"Too many table coordinates"}"#, "<html>404</html>", #"{"code":"Ok","durations":[[0]]}"#,
            "",
        ])
    func refusals(answer: String) async throws {
        let server = try RecordedServer { _ in answer }
        defer { server.stop() }
        for kind in [TravelKind.osrm, .valhalla] {
            let source = try #require(EngineTravelSource(kind, address: server.address))
            let problem = await #expect(throws: EngineProblem.self) {
                _ = try await source.tables(between: Self.places, for: [longJohn], closures: [])
            }
            #expect(problem?.description.contains(server.address) == true)
        }
        #expect(EngineTravelSource(.greatCircle, address: server.address) == nil)
    }

    @Test("a server that is not there ends in one sentence, which the planning job tells")
    func absent() async throws {
        let server = try RecordedServer { _ in "" }
        server.stop()
        try await City.withCity(travel: EngineTravelSource(.osrm, address: server.address)) { city in
            try await city.addFleet()
            try await city.addShipments(2)
            let job = try await city.delivery.requestPlan(for: City.day, seconds: 1)
            try await PlanningWorker(city.delivery).workOff()
            let done = try #require(try await city.delivery.planningJob(job.id))
            #expect(done.state == .failed && done.message == "Nothing answers at \(server.address).")
        }
    }

    @Test("tours are drawn along the engine's route where no streets are loaded")
    func lines() async throws {
        let server = try RecordedServer { request in
            request.path.hasPrefix("/route/")
                ? #"{"code":"Ok","routes":[{"geometry":{"type":"LineString","coordinates":[[8.6,49.8],[8.61,49.81],[8.62,49.8]]},"distance":1}]}"#
                : ""
        }
        defer { server.stop() }
        let source = try #require(EngineTravelSource(.osrm, address: server.address))
        #expect(try await source.line(over: Self.places)?.count == 3)
        #expect(server.requests.first?.path.hasPrefix("/route/v1/bike/8.650000,49.870000;8.650000,49.880000;") == true)
    }

    /// A server that was started over an extract of Heidelberg, such as `python -m valhalla` or `osrm-routed`.
    private static func real(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    @Test(
        "a real server answers as the recorded ones do",
        .enabled(if: real("OSRM_URL") != nil || real("VALHALLA_URL") != nil, "no OSRM_URL or VALHALLA_URL"))
    func realServers() async throws {
        let places = [(49.4094, 8.6942), (49.4037, 8.6757), (49.4180, 8.6700)].map { SampleFleet.point($0.0, $0.1) }
        for (kind, url) in [(TravelKind.osrm, Self.real("OSRM_URL")), (.valhalla, Self.real("VALHALLA_URL"))] {
            guard let url else { continue }
            let source = try #require(EngineTravelSource(kind, address: url))
            let travel = try await source.tables(between: places, for: [longJohn], closures: []).matrices[0]
            for from in places.indices {
                for to in places.indices where from != to {
                    let straight = places[from].metres(to: places[to])
                    #expect((straight * 0.9...straight * 3).contains(Double(travel.distance(from: from, to: to))), "\(kind)")
                }
            }
        }
    }
}
