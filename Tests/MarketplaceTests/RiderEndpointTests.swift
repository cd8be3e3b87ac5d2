import Accounts
import Database
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Marketplace

@Suite("Riders over HTTP")
struct RiderEndpointTests {
    /// A marketplace whose next delivery day is planned, with one tour that Amina or Bjarne may ride.
    struct Day {
        let marketplace: MarketplaceClient
        let schema: ResponseSchema
        let dispatcher: String
        let day: CalendarDay
        let order: String

        func call(
            _ method: HTTPRequest.Method, _ template: String, _ values: [String: String] = [:], query: String = "",
            token: String? = nil,
            body: Any? = nil, expect: HTTPResponse.Status = .ok
        ) async throws -> MarketplaceClient.Answer {
            var path = template
            for (name, value) in values { path = path.replacingOccurrences(of: "{\(name)}", with: value) }
            let answer = try await marketplace.send(method, path + query, token: token, body: body)
            #expect(answer.status == expect, "\(method) \(path): \(answer.text)")
            #expect(schema.problems(answer.json, method: method.rawValue, path: template, status: answer.status.code).isEmpty)
            return answer
        }

        func rider(_ key: String) async throws -> String {
            let id = try #require(try await marketplace.modules.delivery.rider(key: key))
            return try await marketplace.token(.rider(id.rawValue))
        }
    }

    static func run(_ body: @Sendable @escaping (Day) async throws -> Void) async throws {
        try await MarketplaceClient.run { marketplace in
            try await marketplace.fleet()
            let (_, retailer) = try await marketplace.shop("radwerk")
            let dispatcher = try await marketplace.token(.dispatcher)
            let csv = "Artikelnummer;Titel;Preis;MwSt;Bestand;Gewicht_g;Kategorie\nS-1;Fahrradschlauch;6,90;19;25;180;Fahrrad\n"
            _ = try await marketplace.send(.post, "/api/v1/retailer/catalog", token: retailer, body: csv)
            let product = try await marketplace.send(.get, "/api/v1/products?q=fahrradschlauch").string("items.0.id")
            let cart = try await marketplace.send(.post, "/api/v1/carts").string("id")
            _ = try await marketplace.send(.put, "/api/v1/carts/\(cart)/lines/\(product)", body: ["quantity": 1])
            let windows = try await marketplace.send(.get, "/api/v1/delivery-windows").list("items")
            let window = try #require((windows.last as? [String: Any])?["id"] as? String)
            let key: HTTPFields = [try #require(HTTPField.Name("Idempotency-Key")): "riders-1"]
            let order = try await marketplace.send(
                .post, "/api/v1/carts/\(cart)/checkout",
                body: ["recipient": MarketplaceClient.recipient, "address": MarketplaceClient.address, "window": window],
                headers: key)
            let shopOrder = try await marketplace.send(.get, "/api/v1/retailer/shop-orders?state=placed", token: retailer)
                .string("items.0.id")
            _ = try await marketplace.send(.post, "/api/v1/retailer/shop-orders/\(shopOrder)/accept", token: retailer)
            _ = try await marketplace.send(.post, "/api/v1/retailer/shop-orders/\(shopOrder)/ready", token: retailer)
            try await marketplace.modules.outboxWorker.drain()
            _ = try await marketplace.send(.post, "/api/v1/dispatch/planning-jobs", token: dispatcher, body: ["seconds": 1])
            _ = try await marketplace.modules.planningWorker.workOff()
            let day = try await marketplace.modules.delivery.dayMeant(by: nil)
            try await body(
                Day(
                    marketplace: marketplace, schema: try ResponseSchema(), dispatcher: dispatcher, day: day,
                    order: try order.string("trackingCode")))
        }
    }

    @Test("tours change riders over the API; a choice of the service only with a reason, which the rider reads")
    func assignment() async throws {
        try await Self.run { day in
            let assigned = try await day.call(
                .post, "/api/v1/dispatch/assignments/auto", token: day.dispatcher, body: [String: Any]())
            let name = try assigned.string("assigned.0.riderName")
            let (chosen, other) = name == "Amina" ? ("amina", "bjarne") : ("bjarne", "amina")
            let path = "/api/v1/dispatch/tours/{id}/assignment"
            let refused = try await day.call(
                .put, path, ["id": "1"], token: day.dispatcher, body: ["riderKey": other], expect: .unprocessableContent)
            #expect(try refused.string("code") == "reason-needed")
            #expect(try refused.string("detail").contains(name))
            _ = try await day.call(
                .put, path, ["id": "1"], token: day.dispatcher, body: ["riderKey": other, "reason": "kennt den Hof"])
            let decisions = try await day.call(.get, "/api/v1/dispatch/assignments/decisions", token: day.dispatcher)
            #expect(try decisions.list("items").count == 2)
            #expect(decisions["items.0.overrides"] as? Bool == true)

            let own = try await day.call(.get, "/api/v1/rider/decisions", token: try await day.rider(chosen))
            #expect(try own.string("items.0.reasonsInGerman.0") == "kennt den Hof")
            #expect(try own.list("items").count == 2)
            let swap = try await day.call(
                .post, "/api/v1/dispatch/assignments/swap", token: day.dispatcher, body: ["tour": 1, "otherTour": 1],
                expect: .conflict)
            #expect(try swap.string("code") == "cannot-swap")
            _ = try await day.call(
                .post, "/api/v1/dispatch/assignments/swap", token: day.dispatcher, body: ["tour": 1, "otherTour": 9],
                expect: .notFound)
            _ = try await day.call(.delete, path, ["id": "1"], query: "?reason=frei", token: day.dispatcher)
        }
    }

    @Test("a dispatcher sees the fleet with who rides what, and has a stored plan worked out again; both are as described")
    func fleetAndReplay() async throws {
        try await Self.run { day in
            let fleet = try await day.call(.get, "/api/v1/dispatch/fleet", token: day.dispatcher)
            let hub = try fleet.string("hubs.0.key")
            let one = try await day.call(.get, "/api/v1/dispatch/fleet", query: "?hub=\(hub)", token: day.dispatcher)
            #expect(try one.list("hubs").count == 1)
            _ = try await day.call(
                .get, "/api/v1/dispatch/fleet", query: "?hub=nirgends", token: day.dispatcher, expect: .badRequest)
            let plan = try await day.marketplace.send(.get, "/api/v1/dispatch/plans", token: day.dispatcher)
            let path = "/api/v1/dispatch/plans/{id}/replay"
            let replay = try await day.call(.get, path, ["id": try plan.string("items.0.id")], token: day.dispatcher)
            #expect(replay["isExact"] as? Bool == true, "\(replay.text)")
            _ = try await day.call(.get, path, ["id": UUID().uuidString], token: day.dispatcher, expect: .notFound)
        }
    }

    @Test("a roster goes up, is looked at and taken; the ledger and a rider's own figures are there")
    func roster() async throws {
        try await Self.run { day in
            let path = "/api/v1/dispatch/shifts/import"
            let file = "Datum;Fahrerin;Hub;von;bis\n\(day.day);amina;nord;10:00;16:00\n"
            let preview = try await day.call(.post, path, query: "?dryRun=true", token: day.dispatcher, body: file)
            #expect(preview["applied"] as? Bool == false)
            let taken = try await day.call(.post, path, token: day.dispatcher, body: file)
            #expect(taken["applied"] as? Bool == true)
            let shifts = try await day.call(.get, "/api/v1/dispatch/shifts", query: "?days=1", token: day.dispatcher)
            #expect(try shifts.list("items").count == 2)
            let wrong = try await day.call(
                .post, path, token: day.dispatcher, body: "date;rider;from;to\n\(day.day);kim;10:00;12:00\n")
            #expect(try wrong.int("problems.0.line") == 2)
            #expect(try wrong.string("problems.0.value") == "kim")
            let unreadable = try await day.marketplace.send(.post, path, token: day.dispatcher, body: "date;rider\n\"x")
            #expect(unreadable.status == .unprocessableContent)
            #expect(try unreadable.string("code") == "csv-unreadable")

            let ledger = try await day.call(.get, "/api/v1/dispatch/fairness", query: "?days=7", token: day.dispatcher)
            #expect(try ledger.list("entries").count == 2)
            let own = try await day.call(.get, "/api/v1/rider/fairness", token: try await day.rider("amina"))
            #expect(try own.string("own.key") == "amina" && own["entries"] == nil)
            let sick = try await day.call(
                .post, "/api/v1/rider/sick-calls", token: try await day.rider("amina"), body: ["day": day.day.description],
                expect: .created)
            #expect(try sick.string("kind") == "rider-out")
        }
    }

    @Test("a phone registers, signs its reports, sends a picture; the shopper and the dispatcher see it, a stranger does not")
    func phone() async throws {
        try await Self.run { day in
            let assigned = try await day.call(
                .post, "/api/v1/dispatch/assignments/auto", token: day.dispatcher, body: [String: Any]())
            let rider = try await day.rider(try assigned.string("assigned.0.riderName").lowercased())
            let made = try await day.call(.post, "/api/v1/rider/devices", token: rider, body: ["name": "Pixel"], expect: .created)
            let keyBytes = try #require(Base64URL.decode(made.string("key")))
            let key = try #require(MessageKey(bytes: keyBytes))
            let device = DeviceID(rawValue: try #require(UUID(uuidString: made.string("id"))))
            let tours = try await day.call(.get, "/api/v1/rider/tours", token: rider)
            let stops = try tours.list("items.0.stopList").compactMap { $0 as? [String: Any] }
            let door = try #require(stops.first { $0["kind"] as? String == "dropoff" })
            let doorID = try #require(door["id"] as? String)
            let stop = TourStopID(rawValue: try #require(UUID(uuidString: doorID)))
            let photo = UUID().uuidString.lowercased()
            let photos = "/api/v1/rider/stops/{id}/photos/{photoID}"
            let names = ["id": stop.description, "photoID": photo]
            let no = try await day.call(.put, photos, names, token: rider, body: "GIF89a…", expect: .unsupportedMediaType)
            #expect(try no.string("code") == "photo-type")
            var picture = ByteBuffer(bytes: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
            picture.writeBytes([0, 0, 0, 0] + Array("IEND".utf8) + [0xAE, 0x42, 0x60, 0x82])
            for _ in 1...2 {
                let status = try await day.marketplace.client.execute(
                    uri: "/api/v1/rider/stops/\(stop)/photos/\(photo)", method: .put,
                    headers: [.authorization: "Bearer \(rider)"],
                    body: picture
                ) { $0.status }
                #expect(status == .ok)
            }

            let code = try await day.call(.get, "/api/v1/orders/{trackingCode}", ["trackingCode": day.order]).string(
                "handOverCode")
            let shopper = Browser(day.marketplace)
            let shown = "<strong class=\"code\">\(code)</strong>"
            #expect(try await shopper.get("/bestellung/\(day.order)").text.contains(shown))
            let event = StopEvent(
                id: EventID(rawValue: UUID()), kind: .delivered, at: Date(), proof: "\(code) photo:\(photo)", ageChecked: true)
            let events = "/api/v1/rider/stops/{id}/events"
            func body(_ event: StopEvent) throws -> Any { try JSONSerialization.jsonObject(with: JSON.encoder.encode(event)) }
            let unsigned = try await day.call(events: events, stop, rider, body: try body(event), expect: .forbidden)
            #expect(try unsigned.string("code") == "event-unsigned")
            let forged = event.signed(with: .random(), by: device, at: stop)
            #expect(
                try await day.call(events: events, stop, rider, body: try body(forged), expect: .forbidden).string("code")
                    == "signature-wrong")
            let signed = event.signed(with: key, by: device, at: stop)
            let told = try await day.call(events: events, stop, rider, body: try body(signed))
            #expect(try told.string("state") == "done" && told.string("codeCheck") == "matches")
            #expect(try await !shopper.get("/bestellung/\(day.order)").text.contains(shown), "there is nothing to tell any more")

            let listed = try await day.call(.get, "/api/v1/orders/{trackingCode}/photos", ["trackingCode": day.order])
            #expect(try listed.string("items.0.id") == photo)
            let seen = try await day.marketplace.send(.get, "/api/v1/orders/\(day.order)/photos/\(photo)")
            #expect(seen.status == .ok && seen.headers[.contentType] == "image/png")
            #expect(seen.headers[.cacheControl] == "private, no-store")
            let number = try #require(door["shipmentNumber"] as? String)
            let ofShipment = try await day.call(
                .get, "/api/v1/dispatch/shipments/{number}/photos", ["number": number], token: day.dispatcher)
            #expect(try ofShipment.list("items").count == 1)
            #expect(try await day.marketplace.send(.get, "/api/v1/dispatch/photos/\(photo)", token: day.dispatcher).status == .ok)
            #expect(try await day.marketplace.send(.get, "/api/v1/dispatch/photos/\(photo)", token: rider).status == .forbidden)
            #expect(try await day.marketplace.send(.get, "/api/v1/orders/K7QM-9XTR/photos/\(photo)").status == .notFound)

            let devices = try await day.call(.get, "/api/v1/rider/devices", token: rider)
            #expect(try devices.list("items").count == 1)
            let revoked = try await day.call(
                .delete, "/api/v1/dispatch/devices/{id}", ["id": device.description], token: day.dispatcher)
            #expect(revoked["revokedAt"] is String)
            #expect(
                try await day.call(events: events, stop, rider, body: try body(signed), expect: .forbidden).string("code")
                    == "device-unknown")
        }
    }

    @Test("the rider's page shows the stops, why they are theirs, their own figures, and takes them off the day")
    func page() async throws {
        try await Self.run { day in
            let assigned = try await day.call(
                .post, "/api/v1/dispatch/assignments/auto", token: day.dispatcher, body: [String: Any]())
            let token = try await day.rider(try assigned.string("assigned.0.riderName").lowercased())
            let browser = Browser(day.marketplace)
            let page = try await browser.submit("/anmelden", ["token": token])
            #expect(page.text.contains("Tour 1 · n"))
            #expect(page.text.contains("Heinheimer Straße 12") && page.text.contains("Kim Kundin"))
            #expect(
                page.text.contains("data-kind=\"picked-up\">Abgeholt") && page.text.contains("data-kind=\"delivered\">Geliefert"))
            #expect(
                page.text.contains("vom System vorgeschlagen") && page.text.contains("wie das Team")
                    && page.text.contains("deckt"))
            #expect(page.text.contains("/static/fahrt.js"))
            #expect(try await browser.get("/static/fahrt.js").status == .ok)
            let allowed = try #require(HTTPField.Name("Service-Worker-Allowed"))
            let worker = try await day.marketplace.send(.get, "/static/fahrt-ohne-netz.js")
            #expect(worker.headers[allowed] == "/" && worker.headers[.contentType]?.hasPrefix("text/javascript") == true)
            let script = try await day.marketplace.send(.get, "/static/fahrt.js")
            #expect(script.headers[allowed] == nil, "only one script may look after all pages")
            let off = try await browser.submit("/fahrt/krank", ["day": day.day.description])
            #expect(off.text.contains("Abgemeldet ") && !off.text.contains("action=\"/fahrt/krank\""))
            #expect(try await day.marketplace.modules.delivery.disruptions(on: day.day).count == 1)

            let other = Browser(day.marketplace)
            _ = try await other.submit("/anmelden", ["token": day.dispatcher])
            #expect(try await other.get("/fahrt").status == .forbidden)
        }
    }
}

extension RiderEndpointTests.Day {
    fileprivate func call(
        events template: String, _ stop: TourStopID, _ rider: String, body: Any, expect: HTTPResponse.Status = .ok
    ) async throws -> MarketplaceClient.Answer {
        try await call(.post, template, ["id": stop.description], token: rider, body: body, expect: expect)
    }
}
