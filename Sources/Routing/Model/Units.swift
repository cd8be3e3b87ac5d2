/// A span of time or a moment of the service day, in whole seconds.
///
/// Moments count from any origin the caller likes, as long as one problem keeps to one. Benchmark instances use scaled units.
public typealias Seconds = Int

/// A way's length in whole metres.
public typealias Metres = Int

/// Electrical energy in thousandths of a watt hour: whole numbers, so that sums do not depend on their order.
public typealias MilliwattHours = Int

/// A moment that no plan reaches: the end of an open time window.
public let endOfTime: Seconds = 1 << 40

/// A place on the earth in WGS 84 degrees.
public struct Coordinate: Sendable, Hashable, Codable {
    public var latitude: Double
    public var longitude: Double

    public init(latitude: Double, longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
    }
}

/// The moments from `start` to `end`, both included.
public struct TimeWindow: Sendable, Hashable, Codable {
    public var start: Seconds
    public var end: Seconds

    /// - Precondition: `start <= end`.
    public init(_ start: Seconds, _ end: Seconds) {
        precondition(start <= end, "a time window ends before it starts")
        self.start = start
        self.end = end
    }

    /// The window that never closes.
    public static let always = TimeWindow(0, endOfTime)
}
