import Foundation
import Testing

@testable import Marketplace

@Suite("The map of the tours")
struct TourMapTests {
    private typealias Place = MapProjection.Place
    private static let corners = [Place(latitude: 49.8556, longitude: 8.6256), Place(latitude: 49.8859, longitude: 8.6724)]

    private static func projection(_ places: [Place]) throws -> MapProjection {
        try #require(MapProjection(of: places, width: 1000, greatestHeight: 760, margin: 40))
    }

    @Test("north is up, east is right, and every place is on the map")
    func orientation() throws {
        let map = try Self.projection(Self.corners)
        let (southWest, northEast) = (map.point(Self.corners[0]), map.point(Self.corners[1]))
        #expect(northEast.y < southWest.y)
        #expect(northEast.x > southWest.x)
        #expect(map.height <= 760)
        for point in [southWest, northEast] {
            #expect(point.x >= 40 - 1e-6 && point.x <= 960 + 1e-6)
            #expect(point.y >= 40 - 1e-6 && point.y <= map.height - 40 + 1e-6)
        }
    }

    @Test("a kilometre is as long to the north as to the east, and the scale bar tells it")
    func scale() throws {
        let map = try Self.projection(Self.corners)
        let south = map.point(Place(latitude: 49.87, longitude: 8.65))
        let north = map.point(Place(latitude: 49.87 + 1000 / 111_195.08, longitude: 8.65))
        let east = map.point(Place(latitude: 49.87, longitude: 8.65 + 1000 / (111_195.08 * cos(49.87 * .pi / 180))))
        let bar = map.scaleBar()
        let kilometre = bar.length / Double(bar.metres) * 1000
        #expect(abs((south.y - north.y) - kilometre) < kilometre * 0.002)
        #expect(abs((east.x - south.x) - kilometre) < kilometre * 0.002)
        #expect(bar.length <= 250)
        #expect(bar.length > 75)
        #expect([1, 2, 5].contains(Int("\(bar.metres)".first.map(String.init) ?? "") ?? 0))
    }

    @Test("a single place stands in the middle")
    func singlePlace() throws {
        let map = try Self.projection([Self.corners[0]])
        let point = map.point(Self.corners[0])
        #expect(abs(point.x - 500) < 1e-6)
        #expect(abs(point.y - map.height / 2) < 1e-6)
        #expect(MapProjection(of: [], width: 1000, greatestHeight: 760, margin: 40) == nil)
    }

    @Test("18 tours have 18 different lines")
    func lines() {
        #expect(Set((0..<18).map(TourLine.init)).count == 18)
    }

    @Test("two colours differ clearly for every kind of colour vision, and all stand out from the map")
    func colours() {
        let colours = TourLine.colours.map(Colour.init(hex:))
        for vision in Colour.visions {
            for (index, first) in colours.enumerated() {
                for second in colours[..<index] {
                    #expect(first.seen(by: vision).distance(to: second.seen(by: vision)) > 20)
                }
            }
        }
        let paper = Colour(hex: "#f1f3ee")
        for colour in colours { #expect((paper.luminance + 0.05) / (colour.luminance + 0.05) >= 3) }
    }
}

/// A colour in linear sRGB.
private struct Colour {
    typealias Matrix = [[Double]]
    var channels: [Double]

    init(channels: [Double]) { self.channels = channels }

    init(hex: String) {
        let value = UInt32(hex.dropFirst(), radix: 16) ?? 0
        channels = [16, 8, 0].map { shift in
            let part = Double(value >> UInt32(shift) & 255) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
    }

    /// Full colour vision, protanopia, deuteranopia, tritanopia: Machado, Oliveira, Fernandes 2009, severity 1.
    static let visions: [Matrix] = [
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ]

    func seen(by vision: Matrix) -> Colour {
        Colour(channels: vision.map { row in min(1, max(0, zip(row, channels).map(*).reduce(0, +))) })
    }

    /// WCAG's relative luminance.
    var luminance: Double { zip([0.2126, 0.7152, 0.0722], channels).map(*).reduce(0, +) }

    /// CIE 1976, D65.
    func distance(to other: Colour) -> Double {
        zip(lab, other.lab).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
    }

    private var lab: [Double] {
        let xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]].map { row in
            zip(row, channels).map(*).reduce(0, +)
        }
        let f = zip(xyz, [0.9505, 1, 1.089]).map { value, white in
            let t = value / white
            return t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116
        }
        return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
    }
}
