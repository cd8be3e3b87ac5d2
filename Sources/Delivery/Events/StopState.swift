public import Database

/// How far a stop is, by what its rider reported.
///
/// It is the furthest of its reports, in the order of the cases, whatever the order in which they arrive: a phone without network may send
/// them late, twice and mixed up. So a hand-over that was reported counts, also when a failure was reported before or after it.
public enum StopState: String, CaseIterable, Codable, Sendable, Comparable, DatabaseCodable {
    case open
    case arrived
    case failed
    case done

    /// The state after all `reports`.
    public init(after reports: some Sequence<StopEvent.Kind>) {
        self = reports.lazy.map(\.state).max() ?? .open
    }

    public static func < (left: StopState, right: StopState) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .open: 0
        case .arrived: 1
        case .failed: 2
        case .done: 3
        }
    }
}

extension StopEvent.Kind {
    /// The state that the report alone would give a stop.
    var state: StopState {
        switch self {
        case .arrived: .arrived
        case .failed: .failed
        case .pickedUp, .delivered: .done
        }
    }

    /// Whether this can happen at such a stop.
    public func fits(_ stop: TourStop.Kind) -> Bool {
        switch self {
        case .arrived: true
        case .pickedUp: stop == .pickup || stop == .start || stop == .reload
        case .delivered: stop == .dropoff || stop == .delivery
        case .failed: stop == .pickup || stop == .dropoff || stop == .delivery
        }
    }
}
