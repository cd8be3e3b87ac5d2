import ArgumentParser
import Foundation
import Routing
import Testing

@testable import dispatch_cli

/// The commands that work offline, run in this process on the made-up village.
@Suite("The network commands")
struct NetworkCommandTests {
    /// A folder with the village's graph, which goes when the test is over.
    private static func withGraph(_ body: (_ folder: URL, _ graph: String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("network-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let graph = folder.appendingPathComponent("village.graph").path
        try run(["import", village, "--out", graph])
        try body(folder, graph)
    }

    private static let village = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("RoutingTests/Streets/Fixtures/village.osm").path

    private static func run(_ arguments: [String]) throws {
        var command = try NetworkCommand.parseAsRoot(arguments)
        try command.run()
    }

    /// Runs a command that writes to a file, and returns what it wrote.
    private static func result(_ arguments: [String], in folder: URL, as name: String) throws -> String {
        let file = folder.appendingPathComponent(name).path
        try run(arguments + ["--out", file])
        return try String(contentsOfFile: file, encoding: .utf8)
    }

    /// Text in a file of the folder.
    private static func file(_ text: String, in folder: URL, as name: String) throws -> String {
        let path = folder.appendingPathComponent(name).path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private static func failure(_ arguments: [String]) -> Failure? {
        do { try run(arguments) } catch { return error as? Failure }
        return nil
    }

    @Test("a route is told in words, as GeoJSON and as GPX, with the source of the map")
    func route() throws {
        try Self.withGraph { folder, graph in
            let ends = ["route", "--graph", graph, "--from", "8.6507,49.8718", "--to", "8.6549,49.8718"]
            let words = try Self.result(ends, in: folder, as: "way.txt")
            #expect(words.contains("Hauptstraße") && words.contains("min") && words.contains("© OpenStreetMap contributors"))
            let json = try Self.result(ends + ["--format", "geojson"], in: folder, as: "way.json")
            let way = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            #expect((way["geometry"] as? [String: Any])?["type"] as? String == "LineString")
            #expect(try Self.result(ends + ["--format", "gpx"], in: folder, as: "way.gpx").contains("<trkpt"))
        }
    }

    @Test("a closure in a file changes the way within its hours and not outside of them")
    func closureFile() throws {
        try Self.withGraph { folder, graph in
            let closure = try Self.file(
                #"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"way":3,"#
                    + #""from":"2026-11-21T08:00:00+01:00","until":"2026-11-21T12:00:00+01:00"}}]}"#, in: folder,
                as: "closed.geojson")
            let ends = [
                "route", "--graph", graph, "--from", "8.6507,49.8718", "--to", "8.6549,49.8718", "--closures", closure, "--at",
            ]
            #expect(try Self.result(ends + ["2026-11-21T07:59"], in: folder, as: "a.txt").contains("Hauptstraße"))
            #expect(try !Self.result(ends + ["2026-11-21T08:01"], in: folder, as: "b.txt").contains("Hauptstraße"))
        }
    }

    @Test("a matrix and pairs have the columns that they promise, and nothing where there is no way")
    func tables() throws {
        try Self.withGraph { folder, graph in
            let points = try Self.file("lon,lat\n8.6507,49.8718\n8.6549,49.8718\n0,0\n", in: folder, as: "points.csv")
            let matrix = try Self.result(["matrix", points, "--graph", graph], in: folder, as: "matrix.csv")
            let lines = matrix.split(separator: "\n")
            #expect(lines.first == "from,to,seconds,metres,watt_hours" && lines.count == 10)
            #expect(lines.contains("0,2,,,") && lines.contains("0,0,0,0,0.000"))
            let json = try Self.result(["matrix", points, "--graph", graph], in: folder, as: "matrix.json")
            let tables = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: [[Any]]])
            #expect(Set(tables.keys) == ["durations", "distances", "milliwatt_hours"] && tables["durations"]?.count == 3)
            let pairs = try Self.file(
                "id;from_lon;from_lat;to_lon;to_lat\nA;8.6507;49.8718;8.6549;49.8718\nB;0;0;8.65;49.87\n", in: folder,
                as: "pairs.csv")
            let found = try Self.result(["pairs", pairs, "--graph", graph], in: folder, as: "ways.csv").split(separator: "\n")
            #expect(found.first == "id,metres,seconds,watt_hours,snap_metres")
            #expect(found[1].hasPrefix("A,") && found[1].split(separator: ",").count == 5 && found[2] == "B,,,,")
        }
    }

    @Test("isochrones are areas, addresses a file that the service loads, and the check lists the island")
    func others() throws {
        try Self.withGraph { folder, graph in
            let areas = try Self.result(
                ["isochrone", "--graph", graph, "--from", "8.6528,49.8718", "--minutes", "1", "2"], in: folder,
                as: "reach.geojson")
            #expect(areas.components(separatedBy: "MultiPolygon").count == 3)
            let map = try Self.result(
                ["map", "--graph", graph, "--edges", "8.649,49.869,8.658,49.875"], in: folder, as: "map.svg")
            #expect(map.hasPrefix("<svg") && map.contains("© OpenStreetMap contributors, ODbL"))
            let addresses = try Self.result(["addresses", Self.village], in: folder, as: "addresses.csv").split(separator: "\n")
            #expect(addresses.first == "street;house_number;postcode;city;lat;lon")
            #expect(addresses.contains("Hauptstraße;12;64283;Musterdorf;49.871755;8.652100"))
            try Self.run(["check", "--graph", graph, "--addresses", Self.village])
        }
    }

    @Test("what is wrong ends in one sentence, and in the exit code for bad input")
    func failures() throws {
        try Self.withGraph { folder, graph in
            let route = ["route", "--graph", graph, "--to", "8.65,49.87", "--from"]
            let bad: [([String], String)] = [
                (["import", "/nowhere.osm.pbf", "--out", graph], "nowhere"),
                (["import", try Self.file("<osm></osm>", in: folder, as: "empty.osm"), "--out", graph], "no street"),
                (["route", "--graph", Self.village, "--from", "8.65,49.87", "--to", "8.65,49.87"], "not a street graph"),
                (route + ["8.65"], "longitude,latitude"), (route + ["8.65,49.87", "--bike", "rocket"], "rocket"),
                (route + ["8.65,49.87", "--at", "noon"], "--at"),
                (["matrix", try Self.file("a,b\n1,2\n", in: folder, as: "x.csv"), "--graph", graph, "--out", "-"], "column"),
                (
                    ["matrix", try Self.file("lon,lat\n1,north\n", in: folder, as: "y.csv"), "--graph", graph, "--out", "-"],
                    "Line 2"
                ),
                (["isochrone", "--graph", graph, "--from", "8.65,49.87", "--minutes", "0"], "Minutes"),
                (["map", "--graph", graph, "--edges", "9,49,8,50"], "--edges"),
            ]
            for (arguments, word) in bad {
                let failure = Self.failure(arguments)
                #expect(failure?.kind == .badInput, "\(arguments)")
                #expect(failure?.description.contains(word) == true, "\(arguments): \(failure?.description ?? "no failure")")
                #expect(failure?.description.contains("\n") == false)
            }
            #expect(Self.failure(route + ["0,0"])?.kind == .notDone)
        }
    }

    @Test("an area for the service comes from a word or a file")
    func outlines() throws {
        try Self.withGraph { folder, _ in
            #expect(try NetworkCloseCommand.outline("8.6,49.8 8.7,49.8 8.7,49.9") == [[8.6, 49.8], [8.7, 49.8], [8.7, 49.9]])
            let polygon =
                #"{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[8.6,49.8],[8.7,49.8],[8.7,49.9],[8.6,49.8]]]}}"#
            let one = try Self.file(#"{"type":"FeatureCollection","features":[\#(polygon)]}"#, in: folder, as: "one.geojson")
            #expect(try NetworkCloseCommand.outline(one).count == 4)
            let two = try Self.file(
                #"{"type":"FeatureCollection","features":[\#(polygon),\#(polygon)]}"#, in: folder, as: "two.geojson")
            #expect(throws: Failure.self) { try NetworkCloseCommand.outline(two) }
            #expect(throws: Failure.self) { try NetworkCloseCommand.outline("nowhere.geojson") }
        }
    }

    @Test("times are the city's unless they say otherwise")
    func times() throws {
        let summer = try LocalTime.parse("2026-07-01T08:00", name: "--from")
        #expect(summer == ISO8601DateFormatter().date(from: "2026-07-01T06:00:00Z"))
        #expect(try LocalTime.parse("2026-07-01T08:00:00+02:00", name: "--from") == summer)
        #expect(try LocalTime.parse("2026-07-01 08:00", name: "--from") == summer)
        #expect(throws: Failure.self) { try LocalTime.parse("tomorrow", name: "--from") }
    }
}
