import Foundation

@testable import Routing

/// A made-up town, drawn from a seed: a grid with holes, bends, one-way streets, paths, zones, signals, barriers, and turn restrictions at junctions and
/// over ways. It has everything that makes arcs and turns differ, on few streets.
struct RandomTown {
    let size: Int
    private var random: SeededGenerator
    private var text = ""
    /// By pair of junctions: the way that joins them, drawn from the first to the second.
    private var ways: [[Int]: Int] = [:]

    init(seed: UInt64, size: Int) {
        self.size = size
        random = SeededGenerator(seed: seed)
    }

    func graph(elevation: ElevationModel? = nil) throws -> StreetGraph {
        var town = self
        town.draw()
        return try StreetGraph.importing(
            OSMFile(name: "town.osm", bytes: Array("<osm>\(town.text)</osm>".utf8)), elevation: elevation)
    }

    private mutating func draw() {
        for junction in 0..<size * size { text += node(junction) }
        for row in 0..<size {
            for column in 0..<size {
                let here = row * size + column
                if column + 1 < size { street(here, here + 1) }
                if row + 1 < size { street(here, here + size) }
            }
        }
        for number in 0..<size * size / 3 { restriction(number) }
    }

    private mutating func node(_ junction: Int) -> String {
        let latitude = 49.87 + (Double(junction / size) + .random(in: -0.3...0.3, using: &random)) * 0.0009
        let longitude = 8.65 + (Double(junction % size) + .random(in: -0.3...0.3, using: &random)) * 0.0014
        let tags =
            switch Int.random(in: 0..<30, using: &random) {
            case 0, 1, 2: tag("highway", "traffic_signals")
            case 3: tag("barrier", "cycle_barrier")
            case 4: tag("barrier", "bollard") + tag("maxwidth:physical", "1.1")
            default: ""
            }
        return "<node id=\"\(junction + 1)\" lat=\"\(latitude)\" lon=\"\(longitude)\">\(tags)</node>"
    }

    private mutating func street(_ from: Int, _ to: Int) {
        guard Int.random(in: 0..<12, using: &random) > 0 else { return }
        let kinds = [
            "residential", "residential", "residential", "secondary", "service", "cycleway", "path", "pedestrian", "track",
        ]
        var tags = tag("highway", kinds[Int.random(in: 0..<kinds.count, using: &random)])
        switch Int.random(in: 0..<20, using: &random) {
        case 0, 1, 2: tags += tag("oneway", "yes")
        case 3: tags += tag("oneway", "-1")
        case 4: tags += tag("oneway", "yes") + tag("oneway:bicycle", "no")
        case 5: tags += tag("vehicle", "destination")
        case 6: tags += tag("surface", "sett")
        case 7: tags += tag("width", "0.8")
        case 8: tags += tag("maxspeed", "10")
        default: break
        }
        let id = ways.count + 1
        ways[[from, to]] = id
        text += "<way id=\"\(id)\"><nd ref=\"\(from + 1)\"/><nd ref=\"\(to + 1)\"/>\(tags)</way>"
    }

    /// Forbids or orders a walk over two, three or four streets.
    private mutating func restriction(_ number: Int) {
        var junctions = [Int.random(in: 0..<size * size, using: &random)]
        var members: [Int] = []
        for _ in 0..<Int.random(in: 2...4, using: &random) {
            let here = junctions[junctions.count - 1]
            let next = [here + 1, here - 1, here + size, here - size].filter { there in
                !junctions.contains(there) && way(here, there) != nil
            }
            guard let there = next.randomElement(using: &random), let way = way(here, there) else { break }
            junctions.append(there)
            members.append(way)
        }
        guard members.count >= 2, let from = members.first, let to = members.last else { return }
        let kind = Int.random(in: 0..<4, using: &random) == 0 ? "only_straight_on" : "no_left_turn"
        let via =
            members.count == 2
            ? "<member type=\"node\" ref=\"\(junctions[1] + 1)\" role=\"via\"/>"
            : members.dropFirst().dropLast().map { member($0, "via") }.joined()
        text += "<relation id=\"\(number + 1)\">\(member(from, "from"))\(via)\(member(to, "to"))"
        text += "\(tag("type", "restriction"))\(tag("restriction", kind))</relation>"
    }

    private func way(_ from: Int, _ to: Int) -> Int? { ways[[from, to]] ?? ways[[to, from]] }

    private func member(_ way: Int, _ role: String) -> String { "<member type=\"way\" ref=\"\(way)\" role=\"\(role)\"/>" }

    private func tag(_ key: String, _ value: String) -> String { "<tag k=\"\(key)\" v=\"\(value)\"/>" }
}
