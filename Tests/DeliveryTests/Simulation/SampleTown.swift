import Accounts
import Database
import Foundation

@testable import Catalog
@testable import Delivery

/// A city to simulate without a database: the sample fleet, seven shops of which two cook, and doors around the centre.
enum SampleTown {
    static func city(seed: UInt64 = 1) throws -> SimulatedCity {
        var generator = XorShift(seed: seed)
        let shops = try (0..<7).map { index in try assortment(index, isKitchen: index >= 5, using: &generator) }
        return SimulatedCity(
            hubs: SampleFleet.hubs, bikes: SampleFleet.allBikes(), shifts: shifts, assortments: shops,
            doors: (0..<150).map { _ in SampleShipments.door(using: &generator) }, windows: windows)
    }

    static let windows = [10, 12, 14, 16, 18].map {
        DeliveryWindowTemplate(start: SampleFleet.time($0), end: SampleFleet.time($0 + 2), cutoffMinutes: 90)
    }

    private static var shifts: [SimulatedCity.ShiftOfDay] {
        SampleFleet.riders.compactMap { rider in
            SampleFleet.hubs.first { $0.key == rider.hub }.map { hub in
                SimulatedCity.ShiftOfDay(
                    rider: rider.key, hubID: hub.id, skills: rider.skills, start: rider.start, end: rider.end)
            }
        }
    }

    private static func assortment(
        _ index: Int, isKitchen: Bool, using generator: inout XorShift
    ) throws -> SimulatedCity.Assortment {
        let shop = Shop(
            id: .new(), key: "shop-\(index)",
            retailer: Shop.RetailerSummary(id: .new(), name: "Laden \(index)", kind: isKitchen ? .gastronomy : .retail),
            name: "Laden \(index)", street: "Schulstraße", houseNumber: "\(index)", postcode: "64283", city: "Darmstadt",
            location: SampleShipments.shop(index), phone: nil,
            openingHours: try OpeningHours(parsing: isKitchen ? "Mo-Sa 11:00-22:00" : "Mo-Sa 09:00-19:00"), exceptions: [],
            description: "",
            preparationMinutes: 20, categories: [], settings: ShopSettings(), logo: nil, missing: [])
        let articles = (0..<12).map { number in
            SimulatedCity.Article(
                weight: Grams(Int.random(in: 100...4000, using: &generator)),
                volume: Millilitres(Int.random(in: 500...9000, using: &generator)),
                handling: isKitchen ? .hot : number % 6 == 0 ? .chilled : .ambient, preparationMinutes: isKitchen ? 25 : 15)
        }
        return SimulatedCity.Assortment(shop: shop, articles: articles)
    }

    /// A day of that city, ready to be played.
    static func day(
        orders: Int = 40, seed: UInt64 = 1, _ disruptions: DisruptionRates = DisruptionRates(.usual),
        reserve: Int = 0
    ) async throws -> DaySimulation {
        let options = SimulationOptions(
            orders: orders, seed: seed, day: City.day, disruptions: disruptions, iterations: 150, reserve: reserve)
        return try await Simulation(try city(), options).prepare(seed: seed, travel: GreatCircleTravelSource()).simulation()
    }
}
