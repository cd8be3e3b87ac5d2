import Accounts
import Delivery
import Foundation
import HTTPTypes
import Routing
import Testing

@testable import Marketplace

@Suite("The map on the pages")
struct MapPagesTests {
    @Test("tiles and pictures are drawn here, are kept by browsers until the streets change, and name their source")
    func tiles() async throws {
        let streets = try MarketplaceClient.village()
        try await MarketplaceClient.run(streets: streets) { marketplace in
            // The tile at zoom 15 in which 49.8718 N, 8.6528 E lies.
            let tile = try await marketplace.send(.get, "/karte/15/17171/11131.svg?v=\(streets.graph.fingerprint)")
            #expect(tile.status == .ok, "\(tile.text)")
            #expect(tile.headers[.contentType] == "image/svg+xml")
            #expect(tile.headers[.cacheControl]?.contains("immutable") == true)
            #expect(
                tile.text.hasPrefix("<svg") && tile.text.contains("OpenStreetMap contributors") && tile.text.contains("<path"))
            let tag = try #require(tile.headers[.eTag])
            let kept = try await marketplace.send(.get, "/karte/15/17171/11131.svg", headers: [.ifNoneMatch: tag])
            #expect(kept.status == .notModified)
            #expect(kept.headers[.cacheControl]?.contains("immutable") == false)
            for path in ["/karte/3/1/1.svg", "/karte/15/99999999/1.svg", "/karte/15/1/1.png", "/karte/x/y/z.svg"] {
                #expect(try await marketplace.send(.get, path).status == .notFound, "\(path)")
            }
            let picture = try await marketplace.send(.get, "/karte/bild.svg?edges=8.649,49.869,8.658,49.875&width=800")
            #expect(picture.status == .ok && picture.text.contains("width=\"800\""))
            for edges in ["", "1,2,3", "9,49,8,50", "8,49,8.0001,60", "a,b,c,d", "8,nan,9,50"] {
                #expect(try await marketplace.send(.get, "/karte/bild.svg?edges=\(edges)").status == .badRequest, "\(edges)")
            }
        }
    }

    @Test("the tours' page draws them on the streets, with and without script, and says where its map is from")
    func toursPage() async throws {
        try await MarketplaceClient.run(streets: MarketplaceClient.village()) { marketplace in
            let token = try await Self.plannedDay(marketplace)
            let browser = Browser(marketplace)
            _ = try await browser.submit("/anmelden", ["token": token])
            let page = try await browser.get("/disposition/touren")
            #expect(page.status == .ok)
            #expect(page.text.contains("<image href=\"/karte/bild.svg?edges="))
            #expect(page.text.contains("© OpenStreetMap contributors, ODbL"))
            #expect(page.text.contains("Fahrzeiten durch die Straßen der Stadt."))
            #expect(page.text.contains("Ohne Straße in der Nähe und deshalb als Luftlinie gerechnet: Hub Nord"))
            let address = try page.between("<image href=\"", "\"").replacingOccurrences(of: "&amp;", with: "&")
            let picture = try await browser.get(address)
            #expect(picture.status == .ok && picture.text.hasPrefix("<svg"))
            #expect(!page.text.contains("http://") && !page.text.contains("https://"))
            let data = try await browser.get("/disposition/touren/karte.json")
            #expect(try data.list("tours").count == 1)
            #expect(try data.list("tours.0.line").count >= 2)
            #expect(try data.string("tiles").hasPrefix("/karte/{z}/{x}/{y}.svg"))
            #expect(try await marketplace.send(.get, "/disposition/touren/karte.json").status == .unauthorized)
        }
    }

    @Test("without streets the tours' page says that it draws straight lines")
    func straight() async throws {
        try await MarketplaceClient.run { marketplace in
            let token = try await Self.plannedDay(marketplace)
            let browser = Browser(marketplace)
            _ = try await browser.submit("/anmelden", ["token": token])
            let page = try await browser.get("/disposition/touren")
            #expect(page.text.contains("Gezeichnet sind Luftlinien."))
            #expect(page.text.contains("Fahrzeiten aus Luftlinien"))
            #expect(!page.text.contains("<image") && !page.text.contains("leaflet"))
        }
    }

    @Test("the picture under the tours has the very edges of the drawing")
    func edges() throws {
        let places = [MapProjection.Place(latitude: 49.8556, longitude: 8.6256), .init(latitude: 49.8859, longitude: 8.6724)]
        let map = try #require(MapProjection(of: places, width: 1000, greatestHeight: 760, margin: 40))
        let edges = map.edges
        let northWest = map.point(.init(latitude: edges.north, longitude: edges.west))
        let southEast = map.point(.init(latitude: edges.south, longitude: edges.east))
        for (value, expected) in [(northWest.x, 0), (northWest.y, 0), (southEast.x, map.width), (southEast.y, map.height)] {
            #expect(abs(value - expected) < 1e-6)
        }
    }

    /// One order of one shop, packed and planned; the token is the dispatcher's.
    private static func plannedDay(_ marketplace: MarketplaceClient) async throws -> String {
        try await marketplace.fleet()
        let (_, retailer) = try await marketplace.shop("radwerk")
        _ = try await marketplace.send(.post, "/api/v1/retailer/catalog", token: retailer, body: ShoppingPagesTests.catalog)
        let product = try await marketplace.send(.get, "/api/v1/products?q=klingel").string("items.0.id")
        let cart = try await marketplace.send(.post, "/api/v1/carts").string("id")
        _ = try await marketplace.send(.put, "/api/v1/carts/\(cart)/lines/\(product)", body: ["quantity": 1])
        let windows = try await marketplace.send(.get, "/api/v1/delivery-windows").list("items")
        let window = try #require((windows.last as? [String: Any])?["id"] as? String)
        let key: HTTPFields = [try #require(HTTPField.Name("Idempotency-Key")): "map-1"]
        let order = try await marketplace.send(
            .post, "/api/v1/carts/\(cart)/checkout",
            body: ["recipient": MarketplaceClient.recipient, "address": MarketplaceClient.address, "window": window], headers: key
        )
        #expect(order.status == .created, "\(order.text)")
        let shopOrder = try await marketplace.send(.get, "/api/v1/retailer/shop-orders?state=placed", token: retailer)
            .string("items.0.id")
        for step in ["accept", "ready"] {
            _ = try await marketplace.send(.post, "/api/v1/retailer/shop-orders/\(shopOrder)/\(step)", token: retailer)
        }
        let dispatcher = try await marketplace.token(.dispatcher)
        _ = try await marketplace.send(.post, "/api/v1/dispatch/planning-jobs", token: dispatcher, body: ["seconds": 1])
        _ = try await marketplace.modules.planningWorker.workOff()
        return dispatcher
    }
}
