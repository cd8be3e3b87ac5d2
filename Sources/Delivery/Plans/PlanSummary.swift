import Catalog
import Foundation

/// A plan in figures; stored with it.
struct PlanSummary: Hashable, Codable, Sendable {
    let costCents: Int
    /// How long the search took.
    let seconds: Double
    let served: Int
    let unserved: Int
    let tours: Int
    let bikes: Int
    let metres: Int
    let drivingSeconds: Int
    let workingSeconds: Int
    let grams: Grams
    let co2SavedGrams: Int
    /// `nil` in plans from before there were streets: straight lines.
    let travel: PlanTravel?

    init(tours: [PlannedTour], served: Int, unserved: Int, costCents: Int, seconds: Double, travel: PlanTravel) {
        self.costCents = costCents
        self.travel = travel
        self.seconds = seconds
        self.served = served
        self.unserved = unserved
        self.tours = tours.count
        bikes = Set(tours.map(\.bike.id)).count
        metres = tours.reduce(0) { $0 + $1.metres }
        drivingSeconds = tours.reduce(0) { $0 + $1.drivingSeconds }
        workingSeconds = tours.reduce(0) { $0 + Int($1.end.timeIntervalSince($1.start)) - $1.breakSeconds }
        grams = tours.map(\.weight).total()
        co2SavedGrams = tours.reduce(0) { $0 + VanComparison.savedGrams(tour: $1.stops) }
    }
}
