import Foundation
import Testing

@testable import Routing

@Suite("Reading OpenStreetMap files")
struct OSMReaderTests {
    private func read(_ bytes: [UInt8], _ kinds: OSMElementKinds = .all) throws -> ElementCollector {
        var collector = ElementCollector()
        try OSMFile(name: "test", bytes: bytes).read(kinds, into: &collector)
        return collector
    }

    @Test("XML gives nodes, ways, relations, tags and entities as written")
    func xml() throws {
        let village = try read(try Village.bytes())
        #expect(village.nodes.count == 35)
        #expect(village.ways.first { $0.id == 21 }?.nodes == [100, 220, 122])
        #expect(village.ways.first { $0.id == 3 }?.tags["name"] == "Hauptstraße")
        #expect(village.relations.first?.members.map(\.role) == ["from", "via", "to"])
        let text = "<osm><node id='1' lat='1.5' lon='-2'><tag k='name' v='A &amp; &#228;&#x20AC;'/></node></osm>"
        let node = try #require(try read(Array(text.utf8)).nodes.first)
        #expect(node.tags["name"] == "A & ä€")
        #expect(node.position == FixedCoordinate(longitude: -20_000_000, latitude: 15_000_000))
    }

    @Test("PBF gives the same elements as XML")
    func pbf() throws {
        let village = try read(try Village.bytes())
        var writer = PBFWriter()
        let again = try read(writer.file(village))
        #expect(again.nodes.map(\.id) == village.nodes.map(\.id))
        #expect(again.nodes.map(\.position) == village.nodes.map(\.position))
        #expect(again.nodes.map(\.tags) == village.nodes.map(\.tags))
        #expect(again.ways.map(\.nodes) == village.ways.map(\.nodes))
        #expect(again.ways.map(\.tags) == village.ways.map(\.tags))
        #expect(again.relations.map(\.members) == village.relations.map(\.members))
    }

    @Test("Kinds that are not asked for are not visited")
    func kinds() throws {
        let ways = try read(try Village.bytes(), .ways)
        #expect(ways.nodes.isEmpty && ways.relations.isEmpty && !ways.ways.isEmpty)
    }

    @Test(
        "A broken file ends in one sentence with the byte",
        arguments: [
            ("", 0, "empty"), ("<osm><node id='1' lat='1' lon='2'>", 34, "before </osm>"), ("<html></html>", 0, "<html>"),
            ("<osm><node id='x' lat='1' lon='2'/></osm>", 5, "whole number"),
            ("<osm><node id='1' lat='91' lon='2'/></osm>", 5, "outside the globe"),
            ("<osm><way id='1'><nd/></way></osm>", 17, "ref"), ("<osm><way id='1'><way id='2'></osm>", 17, "inside"),
            ("<osm><node id='1' lat='1' lon='2'><tag k='a' v='&bogus;'/></node></osm>", 34, "no character"),
            ("<osm><node id=1/></osm>", 5, "quotes"), ("hello, world: no map", 0, "neither"),
        ])
    func brokenXML(text: String, offset: Int, words: String) throws {
        let error = #expect(throws: OSMFileError.self) { _ = try read(Array(text.utf8)) }
        #expect(error?.offset == offset)
        #expect(error?.reason.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test("A PBF file cut off anywhere is refused, and never crashes")
    func truncated() throws {
        var writer = PBFWriter()
        let whole = writer.file(try read(try Village.bytes()))
        for length in 0..<whole.count {
            // Cut between two blocks the file is just shorter.
            do {
                let short = try read(Array(whole.prefix(length)))
                #expect(short.nodes.isEmpty)
            } catch is OSMFileError {}
        }
    }

    @Test("A file that does not exist, or is a folder, is named")
    func missing() {
        var collector = ElementCollector()
        let missing = #expect(throws: OSMFileError.self) {
            try OSMFile(path: "/nowhere/city.osm.pbf").read(.all, into: &collector)
        }
        #expect(missing?.description == "/nowhere/city.osm.pbf: there is no such file.")
        let folder = #expect(throws: OSMFileError.self) { try OSMFile(path: "/tmp").read(.all, into: &collector) }
        #expect(folder?.description.contains("folder") == true)
    }

    @Test("Files changed at random are read or refused, without crash or hang", arguments: [true, false])
    func fuzz(isXML: Bool) throws {
        let village = try Village.bytes()
        var writer = PBFWriter()
        let original = isXML ? village : writer.file(try read(village))
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        var refused = 0
        for round in 0..<600 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                default: bytes.removeSubrange(place..<min(place + Int.random(in: 1...64, using: &random), bytes.count))
                }
                if bytes.isEmpty { break }
            }
            do {
                _ = try StreetGraph.importing(OSMFile(name: "fuzz", bytes: bytes))
            } catch is OSMFileError {
                refused += 1
            } catch is StreetNetworkError {
            } catch {
                Issue.record("seed \(seed), round \(round): \(error)")
            }
        }
        #expect(refused > 0, "seed \(seed): no change was ever noticed")
    }

    @Test("The real extracts have the elements that their list says", .enabled(if: SharedExtracts.arePresent))
    func realExtracts() throws {
        for (name, nodes, ways, relations) in [("boeblingen", 59943, 12815, 370), ("north-bayreuth", 58631, 7801, 179)] {
            var collector = ElementCollector()
            try SharedExtracts.file("\(name).osm.pbf").read(.all, into: &collector)
            #expect(collector.nodes.count == nodes)
            #expect(collector.ways.count == ways)
            #expect(collector.relations.count == relations)
        }
    }

    @Test("Addresses come from nodes and from buildings, in the middle of their corners")
    func addresses() throws {
        let text = """
            <osm><node id='1' lat='50' lon='8'><tag k='addr:street' v='Ring'/><tag k='addr:housenumber' v='3a'/></node>
            <node id='2' lat='50' lon='9'/><node id='3' lat='51' lon='9'/><node id='4' lat='51' lon='10'/><node id='5' lat='50' lon='10'/>
            <way id='9'><nd ref='2'/><nd ref='3'/><nd ref='4'/><nd ref='5'/><nd ref='2'/>
            <tag k='addr:street' v='Platz'/><tag k='addr:housenumber' v='1'/></way></osm>
            """
        let addresses = try StreetAddress.all(in: OSMFile(name: "a.osm", bytes: Array(text.utf8)))
        #expect(addresses.map(\.houseNumber) == ["3a", "1"])
        #expect(addresses.last?.place == Coordinate(latitude: 50.5, longitude: 9.5))
    }
}
