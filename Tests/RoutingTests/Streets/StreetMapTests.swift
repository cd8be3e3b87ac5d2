import Foundation
import Testing

@testable import Routing

@Suite("The map of the streets")
struct StreetMapTests {
    /// A lake with an island, given as a multipolygon of two half outlines and a hole, a wood, a river and a railway beside one street.
    private static let lakeside = """
        <?xml version="1.0"?><osm version="0.6">
        <node id="1" lat="49.870" lon="8.650"/><node id="2" lat="49.870" lon="8.660"/>
        <node id="3" lat="49.880" lon="8.660"/><node id="4" lat="49.880" lon="8.650"/>
        <node id="5" lat="49.874" lon="8.654"/><node id="6" lat="49.874" lon="8.656"/>
        <node id="7" lat="49.876" lon="8.656"/><node id="8" lat="49.876" lon="8.654"/>
        <node id="9" lat="49.869" lon="8.650"/><node id="10" lat="49.869" lon="8.660"/>
        <way id="20"><nd ref="1"/><nd ref="2"/><nd ref="3"/></way>
        <way id="21"><nd ref="1"/><nd ref="4"/><nd ref="3"/></way>
        <way id="22"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="8"/><nd ref="5"/></way>
        <way id="23"><nd ref="9"/><nd ref="10"/><tag k="highway" v="residential"/></way>
        <way id="24"><nd ref="1"/><nd ref="10"/><tag k="waterway" v="river"/></way>
        <way id="25"><nd ref="2"/><nd ref="9"/><tag k="railway" v="rail"/></way>
        <way id="26"><nd ref="2"/><nd ref="9"/><tag k="railway" v="rail"/><tag k="tunnel" v="yes"/></way>
        <way id="27"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="5"/><tag k="landuse" v="forest"/></way>
        <relation id="30"><member type="way" ref="20" role="outer"/><member type="way" ref="21" role="outer"/>
        <member type="way" ref="22" role="inner"/><tag k="type" v="multipolygon"/><tag k="natural" v="water"/></relation>
        </osm>
        """

    private static func graph() throws -> StreetGraph {
        try StreetGraph.importing(OSMFile(name: "lakeside.osm", bytes: Array(lakeside.utf8)))
    }

    @Test("An import keeps water with its islands, woods, rivers and railways above the ground")
    func shapes() throws {
        let shapes = try Self.graph().shapes
        func count(_ kind: MapShapeKind) -> Int { shapes.count { $0.kind == kind } }
        #expect(count(.water) == 1 && count(.wood) == 1 && count(.waterway) == 1 && count(.railway) == 1)
        let lake = try #require(shapes.first { $0.kind == .water })
        #expect(Set(lake.rings.map(\.count)) == [5], "outline and island are closed rings of four corners")
        #expect(lake.rings.count == 2)
    }

    @Test("Half outlines join to rings in either direction; what stays open is dropped")
    func rings() {
        let rings = MapShapeExtract.rings(of: [[1, 2, 3], [5, 4, 3], [5, 1], [7, 8], [9, 10, 11, 9]])
        #expect(rings.count == 2)
        #expect(rings.allSatisfy { $0.first == $0.last })
        #expect(Set(rings.map { Set($0) }) == [[1, 2, 3, 4, 5], [9, 10, 11]])
    }

    @Test("A picture shows what lies in it and nothing of what does not")
    func picture() throws {
        let map = StreetMap(try Self.graph())
        let all = try #require(MapFrame(west: 8.645, south: 49.865, east: 8.665, north: 49.885, width: 800, height: 800))
        let svg = map.svg(all)
        #expect(svg.hasPrefix("<svg xmlns") && svg.hasSuffix("</svg>"))
        #expect(svg.contains("© OpenStreetMap contributors, ODbL"))
        for colour in ["#bcd7e6", "#d3e2c8", "#b9b4b0", "#ffffff"] { #expect(svg.contains(colour), "\(colour)") }
        let elsewhere = try #require(MapFrame(west: 9, south: 50, east: 9.02, north: 50.02, width: 800, height: 800))
        #expect(!map.svg(elsewhere).contains("<path"))
    }

    @Test("Whatever part is asked for, no number leaves the picture far behind", arguments: 0..<20)
    func clipped(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let map = StreetMap(try Village.graph())
        let lakes = StreetMap(try Self.graph())
        let west = Double.random(in: 8.64...8.66, using: &generator)
        let south = Double.random(in: 49.865...49.88, using: &generator)
        let size = Double.random(in: 0.0002...0.02, using: &generator)
        let frame = try #require(
            MapFrame(west: west, south: south, east: west + size, north: south + size * 0.7, width: 256, height: 256))
        for svg in [map.svg(frame), lakes.svg(frame)] {
            for path in svg.components(separatedBy: " d=\"").dropFirst() {
                for start in path.prefix(while: { $0 != "\"" }).split(separator: "M") {
                    let numbers = start.prefix { $0 != "l" }.split(separator: " ").compactMap { Int($0) }
                    #expect(numbers.count == 2, "seed \(seed)")
                }
            }
            // Areas are cut at the edge: their corners stay within a margin of it.
            for area in svg.components(separatedBy: "fill-rule=\"evenodd\" d=\"").dropFirst() {
                var (x, y) = (0, 0)
                for step in area.prefix(while: { $0 != "\"" }).replacing("z", with: "").split(whereSeparator: {
                    "Ml".contains($0)
                })
                .enumerated() {
                    let numbers = step.element.split(separator: " ").compactMap { Int($0) }
                    guard numbers.count == 2 else { continue }
                    // Only the first ring's steps are followed; each ring begins with a place of its own.
                    if step.offset == 0 { (x, y) = (numbers[0], numbers[1]) } else { break }
                    #expect((-200...2800).contains(x) && (-200...2800).contains(y), "seed \(seed)")
                }
            }
        }
    }

    @Test("Near by, a street that is long enough bears its name once, whole and from left to right; from afar none does")
    func names() throws {
        let map = StreetMap(try Village.graph())
        func svg(_ degrees: Double, pixels: Double = 512) throws -> String {
            let frame = try #require(
                MapFrame(
                    west: 8.6528 - degrees, south: 49.8718 - degrees, east: 8.6528 + degrees, north: 49.8718 + degrees,
                    width: pixels,
                    height: pixels))
            return map.svg(frame)
        }
        let near = try svg(0.003)
        // The street runs over five junctions and is one line there.
        #expect(near.components(separatedBy: ">Hauptstraße<").count == 2)
        #expect(near.components(separatedBy: "<textPath").count - 1 == near.components(separatedBy: "href=\"#n").count - 1)
        for path in near.components(separatedBy: "<path id=\"n").dropFirst() {
            let steps = path.components(separatedBy: " d=\"")[1].prefix { $0 != "\"" }.split(separator: "l").dropFirst()
            let east = steps.reduce(0) { $0 + (Int($1.split(separator: " ")[0]) ?? 0) }
            #expect(east >= 0, "\(path.prefix(80))")
        }
        // Too small for any name, and too far off.
        #expect(try !svg(0.0004, pixels: 64).contains("<text"))
        #expect(try !svg(0.02).contains("<text"))
    }

    @Test("A name with signs of its own does not break the picture")
    func escapedNames() throws {
        let street = """
            <osm><node id="1" lat="49.87" lon="8.65"/><node id="2" lat="49.87" lon="8.66"/>
            <way id="1"><nd ref="2"/><nd ref="1"/><tag k="highway" v="residential"/><tag k="name" v="An &lt;der&gt; Burg &amp; Hof"/></way></osm>
            """
        let map = StreetMap(try StreetGraph.importing(OSMFile(name: "street.osm", bytes: Array(street.utf8))))
        let frame = try #require(MapFrame(west: 8.649, south: 49.868, east: 8.661, north: 49.872, width: 800, height: 400))
        #expect(map.svg(frame).contains(">An &lt;der&gt; Burg &amp; Hof<"))
    }

    @Test("Tiles are numbered as everywhere on the web")
    func tiles() throws {
        // Luisenplatz in Darmstadt at zoom 16, by the formula of the OpenStreetMap wiki.
        let frame = try #require(MapFrame(zoom: 16, x: 34342, y: 22262))
        #expect((frame.west...frame.east).contains(8.6512) && (frame.south...frame.north).contains(49.8728))
        #expect(abs(frame.metresPerPixel - 1.539) < 0.01)
        let neighbour = try #require(MapFrame(zoom: 16, x: 34343, y: 22262))
        #expect(frame.east == neighbour.west)
        for (zoom, x, y) in [(9, 0, 0), (20, 0, 0), (10, -1, 0), (10, 0, 1024), (10, 1024, 0)] {
            #expect(MapFrame(zoom: zoom, x: x, y: y) == nil)
        }
    }

    @Test("A graph that was stored before maps had shapes is used as it is, without them")
    func oldGraph() throws {
        var writer = GraphArchive.Writer()
        writer.add([Int32(7)], as: StreetGraph.Section.nodeLongitude)
        let reader = try GraphArchive.Reader(writer.finish())
        #expect(try reader.sectionIfPresent(StreetGraph.Section.shapeKind, of: UInt8.self).isEmpty)
        #expect(try reader.sectionIfPresent(StreetGraph.Section.nodeLongitude, of: Int32.self).count == 1)
    }
}
