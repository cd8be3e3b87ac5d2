import Catalog
import Database
import Foundation
import HTTPTypes
import Testing

@testable import Marketplace

@Suite("A shop's settings over HTTP")
struct ShopSettingsEndpointTests {
    @Test("staff change minimum order, rush and closed today, the cart says what is missing, and answers fit openapi.json")
    func settings() async throws {
        try await MarketplaceClient.run { marketplace in
            let schema = try ResponseSchema()
            func call(
                _ method: HTTPRequest.Method, _ template: String, _ id: String = "", token: String? = nil, body: Any? = nil,
                headers: HTTPFields = [:], expect: HTTPResponse.Status = .ok
            ) async throws -> MarketplaceClient.Answer {
                let path = template.replacingOccurrences(of: "{id}", with: id)
                let answer = try await marketplace.send(method, path, token: token, body: body, headers: headers)
                #expect(answer.status == expect, "\(method) \(path): \(answer.text)")
                let problems = schema.problems(answer.json, method: method.rawValue, path: template, status: answer.status.code)
                #expect(problems.isEmpty, "\(method) \(template)")
                return answer
            }
            let (_, token) = try await marketplace.shop("pizzeria", kind: .gastronomy)
            let (_, stranger) = try await marketplace.shop("lesezeichen")
            let own = try await call(.get, "/api/v1/retailer/shops", token: token)
            #expect(try own.list("items").count == 1)
            let shop = try own.string("items.0.id")
            let one = "/api/v1/retailer/shops/{id}"

            let until = ISO8601DateFormatter().string(from: Date() + 3600)
            let set = try await call(
                .patch, one, shop, token: token,
                body: ["minimumOrderCents": 1500, "rush": ["minutes": 20, "until": until], "closedToday": true] as [String: Any])
            #expect(try set.int("minimumOrderCents") == 1500)
            #expect(try set.int("rush.minutes") == 20)
            #expect(set["closedToday"] as? Bool == true && set["openNow"] as? Bool == false)
            let calm = try await call(
                .patch, one, shop, token: token, body: ["rush": NSNull(), "closedToday": false] as [String: Any])
            #expect(calm["rush"] == nil && calm["openNow"] as? Bool == true)
            #expect(try calm.int("minimumOrderCents") == 1500)
            let wrong = try await call(
                .patch, one, shop, token: token, body: ["minimumOrderCents": -1], expect: .unprocessableContent)
            #expect(try wrong.string("errors.0.field") == "minimumOrderCents")
            _ = try await call(.patch, one, shop, token: stranger, body: ["minimumOrderCents": 0], expect: .notFound)

            let day = "\(CityTime.dayAndMinute(of: Date()).day.adding(days: 9))"
            let dayPath = "/api/v1/retailer/shops/\(shop)/exceptions/\(day)"
            let template = "/api/v1/retailer/shops/{id}/exceptions/{day}"
            let holiday = try await marketplace.send(.put, dayPath, token: token, body: ["hours": "off", "note": "Inventur"])
            #expect(schema.problems(holiday.json, method: "put", path: template, status: 200) == [])
            #expect(try holiday.string("exceptions.0.day") == day && holiday.string("exceptions.0.note") == "Inventur")
            let unread = try await marketplace.send(.put, dayPath, token: token, body: ["hours": "mittags"])
            #expect(unread.status == .unprocessableContent && unread.text.contains("mittags"))
            #expect(try await marketplace.send(.delete, dayPath, token: stranger).status == .notFound)
            let usual = try await marketplace.send(.delete, dayPath, token: token)
            #expect(schema.problems(usual.json, method: "delete", path: template, status: 200) == [])
            #expect(try usual.list("exceptions").isEmpty)
            let hours = try await call(
                .patch, one, shop, token: token, body: ["openingHours": "Mo-So 00:00-24:00; Feiertage 00:00-24:00"])
            #expect(try hours.string("openingHours") == "Mo-Su 00:00-24:00; PH 00:00-24:00")

            _ = try await marketplace.send(
                .post, "/api/v1/retailer/catalog", token: token, body: "sku;title;price;stock\nP1;Pizza;7,50;9\n")
            let product = try await call(.get, "/api/v1/products").string("items.0.id")
            let cart = try await call(.post, "/api/v1/carts", expect: .created).string("id")
            let filled = try await marketplace.send(
                .put, "/api/v1/carts/\(cart)/lines/\(product)", body: ["quantity": 1])
            #expect(try filled.int("shortfalls.0.missingCents") == 750)
            _ = try await call(.get, "/api/v1/carts/{id}", cart)
            let key: HTTPFields = [try #require(HTTPField.Name("Idempotency-Key")): "minimum-1"]
            let refused = try await call(
                .post, "/api/v1/carts/{id}/checkout", cart,
                body: ["recipient": MarketplaceClient.recipient, "address": MarketplaceClient.address, "window": "x"]
                    as [String: Any],
                headers: key, expect: .conflict)
            #expect(try refused.string("code") == "below-minimum")
        }
    }

    @Test("on their page staff set the same, and shop and cart say it in German")
    func pages() async throws {
        try await MarketplaceClient.run { marketplace in
            let (_, token) = try await marketplace.shop("pizzeria", kind: .gastronomy)
            let (_, other) = try await marketplace.shop("lesezeichen")
            _ = try await marketplace.send(
                .post, "/api/v1/retailer/catalog", token: token, body: "sku;title;price;stock\nP1;Pizza;7,50;9\n")
            let staff = Browser(marketplace)
            let own = try await staff.submit("/anmelden", ["token": token])
            let form = "/haendler/laeden/\(try own.between("/haendler/laeden/", "\""))"

            let set = try await staff.submit(form, ["was": "mindestbestellwert", "euro": "15,00"])
            #expect(set.text.contains("Gespeichert") && set.text.contains("value=\"15,00\""))
            let wrong = try await staff.submit(form, ["was": "mindestbestellwert", "euro": "viel"])
            #expect(wrong.text.contains("Der Mindestbestellwert muss"))
            let busy = try await staff.submit(form, ["was": "hochbetrieb", "minuten": "25", "stunden": "2"])
            #expect(busy.text.contains("25 Minuten mehr bis"))
            let tooLong = try await staff.submit(form, ["was": "hochbetrieb", "minuten": "500", "stunden": "2"])
            #expect(tooLong.text.contains("bis 180 Minuten"))

            let shopper = Browser(marketplace)
            let page = try await shopper.get("/laden/pizzeria")
            #expect(page.text.contains("Mindestbestellwert 15,00 €") && page.text.contains("etwa 25 Minuten länger"))
            let product = try page.between("href=\"/produkt/", "\"")
            let cart = try await shopper.submit("/warenkorb", ["product": product, "quantity": "1"])
            #expect(cart.text.contains("es fehlen noch 7,50 €") && !cart.text.contains("Zur Kasse"))
            #expect(try await shopper.get("/kasse").headers[.location] == "/warenkorb")

            #expect(page.text.contains("jetzt geöffnet"))
            #expect(try await staff.submit(form, ["was": "geschlossen"]).text.contains("heute geschlossen"))
            #expect(try await shopper.get("/laden/pizzeria").text.contains("jetzt geschlossen"))
            _ = try await staff.submit(form, ["was": "offen"])
            #expect(try await staff.submit(form, ["was": "ruhe"]).text.contains("Einschalten"))
            let calm = try await shopper.get("/laden/pizzeria").text
            #expect(calm.contains("jetzt geöffnet") && !calm.contains("länger als sonst"))

            let day = CityTime.dayAndMinute(of: Date()).day.adding(days: 20)
            let other20 = try await staff.submit(
                form, ["was": "sondertag", "tag": "\(day)", "zeiten": "10:00-12:00", "hinweis": "Inventur"])
            #expect(other20.text.contains("10:00–12:00 (Inventur)"))
            #expect(try await shopper.get("/laden/pizzeria").text.contains("10:00–12:00 (Inventur)"))
            #expect(
                try await staff.submit(form, ["was": "sondertag", "tag": "\(day)", "zeiten": "früh"]).text.contains(
                    "nicht zu lesen"))
            let struck = try await staff.submit(form, ["was": "sondertag-weg", "tag": "\(day)"])
            #expect(!struck.text.contains("Inventur"))
            let hours = try await staff.submit(form, ["was": "oeffnungszeiten", "zeiten": "Mo-So 00:00-24:00"])
            #expect(hours.text.contains("value=\"Mo-Su 00:00-24:00\""))

            let stranger = Browser(marketplace)
            _ = try await stranger.submit("/anmelden", ["token": other])
            #expect(try await stranger.post(form, ["was": "geschlossen"]).status == .notFound)
        }
    }
}
