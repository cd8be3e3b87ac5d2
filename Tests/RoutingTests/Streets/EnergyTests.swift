import Foundation
import Testing

@testable import Routing

@Suite("Energy and heights")
struct EnergyTests {
    private let heavy = CargoBike(name: "heavy", width: 0.8, emptyMass: 90, load: 80, dragArea: 0.7)

    @Test("250 kg at 18 km/h on the flat with three stops a kilometre take about 12 Wh/km")
    func flat() {
        let model = EnergyModel(bike: heavy)
        let riding = model.energy(metres: 1000, speed: 5, slope: 0, rollingResistance: 0.011, isPushed: false)
        let stops = 3 * model.restartEnergy(speed: 5, lostPart: 1)
        #expect(abs((riding + stops) / 1000 - 11.4) < 0.5)
    }

    @Test("Uphill is slower and takes more, downhill takes nothing and gives nothing back")
    func slopes() {
        let model = EnergyModel(bike: heavy)
        let flat = model.speed(flatSpeed: 5, slope: 0, rollingResistance: 0.011)
        let uphill = model.speed(flatSpeed: 5, slope: 0.06, rollingResistance: 0.011)
        #expect(flat == 5)
        #expect(uphill < 2.5 && uphill >= EnergyModel.slowest)
        let up = model.energy(metres: 1000, speed: uphill, slope: 0.06, rollingResistance: 0.011, isPushed: false)
        let level = model.energy(metres: 1000, speed: 5, slope: 0, rollingResistance: 0.011, isPushed: false)
        #expect(up > 3 * level)
        #expect(model.energy(metres: 1000, speed: 5, slope: -0.06, rollingResistance: 0.011, isPushed: false) == 0)
    }

    @Test("More load takes more energy and is slower uphill")
    func load() {
        var loaded = heavy
        loaded.load += 100
        let light = EnergyModel(bike: heavy)
        let full = EnergyModel(bike: loaded)
        #expect(
            full.speed(flatSpeed: 5, slope: 0.05, rollingResistance: 0.011)
                < light.speed(flatSpeed: 5, slope: 0.05, rollingResistance: 0.011))
        #expect(full.restartEnergy(speed: 5, lostPart: 1) > light.restartEnergy(speed: 5, lostPart: 1))
    }

    /// A folder with one tile whose height is the row's number from the south, with a gap in the north-east corner.
    private func tileFolder() throws -> String {
        let folder = NSTemporaryDirectory() + "heights-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1201 * 1201 * 2)
        for row in 0..<1201 {
            for column in 0..<1201 {
                let height = row < 2 && column > 1198 ? Int16.min : Int16(1200 - row)
                bytes.append(UInt8(truncatingIfNeeded: height >> 8))
                bytes.append(UInt8(truncatingIfNeeded: height))
            }
        }
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/N49E008.hgt"))
        return folder
    }

    @Test("Heights are interpolated between the four around; gaps and missing tiles are not known")
    func heights() throws {
        let folder = try tileFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let model = ElevationModel(folder: folder)
        let height = try #require(model.height(at: FixedCoordinate(longitude: 85_000_000, latitude: 495_000_000 + 4167)))
        #expect(abs(height - 600.5) < 0.01)
        #expect(model.height(at: FixedCoordinate(longitude: 89_999_900, latitude: 499_999_900)) == nil)
        #expect(model.height(at: FixedCoordinate(longitude: 95_000_000, latitude: 495_000_000)) == nil)
    }

    @Test("A tile of the wrong size is complained about and counts as flat")
    func brokenTile() throws {
        let folder = NSTemporaryDirectory() + "heights-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: folder + "/N49E008.hgt"))
        let model = ElevationModel(folder: folder)
        #expect(model.height(at: FixedCoordinate(longitude: 85_000_000, latitude: 495_000_000)) == nil)
        #expect(model.complaints.count == 1)
    }

    @Test("With heights, the way up takes longer and more energy than the way down")
    func hills() throws {
        let folder = try tileFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // The tile rises by one metre in 92 to the north.
        let file = OSMFile(name: "village.osm", bytes: try Village.bytes())
        let graph = try StreetGraph.importing(file, elevation: ElevationModel(folder: folder))
        #expect(graph.hasHeights)
        let network = BikeNetwork(graph, bike: .trike)
        let up = try #require(network.route(from: Village.place(0, 0), to: Village.place(4, 0)))
        let down = try #require(network.route(from: Village.place(4, 0), to: Village.place(0, 0)))
        #expect(up.travel.wattHours > down.travel.wattHours + 1)
        #expect(abs(up.travel.metres - down.travel.metres) < 1)
    }

    @Test("The only file of a ZIP archive is taken out; broken archives are not")
    func zip() {
        let content: [UInt8] = [1, 2, 3, 4, 5]
        func number(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        let sizes = number(0, 4) + number(5, 4) + number(5, 4)
        let local =
            [0x50, 0x4B, 3, 4] + number(10, 2) + number(0, 2) + number(0, 2) + number(0, 4) + sizes + number(1, 2) + number(0, 2)
        let start = local + [0x61] + content
        let central =
            [0x50, 0x4B, 1, 2] + number(10, 2) + number(10, 2) + number(0, 2) + number(0, 2) + number(0, 4) + sizes + number(1, 2)
            + number(0, 14) + number(0, 2)
        let archive = start + central + [0x61]
        #expect(ZipArchive.firstFile(archive) == content)
        for length in 0..<archive.count { #expect(ZipArchive.firstFile(Array(archive.prefix(length))) == nil || length > 60) }
        #expect(ZipArchive.firstFile([]) == nil)
    }
}
