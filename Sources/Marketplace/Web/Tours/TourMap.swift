import Delivery
import Foundation
import Routing

/// A map of a day's tours, ready to be written as SVG: no script, nothing from elsewhere.
///
/// Where the city's streets are loaded, they lie under the tours and the tours follow them; else the tours are straight lines on plain ground.
///
/// Its stored properties are the names of the template.
struct TourMap: Sendable {
    struct Hub: Sendable {
        let x: String
        let y: String
        let textX: String
        let textY: String
        let anchor: String
        let hubName: String
    }

    struct Stop: Sendable {
        let x: String
        let y: String
        /// A circle for what is brought, a diamond for what is fetched: shapes are told apart where colours are not.
        let isDoor: Bool
        let diamond: String
        let stopLabel: String
    }

    struct DrawnTour: Sendable {
        let number: Int
        let tourLabel: String
        let colour: String
        let dash: String
        let points: String
        let stops: [Stop]
    }

    let width: Int
    let height: Int
    /// The address of a picture of the streets with the same edges; `nil` where no streets are loaded.
    let background: String?
    let attribution: String?
    let isAlongStreets: Bool
    let tours: [DrawnTour]
    let hubs: [Hub]
    let scaleY: String
    let scaleLength: String
    let scaleLabel: String

    private static let drawingWidth = 1000.0
    private static let greatestHeight = 760.0
    private static let margin = 44.0

    /// - Returns: `nil` when there is nothing to draw.
    ///
    /// - Parameters:
    ///   - lines: the ways through the streets, by tour; a tour without one is drawn straight from stop to stop.
    ///   - picture: gives the address of a picture of the streets within some edges, where there is one.
    init?(tours: [Tour], hubs: [MicroHub], lines: [TourID: TourLineString] = [:], picture: MapPicture? = nil) {
        let hubPlaces = hubs.map { MapProjection.Place(latitude: $0.latitude, longitude: $0.longitude) }
        let stopPlaces = tours.flatMap { $0.stopList ?? [] }.map(Self.place)
        guard
            let projection = MapProjection(
                of: hubPlaces + stopPlaces + lines.values.flatMap(\.coordinates).map(Self.place), width: Self.drawingWidth,
                greatestHeight: Self.greatestHeight, margin: Self.margin)
        else { return nil }
        width = Int(projection.width)
        height = Int(projection.height.rounded(.up))
        self.tours = tours.enumerated().map { index, tour in
            DrawnTour(tour, line: TourLine(index), along: lines[tour.id], projection)
        }
        background = picture?.address(projection)
        attribution = picture?.attribution
        isAlongStreets = !tours.isEmpty && tours.allSatisfy { lines[$0.id]?.isAlongStreets == true }
        self.hubs = zip(hubs, hubPlaces).map { Hub($0, at: projection.point($1), width: projection.width) }
        let bar = projection.scaleBar()
        scaleY = Self.coordinate(Double(height) - 14)
        scaleLength = Self.coordinate(bar.length)
        scaleLabel = bar.metres >= 1000 ? "\(bar.metres / 1000) km" : "\(bar.metres) m"
    }

    fileprivate static func place(_ stop: TourStop) -> MapProjection.Place {
        MapProjection.Place(latitude: stop.latitude, longitude: stop.longitude)
    }

    fileprivate static func place(_ coordinate: Coordinate) -> MapProjection.Place {
        MapProjection.Place(latitude: coordinate.latitude, longitude: coordinate.longitude)
    }

    /// A coordinate with one decimal, which is a tenth of a pixel.
    fileprivate static func coordinate(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}

extension TourMap.Hub {
    fileprivate init(_ hub: MicroHub, at point: MapProjection.Point, width: Double) {
        x = TourMap.coordinate(point.x - 8)
        y = TourMap.coordinate(point.y - 8)
        // The name stands where the map has room for it.
        let isLeft = point.x > width * 0.55
        anchor = isLeft ? "end" : "start"
        textX = TourMap.coordinate(point.x + (isLeft ? -14 : 14))
        textY = TourMap.coordinate(point.y + 6)
        // "Micro-Hub West, Europaplatz": the map has little room.
        hubName = hub.name.prefix { $0 != "," }.description
    }
}

extension TourMap.DrawnTour {
    fileprivate init(_ tour: Tour, line: TourLine, along way: TourLineString?, _ projection: MapProjection) {
        let stops = tour.stopList ?? []
        number = tour.number
        tourLabel = "Tour \(tour.number) · \(tour.bike.name) · \(tour.rider?.name ?? "noch ohne Fahrerin")"
        colour = line.colour
        dash = line.dash
        let corners = way.map { $0.coordinates.map(TourMap.place) } ?? stops.map(TourMap.place)
        points = corners.map { corner in
            let point = projection.point(corner)
            return "\(TourMap.coordinate(point.x)),\(TourMap.coordinate(point.y))"
        }.joined(separator: " ")
        self.stops = stops.filter { $0.shipmentNumber != nil }.map { stop in
            TourMap.Stop(stop, at: projection.point(TourMap.place(stop)))
        }
    }
}

extension TourMap.Stop {
    fileprivate init(_ stop: TourStop, at point: MapProjection.Point) {
        x = TourMap.coordinate(point.x)
        y = TourMap.coordinate(point.y)
        isDoor = stop.isAtDoor
        diamond = [(0.0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0)].map {
            "\(TourMap.coordinate(point.x + $0.0)),\(TourMap.coordinate(point.y + $0.1))"
        }.joined(separator: " ")
        stopLabel = "\(GermanFormat.time(stop.arrival)) \(stop.word): \(stop.name)"
    }
}

extension TourStop {
    /// The stop's kind as the pages say it.
    var word: String {
        switch kind {
        case .start: "Start"
        case .pickup: "Abholung"
        case .dropoff, .delivery: isAtDoor ? "Lieferung" : "Abgabe"
        case .reload: "Hub"
        case .break: "Pause"
        case .end: "Ende"
        }
    }
}
