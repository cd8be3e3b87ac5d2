/// The area that a bike reaches from a place within a time.
public struct Isochrone: Sendable, Hashable {
    public var seconds: Double
    /// Each polygon is an outer ring, counter-clockwise, followed by its holes, clockwise; every ring ends where it starts.
    public var polygons: [[[Coordinate]]]
}

extension BikeNetwork {
    /// The areas reached within each of the given times; empty for a place without a street near.
    ///
    /// One search for all times. The area is made of squares of `resolution` metres within walking distance of a reached street.
    public func isochrones(from place: Coordinate, seconds: [Double], resolution: Double = 50) -> [Isochrone] {
        guard let start = nearest(to: place), let longest = seconds.max() else { return [] }
        var search = DijkstraSearch(metric)
        let limit = Int32(min(longest * 100, 1e6)) &* TravelCost.unit
        search.run(from: metric.departures(from: start), upTo: objective == .time ? limit : TravelCost.noWay)
        var raster = ReachRaster(around: start.coordinate, resolution: resolution)
        raster.add(start.coordinate, seconds: 0)
        for rank in 0..<graph.rankCount {
            guard let travel = objective.travel(search.costs[rank]), travel.seconds <= longest else { continue }
            addArc(Int(graph.rankArc[rank]), startingAt: travel.seconds, upTo: longest, to: &raster)
        }
        for arc in [2 * start.edge, 2 * start.edge + 1] { addStart(start, arc: arc, upTo: longest, to: &raster) }
        return seconds.sorted().map { Isochrone(seconds: $0, polygons: raster.polygons(within: $0)) }
    }

    private func addArc(_ arc: Int, startingAt seconds: Double, upTo longest: Double, to raster: inout ReachRaster) {
        let pieces = graph.pieces(ofEdge: arc >> 1)
        var time = seconds
        for piece in arc & 1 == 0 ? Array(pieces) : pieces.reversed() {
            let duration = metric.pieceTime[2 * piece + (arc & 1)]
            guard duration < TravelCost.noWay, time <= longest else { return }
            add(
                piece, isBackward: arc & 1 == 1, from: 0, startingAt: time, duration: Double(duration) / 100, upTo: longest,
                to: &raster)
            time += Double(duration) / 100
        }
    }

    /// The rest of the edge on which the search starts.
    private func addStart(_ start: StreetPosition, arc: Int, upTo longest: Double, to raster: inout ReachRaster) {
        let duration = metric.pieceTime[2 * start.piece + (arc & 1)]
        guard duration < TravelCost.noWay else { return }
        let length = Double(max(graph.pieceLength[start.piece], 1))
        let within = arc & 1 == 0 ? Double(start.withinPiece) : length - Double(start.withinPiece)
        add(
            start.piece, isBackward: arc & 1 == 1, from: within / length, startingAt: -Double(duration) / 100 * within / length,
            duration: Double(duration) / 100, upTo: longest, to: &raster)
    }

    /// Marks points along a piece, no farther apart than the raster's squares.
    private func add(
        _ piece: Int, isBackward: Bool, from part: Double, startingAt seconds: Double, duration: Double, upTo longest: Double,
        to raster: inout ReachRaster
    ) {
        let length = Double(max(graph.pieceLength[piece], 1)) / 100
        var along = 0.0
        let points = Int(graph.pieceFirstPoint[piece])..<Int(graph.pieceLastPoint[piece])
        for number in isBackward ? Array(points.reversed()) : Array(points) {
            let a = graph.fixedPosition(ofPoint: isBackward ? number + 1 : number)
            let b = graph.fixedPosition(ofPoint: isBackward ? number : number + 1)
            let metres = Geodesy.metres(from: a, to: b)
            let count = max(1, Int((metres / raster.resolution).rounded(.up)))
            for step in 0...count {
                let share = Double(step) / Double(count)
                let position = (along + share * metres) / length
                let time = seconds + position * duration
                guard position >= part - 1e-9 else { continue }
                if time > longest { return }
                let (from, to) = (a.coordinate, b.coordinate)
                raster.add(
                    Coordinate(
                        latitude: from.latitude + share * (to.latitude - from.latitude),
                        longitude: from.longitude + share * (to.longitude - from.longitude)), seconds: time)
            }
            along += metres
        }
    }
}
