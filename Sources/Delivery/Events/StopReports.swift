import Foundation

/// All that was reported of one stop, as a set: the same whatever the order in which reports arrive, and however often. Pure.
///
/// The rule for reports that contradict each other: the furthest of them counts, in the order of ``StopState``. When a state was reported by
/// several, the earliest by the riders' clocks says when it was.
struct StopReports: Hashable, Sendable {
    struct Report: Hashable, Sendable {
        let id: EventID
        let kind: StopEvent.Kind
        let at: Date
    }

    private(set) var reports: [EventID: Report] = [:]

    init(_ reports: some Sequence<Report> = []) {
        for report in reports { take(report) }
    }

    /// - Returns: whether it is new. Under an identifier that was used, nothing is taken.
    @discardableResult
    mutating func take(_ report: Report) -> Bool {
        guard reports[report.id] == nil else { return false }
        reports[report.id] = report
        return true
    }

    var state: StopState { StopState(after: reports.values.map(\.kind)) }

    var arrivedAt: Date? { reports.values.filter { $0.kind == .arrived }.map(\.at).min() }

    /// When the stop was over; `nil` while it is not.
    var finishedAt: Date? {
        let state = state
        guard state == .done || state == .failed else { return nil }
        return reports.values.filter { $0.kind.state == state }.map(\.at).min()
    }
}

/// What follows for shipments from how far a stop is. Pure.
enum StopConsequence: Hashable, Sendable {
    /// The stop's shipment goes on to this state.
    case bring(ShipmentState)
    /// The stop's shipment was not handed over: it waits for another tour.
    case release
    /// All shipments of this trip are on the bike now.
    case load(trip: Int)
    case nothing

    init(_ kind: TourStop.Kind, _ state: StopState, trip: Int) {
        self =
            switch (kind, state) {
            case (.pickup, .done): .bring(.underway)
            case (.pickup, .failed): .release
            case (.dropoff, .done), (.delivery, .done): .bring(.delivered)
            case (.dropoff, .failed), (.delivery, .failed): .bring(.failed)
            case (.start, .done): .load(trip: trip)
            case (.reload, .done): .load(trip: trip + 1)
            default: .nothing
            }
    }
}

extension ShipmentState {
    /// The steps that reports take a shipment through, to `goal`; none where it is past that already, `nil` where there is no way.
    func steps(toward goal: ShipmentState) -> [ShipmentState]? {
        // A loading that is told late moves nothing back.
        if goal == .underway, self == .failed || self == .delivered { return [] }
        return StatePath.steps(from: self, to: goal, successors: \.successors)
    }

    /// After a pick-up that failed: only what was planned waits again.
    var released: ShipmentState { self == .planned ? .waiting : self }
}
