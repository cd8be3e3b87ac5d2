import Catalog
import Foundation
import Logging

extension Delivery {
    /// Travel between all places of a day, with the streets that are closed while its bikes ride.
    func travelTables(for day: DayProblem) async throws -> TravelTables {
        try await travelTables(for: day, closures: try await closures(during: day.ridingTime))
    }

    /// The same for who has read the closures already.
    func travelTables(for day: DayProblem, closures: [NetworkClosure]) async throws -> TravelTables {
        let places = DayModel.places(of: day)
        let tables = try await travel.tables(between: places, for: DayModel.bikeTypes(of: day), closures: closures)
        logger.info(
            "travel times for a plan",
            metadata: [
                "day": "\(day.day)", "source": "\(tables.kind.rawValue)", "places": "\(places.count)",
                "farFromStreets": "\(tables.farFromStreets.count)", "closures": "\(closures.count)",
            ])
        return tables
    }
}

extension DayProblem {
    /// From when the first bike may leave to when the last one must be back; a day without shifts has none of its own and takes the whole.
    var ridingTime: DateInterval {
        let serviceDay = ServiceDay(day)
        let start = max(notBefore, duties.map(\.start).min() ?? serviceDay.start)
        return DateInterval(start: start, end: max(start, duties.map(\.end).max() ?? serviceDay.end))
    }
}

extension DayModel {
    /// What a plan tells of where its travel times came from.
    func planTravel(_ tables: TravelTables) -> PlanTravel {
        let names = placeNames
        return PlanTravel(kind: tables.kind, farFromStreets: tables.farFromStreets.compactMap { names[places[$0]] })
    }

    /// Hubs and shops by name, doors by their shipment's number, running bikes by their tour: no address is in them.
    private var placeNames: [GeoPoint: String] {
        var names: [GeoPoint: String] = [:]
        for hub in day.hubs { if let place = hub.location { names[place] = hub.name } }
        for tour in day.running where names[tour.position] == nil { names[tour.position] = "Tour \(tour.number)" }
        for shipment in day.shipments {
            switch shipment.origin {
            case .shop(let name, let place): names[place] = name
            case .door(let place): if names[place] == nil { names[place] = shipment.number.description }
            case .hub, .onBoard: break
            }
            if names[shipment.destination] == nil {
                names[shipment.destination] = shipment.end?.name ?? shipment.number.description
            }
        }
        return names
    }
}
