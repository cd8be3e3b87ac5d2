import Accounts
import Catalog
import Database
import Foundation
import Routing

@testable import Delivery

/// A day's problem without a database.
enum SampleDay {
    static func problem(
        shipments: [DayProblem.OpenShipment], bikes: [Bike] = SampleFleet.allBikes(), duties: [DayProblem.Duty]? = nil,
        running: [DayProblem.RunningTour] = [], notBefore: Date? = nil
    ) -> DayProblem {
        DayProblem(
            day: City.day, notBefore: notBefore ?? City.at(0), hubs: SampleFleet.hubs, bikes: bikes,
            duties: duties ?? SampleFleet.duties(on: City.day), shipments: shipments, running: running)
    }

    static func shipment(
        _ number: Int, weight: Int = 2000, volume: Int = 6000, heaviest: Int? = nil, handling: Set<Handling> = [],
        origin: DayProblem.OpenShipment.Origin? = nil,
        to destination: GeoPoint = SampleFleet.point(49.8790, 8.6600), ready: Date = City.at(9), from start: Date = City.at(12),
        until end: Date = City.at(14)
    ) -> DayProblem.OpenShipment {
        DayProblem.OpenShipment(
            id: .new(), number: ShipmentNumber(rawValue: number),
            origin: origin ?? .shop(name: "Laden", SampleShipments.shop(number % 7)), destination: destination, parcels: 1,
            weight: Grams(weight), volume: Millilitres(volume), heaviest: Grams(heaviest ?? weight), handling: handling,
            readyAt: ready,
            windowStart: start, windowEnd: end)
    }

    static func model(_ day: DayProblem) -> DayModel {
        let source = GreatCircleTravelSource()
        let places = DayModel.places(of: day)
        return DayModel(day, matrices: DayModel.bikeTypes(of: day).map { source.matrix(between: places, for: $0) })
    }

    /// What a short search finds.
    static func solve(_ day: DayProblem, iterations: Int = 2000) throws -> (
        model: DayModel, solution: Solution, result: PlanResult
    ) {
        let model = model(day)
        try model.problem.validate()
        let solution = try Solver(model.problem).solve(SolverOptions(timeLimit: .seconds(20), iterations: iterations, seed: 1))
        return (model, solution, try PlanResult(model, solution, seconds: 0))
    }
}
