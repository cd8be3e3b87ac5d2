import Database
import Delivery
import Foundation
import Hummingbird

/// The day's tours for the dispatcher: a map and the stops.
struct TourPages {
    let pages: Pages
    let delivery: Delivery
    let cartCookie: CartCookie

    var endpoints: [Endpoint] {
        [.get("/disposition/touren", .dispatch, tours), .get("/disposition/touren/karte.json", .dispatch, mapData)]
    }

    private var picture: MapPicture? { delivery.streets.map { MapPicture($0.graph) } }

    @Sendable private func tours(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        async let frame = cartCookie.frame(request, context)
        async let hubs = delivery.hubs()
        let day = try await day(of: request)
        let plan = try await delivery.currentPlan(for: day)
        let tours = try await delivery.toursWithStops(on: day)
        let lines = delivery.streets == nil ? [:] : try await delivery.lines(of: tours)
        let page = ToursPage(
            day: day, plan: plan, tours: tours, hubs: try await hubs, lines: lines, picture: picture,
            isInteractive: pages.leaflet.isPresent)
        return try pages.render("tours", try await frame, page)
    }

    /// The same tours for the map that one can move about in.
    @Sendable private func mapData(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let streets = delivery.streets else { throw WayProblem.noStreets }
        let tours = try await delivery.toursWithStops(on: try await day(of: request))
        return try JSON.response(
            TourMapData(
                tours: tours, hubs: try await delivery.hubs(), lines: try await delivery.lines(of: tours),
                picture: MapPicture(streets.graph)))
    }

    private func day(of request: Request) async throws -> CalendarDay {
        try await delivery.dayMeant(by: try QueryParameters(request).day())
    }
}
