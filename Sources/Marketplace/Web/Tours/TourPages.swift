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
        [.get("/disposition/touren", .dispatch, tours)]
    }

    @Sendable private func tours(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        async let frame = cartCookie.frame(request, context)
        async let hubs = delivery.hubs()
        let day: CalendarDay
        if let asked = try QueryParameters(request).day() {
            day = asked
        } else {
            day = try await delivery.dayThatIsOn()
        }
        let plan = try await delivery.currentPlan(for: day)
        let tours = try await delivery.toursWithStops(on: day)
        return try pages.render("tours", try await frame, ToursPage(day: day, plan: plan, tours: tours, hubs: try await hubs))
    }
}
