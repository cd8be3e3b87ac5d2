import Accounts
import Database
import Delivery
import Foundation
import HTTPTypes
import Orders
import Testing

@testable import Marketplace

@Suite("What could not be handed over, over HTTP")
struct UndeliveredEndpointTests {
    /// A day on which the only order's rider stood before a closed door.
    private static func run(_ body: @Sendable @escaping (RiderEndpointTests.Day, String) async throws -> Void) async throws {
        try await RiderEndpointTests.run { day in
            let assigned = try await day.call(
                .post, "/api/v1/dispatch/assignments/auto", token: day.dispatcher, body: [String: Any]())
            let rider = try await day.rider(try assigned.string("assigned.0.riderName").lowercased())
            try await report(["pickup": "picked-up", "dropoff": "failed"], by: rider, on: day)
            try await body(day, rider)
        }
    }

    /// Reports an event of each kind of stop, along the day's tours.
    private static func report(_ events: [String: String], by rider: String, on day: RiderEndpointTests.Day) async throws {
        let tours = try await day.call(.get, "/api/v1/dispatch/tours", query: "?stops=true", token: day.dispatcher)
        for tour in try tours.list("items").compactMap({ $0 as? [String: Any] }) {
            for case let stop as [String: Any] in tour["stopList"] as? [Any] ?? [] where stop["state"] as? String == "open" {
                guard let kind = stop["kind"] as? String, let event = events[kind], let id = stop["id"] as? String else {
                    continue
                }
                let happened: [String: Any] = [
                    "id": UUID().uuidString.lowercased(), "kind": event, "at": ISO8601DateFormatter().string(from: Date()),
                    "note": "niemand da",
                ]
                _ = try await day.call(.post, "/api/v1/rider/stops/{id}/events", ["id": id], token: rider, body: happened)
            }
        }
    }

    private static func plan(_ day: RiderEndpointTests.Day) async throws {
        let job = try await day.call(
            .post, "/api/v1/dispatch/planning-jobs", token: day.dispatcher,
            body: ["seconds": 1, "day": day.day.description], expect: .accepted)
        _ = try await day.marketplace.modules.planningWorker.workOff()
        let done = try await day.call(
            .get, "/api/v1/dispatch/planning-jobs/{id}", ["id": try job.string("id")], token: day.dispatcher)
        #expect(try done.string("state") == "done")
    }

    @Test("the shopper chooses another window on the order's page or over the API, once; the next plan brings it there")
    func broughtAgain() async throws {
        try await Self.run { day, rider in
            let order = try await day.call(.get, "/api/v1/orders/{trackingCode}", ["trackingCode": day.order])
            #expect(try order.string("shopOrders.0.state") == "failed")
            let part = try order.string("shopOrders.0.id")
            let failed = try await day.call(.get, "/api/v1/dispatch/failed-deliveries", token: day.dispatcher)
            #expect(try failed.string("items.0.note") == "niemand da")
            #expect(try failed.string("items.0.shipment.undelivered.hub").isEmpty == false)
            #expect(failed["items.0.canBeBroughtAgain"] as? Bool == true)
            let status = try await day.call(.get, "/api/v1/dispatch/status", token: day.dispatcher)
            #expect(try status.int("undecided") == 1)

            let browser = Browser(day.marketplace)
            let page = try await browser.get("/bestellung/\(day.order)")
            #expect(page.text.contains("Bitte wählen Sie dafür ein neues Zeitfenster."))
            #expect(page.text.contains("Wir konnten es nicht übergeben. Es liegt für Sie bereit"))
            let address = "/bestellung/\(day.order)/zustellung"
            #expect(page.text.contains("\(address)?teil=\(part)"))
            let form = try await browser.get("\(address)?teil=\(part)")
            #expect(form.text.contains("Noch einmal liefern") && form.text.contains("In diesem Fenster bringen"))
            let none = try await browser.post(address, ["teil": part, "fenster": ""])
            #expect(none.status == .unprocessableContent && none.text.contains("Bitte wählen Sie ein Zeitfenster."))

            let windows = try await day.call(
                .get, "/api/v1/orders/{trackingCode}/attempt-windows", ["trackingCode": day.order], query: "?shopOrder=\(part)")
            let free = try windows.list("items").compactMap { $0 as? [String: Any] }.filter {
                $0["feasible"] as? Bool == true && ($0["id"] as? String)?.hasPrefix(day.day.description) == true
            }
            #expect(free.allSatisfy { $0["feeCents"] as? Int == 0 })
            let window = try #require(free.last?["id"] as? String)
            let chosen = try await browser.submit(address, ["teil": part, "fenster": window])
            #expect(chosen.text.contains("Kommt noch einmal") && !chosen.text.contains("Neues Zeitfenster"))
            let attempts = "/api/v1/orders/{trackingCode}/attempts"
            let wish = ["shopOrder": part, "window": window]
            let again = try await day.call(.post, attempts, ["trackingCode": day.order], body: wish, expect: .created)
            #expect(try again.int("attempt") == 2)
            let other = try #require(free.first?["id"] as? String)
            let refused = try await day.call(
                .post, attempts, ["trackingCode": day.order], body: ["shopOrder": part, "window": other], expect: .conflict)
            #expect(try refused.string("code") == "goes-on")
            _ = try await day.call(
                .post, attempts, ["trackingCode": day.order],
                body: ["shopOrder": UUID().uuidString.lowercased(), "window": window],
                expect: .notFound)

            try await Self.plan(day)
            let why = try await day.call(
                .get, "/api/v1/dispatch/shipments/{number}/explanation", ["number": try again.string("number")],
                token: day.dispatcher)
            #expect(try why.string("state") == "planned")
            try await Self.report(["start": "picked-up", "reload": "picked-up", "delivery": "delivered"], by: rider, on: day)
            let done = try await day.call(.get, "/api/v1/orders/{trackingCode}", ["trackingCode": day.order])
            #expect(try done.string("shopOrders.0.state") == "delivered")
            #expect(try await browser.get("/bestellung/\(day.order)").text.contains("Alles ist angekommen."))
        }
    }

    @Test("a dispatcher sends it back to its shop; shop and shopper read so, and the order ends as returned")
    func sentBack() async throws {
        try await Self.run { day, _ in
            let number = try await day.call(.get, "/api/v1/dispatch/failed-deliveries", token: day.dispatcher)
                .string("items.0.shipment.number")
            let path = "/api/v1/dispatch/shipments/{number}"
            let windows = try await day.call(
                .get, "\(path)/attempt-windows", ["number": number], token: day.dispatcher)
            #expect(try !windows.list("items").isEmpty)
            let way = try await day.call(
                .post, "\(path)/return", ["number": number], token: day.dispatcher, expect: .created)
            #expect(try way.string("way") == "to-shop")
            _ = try await day.call(
                .post, "\(path)/return", ["number": number], token: day.dispatcher, expect: .conflict)
            let late = try await day.call(
                .post, "\(path)/attempts", ["number": number], token: day.dispatcher,
                body: ["window": "\(day.day)T16:00"], expect: .conflict)
            #expect(try late.string("code") == "goes-on")
            let browser = Browser(day.marketplace)
            #expect(try await browser.get("/bestellung/\(day.order)").text.contains("Es geht zurück an den Laden"))

            let (_, retailer) = try await day.marketplace.shop("radwerk")
            let coming = try await day.call(.get, "/api/v1/retailer/collections", token: retailer)
            #expect(try coming.string("items.0.kind") == "return")
            #expect(try coming.string("items.0.number") == way.string("number"))

            let order = try await day.call(.get, "/api/v1/orders/{trackingCode}", ["trackingCode": day.order])
            let part = try #require(ShopOrderID(try order.string("shopOrders.0.id")))
            let modules = day.marketplace.modules
            try await modules.database.transaction("test.returned") {
                try await modules.orders.markReturned(part, by: .system, in: $0)
            }
            #expect(try await browser.get("/bestellung/\(day.order)").text.contains("Zurück im Laden"))
            _ = try await day.call(
                .post, "\(path)/return", ["number": "S-999999"], token: day.dispatcher, expect: .notFound)
        }
    }
}
