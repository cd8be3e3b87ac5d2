/// The streets as one kind of bike can use them at one time: ready to answer how far, how long and which way.
///
/// Made from a ``StreetGraph`` in a fraction of a second, so a change of the closures means making another one. Immutable: any number
/// of tasks may ask at once.
public final class BikeNetwork: Sendable {
    public let graph: StreetGraph
    public let bike: CargoBike
    public let objective: RouteObjective
    let metric: StreetMetric
    let hierarchy: CustomizedHierarchy

    /// - Parameters:
    ///   - moment: the local time for which signs with hours are read; without it they count as not in force.
    ///   - closures: those in force; their own hours are the caller's to check (``StreetClosure/isActive(at:)``).
    public init(
        _ graph: StreetGraph, bike: CargoBike = .longJohn, objective: RouteObjective = .time, moment: MinuteOfWeek? = nil,
        closures: [StreetClosure] = []
    ) {
        self.graph = graph
        self.bike = bike
        self.objective = objective
        metric = StreetMetric(
            graph, profile: CargoBikeProfile(bike: bike, moment: moment), objective: objective, closures: closures)
        hierarchy = CustomizedHierarchy(metric)
    }

    /// Beyond this a place has no street, in metres.
    public static let snapLimit = 1000.0

    /// The nearest point on a street that the bike may use and from which it can come away; `nil` when none is near.
    public func nearest(to coordinate: Coordinate, within radius: Double = BikeNetwork.snapLimit) -> StreetPosition? {
        metric.nearest(to: coordinate, within: radius)
    }
}
