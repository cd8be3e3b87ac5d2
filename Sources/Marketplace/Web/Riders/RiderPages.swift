import Accounts
import Database
import Delivery
import Foundation
import Hummingbird

/// The rider's phone: the day's tours, what to report at each stop, and what concerns the rider's own work.
struct RiderPages {
    let pages: Pages
    let delivery: Delivery
    let cartCookie: CartCookie

    var endpoints: [Endpoint] {
        [.get("/fahrt", .role(.rider), day), .post("/fahrt/krank", .role(.rider), callInSick)]
    }

    @Sendable private func day(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let rider = try context.riderID()
        async let frame = cartCookie.frame(request, context)
        let day = try await delivery.dayMeant(by: try QueryParameters(request).day())
        let ledger = try await delivery.fairness(upTo: day)
        let page = RiderPage(
            day: day, tours: try await delivery.tours(of: rider, on: day),
            shifts: try await delivery.riders(on: day).first { $0.id == rider }?.shifts ?? [],
            decisions: try await delivery.decisions(on: day, about: rider), own: ledger.entries.first { $0.riderID == rider },
            sickCall: try await delivery.sickCall(of: rider, on: day), at: Date())
        return try pages.render("rider", try await frame, page)
    }

    @Sendable private func callInSick(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let text = try await FormFields(request)["day"]
        guard let day = CalendarDay(text) else {
            throw ProblemDetails.badParameter("day", "a day such as 2026-11-21 is expected.")
        }
        try await delivery.callInSick(try context.riderID(), on: day, by: try context.requirePrincipal().accountID)
        return .redirect(to: "/fahrt?day=\(day)", type: .normal)
    }
}
