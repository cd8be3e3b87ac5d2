import Catalog
public import Database
import Foundation

/// A stored plan beside what comes of its stored inputs when times, loads, costs and the checker's judgement are worked out anew. Pure.
///
/// Not the search is repeated, which ends by the clock, but what it found is laid over what it was found for.
public struct PlanReplay: Hashable, Codable, Sendable {
    /// Something that comes out other than it was stored.
    public struct Difference: Hashable, Codable, Sendable {
        public enum What: String, CaseIterable, Codable, Sendable {
            case cost, metres, workingSeconds, tours, served, unserved
            /// A tour's bike, and how many stops it has.
            case bike, stops
            /// What a stop does and where.
            case stop
            case arrival, serviceStart, departure, load, battery, way
        }

        /// `nil`: of the whole plan.
        public let tour: Int?
        /// Its place in the tour, from 1; `nil`: of the whole tour.
        public let position: Int?
        public let what: What
        public let stored: String
        public let replayed: String
    }

    /// What the search was told and how far it came.
    public struct Search: Hashable, Codable, Sendable {
        public let seconds: Int
        public let seed: Int
        public let iterations: Int
    }

    public let planID: PlanID
    public let day: CalendarDay
    public let version: Int
    public let search: Search
    /// Names the source of the travel times and its state, when the plan was made and now.
    public let travelThen: String
    public let travelNow: String
    /// What the checker has against it, in sentences.
    public let violations: [String]
    /// As stored, and as it comes out.
    public let comparison: PlanComparison
    /// At most one for each stop.
    public let differences: [Difference]
    /// It comes out as it was stored, and the checker confirms it.
    public let isExact: Bool

    public var isSameTravel: Bool { travelThen == travelNow }

    init(
        _ stored: StoredPlan, travelNow: String, violations: [String], comparison: PlanComparison, tours: [ReplayedTour]
    ) {
        planID = stored.id
        day = stored.input.day
        version = stored.version
        search = Search(seconds: stored.options.seconds, seed: stored.options.seed, iterations: stored.options.iterations)
        travelThen = stored.travel
        self.travelNow = travelNow
        self.violations = violations
        self.comparison = comparison
        differences = Self.differences(comparison.before, comparison.after) + Self.differences(stored.tours, tours)
        isExact = differences.isEmpty && violations.isEmpty && comparison.changes.isEmpty
    }

    private static func differences(_ stored: PlanComparison.Figures, _ replayed: PlanComparison.Figures) -> [Difference] {
        let figures: [(Difference.What, Int, Int)] = [
            (.cost, stored.costCents.rawValue, replayed.costCents.rawValue), (.metres, stored.metres, replayed.metres),
            (.workingSeconds, stored.workingSeconds, replayed.workingSeconds), (.tours, stored.tours, replayed.tours),
            (.served, stored.served, replayed.served), (.unserved, stored.unserved, replayed.unserved),
        ]
        return figures.filter { $0.1 != $0.2 }.map {
            Difference(tour: nil, position: nil, what: $0.0, stored: "\($0.1)", replayed: "\($0.2)")
        }
    }

    private static func differences(_ stored: [ReplayedTour], _ replayed: [ReplayedTour]) -> [Difference] {
        let numbers = Set(stored.map(\.number)).union(replayed.map(\.number)).sorted()
        return numbers.flatMap { number -> [Difference] in
            let (old, new) = (stored.first { $0.number == number }, replayed.first { $0.number == number })
            guard let old, let new, old.bike == new.bike else {
                return [
                    Difference(tour: number, position: nil, what: .bike, stored: old?.bike ?? "–", replayed: new?.bike ?? "–")
                ]
            }
            guard old.stops.count == new.stops.count else {
                let (before, after) = ("\(old.stops.count)", "\(new.stops.count)")
                return [Difference(tour: number, position: nil, what: .stops, stored: before, replayed: after)]
            }
            return zip(old.stops, new.stops).enumerated().compactMap { index, stops in
                stops.0.firstDifference(from: stops.1).map {
                    Difference(tour: number, position: index + 1, what: $0.what, stored: $0.stored, replayed: $0.replayed)
                }
            }
        }
    }
}

/// A tour as far as a replay compares it.
struct ReplayedTour: Hashable, Sendable {
    let number: Int
    /// The bike's key.
    let bike: String
    var stops: [ReplayedStop]
}

/// A stop as far as a replay compares it.
struct ReplayedStop: Hashable, Sendable {
    let kind: TourStop.Kind
    let location: GeoPoint
    let shipmentID: ShipmentID?
    let arrival: Date
    let serviceStart: Date
    let departure: Date
    let load: Grams
    let batteryWattHours: Double
    let metres: Int

    func firstDifference(
        from other: ReplayedStop
    ) -> (what: PlanReplay.Difference.What, stored: String, replayed: String)? {
        func words(_ stop: ReplayedStop) -> String {
            "\(stop.kind.rawValue) \(stop.location.latitude), \(stop.location.longitude)"
        }
        func moment(_ date: Date) -> String { date.formatted(.iso8601) }
        func isSame(_ one: Date, _ two: Date) -> Bool { abs(one.timeIntervalSince(two)) < 0.5 }
        if kind != other.kind || location != other.location || shipmentID != other.shipmentID {
            return (.stop, words(self), words(other))
        }
        if !isSame(arrival, other.arrival) { return (.arrival, moment(arrival), moment(other.arrival)) }
        if !isSame(serviceStart, other.serviceStart) { return (.serviceStart, moment(serviceStart), moment(other.serviceStart)) }
        if !isSame(departure, other.departure) { return (.departure, moment(departure), moment(other.departure)) }
        if load != other.load { return (.load, "\(load.rawValue) g", "\(other.load.rawValue) g") }
        if abs(batteryWattHours - other.batteryWattHours) > 0.001 {
            return (.battery, "\(batteryWattHours) Wh", "\(other.batteryWattHours) Wh")
        }
        if metres != other.metres { return (.way, "\(metres) m", "\(other.metres) m") }
        return nil
    }
}

extension ReplayedTour {
    init(_ tour: PlannedTour) {
        self.init(
            number: tour.number, bike: tour.bike.key,
            stops: tour.stops.map {
                ReplayedStop(
                    kind: $0.kind, location: $0.location, shipmentID: $0.shipmentID, arrival: $0.arrival,
                    serviceStart: $0.serviceStart, departure: $0.departure, load: $0.load, batteryWattHours: $0.batteryWattHours,
                    metres: $0.metresFromPrevious)
            })
    }
}
