import Delivery
import Foundation
import Routing

/// A day's tours for the map that one can move about in; `touren.js` draws it.
struct TourMapData: Encodable, Sendable {
    struct Line: Encodable, Sendable {
        let number: Int
        let label: String
        let colour: String
        let dash: String
        /// Latitude, longitude, as Leaflet takes them.
        let line: [[Double]]
        let stops: [Point]
    }

    struct Point: Encodable, Sendable {
        let at: [Double]
        let label: String
        let isDoor: Bool
    }

    let tiles: String
    let attribution: String
    let zooms: [Int]
    let tours: [Line]
    let hubs: [Point]

    init(tours: [Tour], hubs: [MicroHub], lines: [TourID: TourLineString], picture: MapPicture) {
        tiles = picture.tiles
        attribution = "\(picture.attribution), ODbL"
        zooms = [MapFrame.zooms.lowerBound, MapFrame.zooms.upperBound]
        self.tours = tours.enumerated().map { index, tour in
            let look = TourLine(index)
            return Line(
                number: tour.number,
                label: "Tour \(tour.number) · \(tour.bike.name) · \(tour.rider?.name ?? "noch ohne Fahrerin")",
                colour: look.colour, dash: look.dash,
                line: (lines[tour.id]?.coordinates ?? []).map { [Self.rounded($0.latitude), Self.rounded($0.longitude)] },
                stops: (tour.stopList ?? []).filter { $0.shipmentNumber != nil }.map { stop in
                    Point(
                        at: [stop.latitude, stop.longitude],
                        label: "\(GermanFormat.time(stop.arrival)) \(stop.word): \(stop.name)", isDoor: stop.isAtDoor)
                })
        }
        self.hubs = hubs.map { Point(at: [$0.latitude, $0.longitude], label: $0.name, isDoor: false) }
    }

    /// A metre is enough for a line.
    private static func rounded(_ degrees: Double) -> Double { (degrees * 1e5).rounded() / 1e5 }
}
