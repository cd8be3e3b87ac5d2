import Catalog
import Database
import Foundation

extension Delivery {
    /// Of each shop's articles this many are enough to draw carts from.
    private static let articlesOfShop = 200
    /// Of a city's addresses this many are enough to live at.
    private static let mostDoors = 5000

    /// Reads what a simulation knows of the city as it is now. Nothing is written.
    public func simulatedCity() async throws -> SimulatedCity {
        var assortments: [SimulatedCity.Assortment] = []
        for shop in try await catalog.shops() { assortments.append(try await assortment(of: shop)) }
        return try await database.transaction("delivery.simulatedCity", isolation: .repeatableRead) { [assortments] transaction in
            SimulatedCity(
                hubs: try await hubs(in: transaction), bikes: try await bikes(in: transaction),
                shifts: try await dailyShifts(in: transaction), assortments: assortments,
                doors: try await doors(in: transaction), windows: try await windowTemplates(in: transaction))
        }
    }

    /// The shifts that repeat every day, with what their riders can do.
    private func dailyShifts(in transaction: Transaction) async throws -> [SimulatedCity.ShiftOfDay] {
        try await transaction.query(
            "delivery.dailyShifts",
            """
            SELECT rider.key, hub_id, skills, starts, ends
            FROM delivery.shift_template JOIN delivery.rider ON rider.id = rider_id WHERE rider.active
            """
        ).decode(String.self, HubID.self, [String].self, TimeOfDay.self, TimeOfDay.self).map {
            SimulatedCity.ShiftOfDay(
                rider: $0.0, hubID: $0.1, skills: Set($0.2.map(Skill.init(rawValue:))), start: $0.3, end: $0.4)
        }
    }

    /// Places of known addresses, evenly chosen where there are many, without what makes them addresses.
    private func doors(in transaction: Transaction) async throws -> [GeoPoint] {
        try await transaction.query(
            "delivery.doors",
            """
            SELECT latitude, longitude FROM delivery.known_address
            ORDER BY hashtext(street_normal || number_normal || postcode), latitude, longitude LIMIT \(Self.mostDoors)
            """
        ).decode(Double.self, Double.self).map { try geoPoint($0, $1) }
    }

    private func assortment(of shop: Shop) async throws -> SimulatedCity.Assortment {
        var articles: [SimulatedCity.Article] = []
        var cursor: String?
        repeat {
            let page = try await catalog.products(
                ProductQuery(shopID: shop.id, inStock: true, sort: .title, limit: 100, cursor: cursor))
            articles += page.items.map {
                SimulatedCity.Article(
                    weight: $0.weightGrams, volume: $0.volumeMillilitres, handling: $0.handling,
                    preparationMinutes: $0.preparationMinutes)
            }
            cursor = page.next
        } while cursor != nil && articles.count < Self.articlesOfShop
        return SimulatedCity.Assortment(shop: shop, articles: articles)
    }

    /// Plays days of the city as it is now, by the travel times with which it is planned.
    public func simulate(
        _ simulation: Simulation, days: Int, progress: @escaping @Sendable (Simulation.Progress) -> Void
    ) async throws -> SimulationReport {
        try await simulation.run(days: days, travel: travel, progress: progress)
    }
}
