public import Catalog
import Database
public import Foundation

/// What is other in one plan of a day than in another: which shipments ride with another bike, come at another time, are brought or left
/// out now, and what it costs.
public struct PlanComparison: Hashable, Codable, Sendable {
    /// Where a plan brings a shipment.
    public struct Visit: Hashable, Codable, Sendable {
        public let tour: Int
        public let bike: String
        public let arrival: Date

        public init(tour: Int, bike: String, arrival: Date) {
            self.tour = tour
            self.bike = bike
            self.arrival = arrival
        }
    }

    public struct Change: Hashable, Codable, Sendable {
        public enum Kind: String, CaseIterable, Codable, Sendable {
            /// Brought now, left out before.
            case added
            /// Left out now, brought before.
            case dropped
            /// With another bike.
            case reassigned
            /// With the same bike, by more than ``PlanComparison/tolerance`` earlier or later.
            case retimed
        }

        public let number: ShipmentNumber
        public let kind: Kind
        public let before: Visit?
        public let after: Visit?
    }

    /// A plan in figures.
    public struct Figures: Hashable, Codable, Sendable {
        /// `nil` for a trial, which is not stored.
        public let version: Int?
        public let costCents: Cents
        public let metres: Int
        public let workingSeconds: Int
        public let tours: Int
        public let served: Int
        public let unserved: Int
    }

    /// By this much an arrival may differ and still count as the same.
    public static let tolerance: TimeInterval = 300

    public let before: Figures
    public let after: Figures
    /// By number.
    public let changes: [Change]
    /// How many shipments are brought as before.
    public let untouched: Int

    /// - Parameters:
    ///   - visitsBefore: where the one plan brings each shipment.
    ///   - visitsAfter: where the other does.
    init(
        _ before: Figures, _ visitsBefore: [ShipmentNumber: Visit], _ after: Figures, _ visitsAfter: [ShipmentNumber: Visit]
    ) {
        self.before = before
        self.after = after
        let numbers = Set(visitsBefore.keys).union(visitsAfter.keys).sorted()
        changes = numbers.compactMap { number in
            let (old, new) = (visitsBefore[number], visitsAfter[number])
            guard let kind = Self.kind(old, new) else { return nil }
            return Change(number: number, kind: kind, before: old, after: new)
        }
        untouched = numbers.count - changes.count
    }

    private static func kind(_ old: Visit?, _ new: Visit?) -> Change.Kind? {
        guard let old else { return new == nil ? nil : .added }
        guard let new else { return .dropped }
        if old.bike != new.bike { return .reassigned }
        return abs(new.arrival.timeIntervalSince(old.arrival)) > tolerance ? .retimed : nil
    }
}
