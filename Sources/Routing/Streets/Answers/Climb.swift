/// The metres that a way goes up, added up rise by rise: what it goes down again is not taken off.
public struct Climb: Sendable, Hashable {
    public var metres: Double

    /// - Parameter heights: metres above the sea along the way.
    public init(along heights: [Double]) {
        metres = zip(heights, heights.dropFirst()).reduce(0) { $0 + max(0, $1.1 - $1.0) }
    }
}

extension StreetRoute {
    /// `nil` where the streets were imported without heights.
    public var climb: Climb? { heights.isEmpty ? nil : Climb(along: heights) }
}

extension StreetGraph {
    /// Metres above the sea at a point.
    func height(ofPoint point: Int) -> Double { Double(pointHeight[point]) / 10 }

    /// The same at a place on a segment, between the heights of its two ends.
    func height(at position: StreetPosition) -> Double {
        let (start, end) = (fixedPosition(ofPoint: position.segment), fixedPosition(ofPoint: position.segment + 1))
        let length = Geodesy.metres(from: start, to: end)
        guard length > 0 else { return height(ofPoint: position.segment) }
        let part = min(1, Geodesy.metres(from: start, to: FixedCoordinate(position.coordinate)) / length)
        let (low, high) = (height(ofPoint: position.segment), height(ofPoint: position.segment + 1))
        return low + (high - low) * part
    }
}
