public import Catalog
public import Database

/// A search for a plan that was asked for; a worker does it.
public struct PlanningJob: Hashable, Codable, Sendable {
    public enum State: String, CaseIterable, Codable, Sendable, DatabaseCodable {
        case queued
        case running
        /// A plan is stored, also when the search was stopped early.
        case done
        case failed
        /// Stopped before there was anything to keep.
        case cancelled

        public var isFinal: Bool {
            switch self {
            case .queued, .running: false
            case .done, .failed, .cancelled: true
            }
        }
    }

    /// From what a search begins.
    public enum Mode: String, CaseIterable, Codable, Sendable, DatabaseCodable {
        /// From nothing.
        case search
        /// From the day's tours as they are: little is moved, and each move must be worth it.
        case adjustment
    }

    /// What a finished search found.
    public struct Outcome: Hashable, Codable, Sendable {
        /// Against the plan that was current before; `nil` when there was none.
        public let comparison: PlanComparison?
        /// What is brought after its window, because else it could not be brought at all.
        public let late: [ShipmentNumber]
    }

    public let id: PlanningJobID
    public let day: CalendarDay
    public let mode: Mode
    /// Nothing is stored; the outcome says what would be.
    public let isTrial: Bool
    public let state: State
    /// From 0 to 1.
    public let progress: Double
    public let elapsedSeconds: Double
    public let iterations: Int
    public let bestCostCents: Cents?
    public let served: Int?
    public let unserved: Int?
    /// What went wrong, or what to know about how it ended.
    public let message: String?
    public let planID: PlanID?
    public let outcome: Outcome?
}
