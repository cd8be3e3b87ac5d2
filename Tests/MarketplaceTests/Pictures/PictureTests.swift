import Accounts
import Catalog
import Curl
import Database
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Pictures
import TestSupport
import Testing

@testable import Marketplace

// One after the other: some send much at once, and a test beside them measures the memory of the process.
@Suite("Pictures of products and shops", .serialized)
struct PictureTests {
    private static let picture = PNGPicture.bytes(width: 600, height: 400)

    private static let tooLarge = [UInt8](repeating: 0, count: PictureScaler.mostBytes + 100_000)

    /// A worker that may ask this machine and no other place.
    private static func worker(_ marketplace: MarketplaceClient) -> PictureFetching {
        PictureFetching(
            catalog: marketplace.modules.catalog, logger: marketplace.modules.logger,
            limits: FetchLimits(mostBytes: 4 << 20, mayConnect: { $0 == .v4(0x7F00_0001) }))
    }

    private static func upload(_ file: String, _ token: String, _ marketplace: MarketplaceClient) async throws
        -> MarketplaceClient.Answer
    {
        let answer = try await marketplace.send(.post, "/api/v1/retailer/catalog", token: token, body: file)
        #expect(answer.status == .ok, "\(answer.text)")
        return answer
    }

    private static func send(
        _ method: HTTPRequest.Method, _ path: String, token: String, bytes: [UInt8], _ marketplace: MarketplaceClient
    ) async throws -> (status: HTTPResponse.Status, text: String) {
        let headers: HTTPFields = [.authorization: "Bearer \(token)", .contentType: "image/png"]
        return try await marketplace.client.execute(uri: path, method: method, headers: headers, body: ByteBuffer(bytes: bytes)) {
            ($0.status, String(buffer: $0.body))
        }
    }

    @Test("a feed's picture is fetched once, scaled, and shown on every page with its size")
    func fetched() async throws {
        let server = try RecordedServer(answering: { _ in .init(headers: ["Content-Type": "text/plain"], body: Self.picture) })
        defer { server.stop() }
        try await MarketplaceClient.run { marketplace in
            let (_, token) = try await marketplace.shop("radwerk")
            let file = "sku;title;price;bild;weitere_bilder\nA;Klingel;4,90;\(server.address)/a.png;\(server.address)/b.png\n"
            _ = try await Self.upload(file, token, marketplace)
            let before = try await marketplace.send(.get, "/api/v1/products")
            #expect(before["items.0.picture"] == nil)

            while try await Self.worker(marketplace).workOff() > 0 {}
            #expect(Set(server.requests.map(\.path)) == ["/a.png", "/b.png"])
            let schema = try ResponseSchema()
            let found = try await marketplace.send(.get, "/api/v1/products")
            #expect(schema.problems(found.json, method: "get", path: "/api/v1/products", status: 200) == [])
            #expect(try found.int("items.0.picture.renditions.2.width") == 600)
            #expect(try found.int("items.0.picture.renditions.1.height") == 320)
            let path = try found.string("items.0.picture.renditions.1.path")
            let product = try found.string("items.0.id")

            let browser = Browser(marketplace)
            for page in ["/produkt/\(product)", "/suche?q=klingel", "/laden/radwerk", "/"] {
                let text = try await browser.get(page).text
                #expect(text.contains("\(path) 480w"), "\(page)")
                #expect(text.contains("width=\"600\" height=\"400\" alt=\"Klingel\" loading=\"lazy\""), "\(page)")
            }
            let image = try await marketplace.send(.get, path)
            #expect(image.headers[.contentType] == "image/jpeg")
            #expect(image.headers[.cacheControl] == "public, max-age=31536000, immutable")
            let tag = try #require(image.headers[.eTag])
            #expect(try await marketplace.send(.get, path, headers: [.ifNoneMatch: tag]).status == .notModified)
            for wrong in [
                "/bilder/\(String(repeating: "0", count: 64))/480.jpg", path.replacing("480", with: "481"), "/bilder/x/480.jpg",
            ] {
                #expect(try await marketplace.send(.get, wrong).status == .notFound, "\(wrong)")
            }

            let again = try await Self.upload(file, token, marketplace)
            #expect(try again.int("unchanged") == 1)
            #expect(try await Self.worker(marketplace).workOff() == 0)
            #expect(server.requests.count == 2)
        }
    }

    @Test("what cannot be fetched the retailer sees with the reason, and may have tried again")
    func missing() async throws {
        let server = try RecordedServer(answering: { request in
            switch request.path {
            case "/page.jpg": .init(body: Array("<html>Bitte anmelden</html>".utf8))
            case "/huge.png": .init(body: PNGPicture.head(width: 60_000, height: 60_000))
            case "/busy.png": .init(status: 503)
            default: .init(status: 404)
            }
        })
        defer { server.stop() }
        try await MarketplaceClient.run { marketplace in
            let (_, token) = try await marketplace.shop("radwerk")
            let (_, stranger) = try await marketplace.shop("lesezeichen")
            let faults = [
                "page.jpg": "not-a-picture", "huge.png": "too-large", "busy.png": "server-failed", "gone.png": "not-found",
            ]
            let rows = faults.keys.sorted().map { "\($0);Ding;1,00;\(server.address)/\($0)" }
            _ = try await Self.upload("sku;title;price;bild\n\(rows.joined(separator: "\n"))\n", token, marketplace)
            while try await Self.worker(marketplace).workOff() > 0 {}

            let path = "/api/v1/retailer/pictures/missing"
            let list = try await marketplace.send(.get, path, token: token)
            #expect(try ResponseSchema().problems(list.json, method: "get", path: path, status: 200) == [])
            let items = try #require(try list.list("items") as? [[String: Any]])
            var seen: [String: String] = [:]
            for item in items { seen[try #require(item["sku"] as? String)] = item["fault"] as? String }
            #expect(seen == faults)
            #expect(items.filter { $0["nextTry"] != nil }.compactMap { $0["sku"] as? String } == ["busy.png"])
            #expect(try await marketplace.send(.get, path, token: stranger).list("items").isEmpty)

            let browser = Browser(marketplace)
            _ = try await browser.submit("/anmelden", ["token": token])
            let page = try await browser.get("/haendler/bilder").text
            for sentence in [
                "Unter der Adresse ist nichts (mehr).", "Das ist kein Bild", "Der Server meldet einen Fehler.", "gone.png",
            ] {
                #expect(page.contains(sentence))
            }
            let asked = server.requests.count
            #expect(try await Self.worker(marketplace).workOff() == 0)
            let retried = try await marketplace.send(.post, "/api/v1/retailer/pictures/retry", token: token)
            #expect(try retried.int("addresses") == 4)
            while try await Self.worker(marketplace).workOff() > 0 {}
            #expect(server.requests.count == asked + 4)
            #expect(try await browser.submit("/haendler/bilder/nochmal").text.contains("noch einmal geholt"))
        }
    }

    @Test("the service asks no address that is not public")
    func notPublic() async throws {
        let server = try RecordedServer(answering: { _ in .init(body: Self.picture) })
        defer { server.stop() }
        try await MarketplaceClient.run { marketplace in
            let (_, token) = try await marketplace.shop("radwerk")
            _ = try await Self.upload("sku;title;price;bild\nA;Klingel;4,90;\(server.address)/a.png\n", token, marketplace)
            let workers = marketplace.modules.workers.compactMap { $0 as? PictureFetching }
            #expect(workers.count == 1)
            #expect(try await workers.first?.workOff() == 1)
            #expect(server.requests.isEmpty)
            let list = try await marketplace.send(.get, "/api/v1/retailer/pictures/missing", token: token)
            #expect(try list.string("items.0.fault") == "not-public")
            #expect(try list.string("items.0.detail").contains("nicht öffentlich"))
        }
    }

    @Test("pictures and logos are uploaded by their own retailer alone, and stay when the file comes again")
    func uploaded() async throws {
        try await MarketplaceClient.run { marketplace in
            let (_, token) = try await marketplace.shop("radwerk")
            let (_, stranger) = try await marketplace.shop("lesezeichen")
            let file = "sku;title;price;bild\nA;Klingel;4,90;\n"
            _ = try await Self.upload(file, token, marketplace)
            let product = try await marketplace.send(.get, "/api/v1/products").string("items.0.id")
            let shops = try await marketplace.send(.get, "/api/v1/retailer/shops", token: token)
            let shop = try shops.string("items.0.id")
            let (picture, logo) = ("/api/v1/retailer/products/\(product)/picture", "/api/v1/retailer/shops/\(shop)/logo")
            for path in [picture, logo] {
                #expect(try await Self.send(.put, path, token: stranger, bytes: Self.picture, marketplace).status == .notFound)
                let nothing = try await Self.send(.put, path, token: token, bytes: Array("GIF? Nein.".utf8), marketplace)
                #expect(nothing.status == .unprocessableContent && nothing.text.contains("not-a-picture"))
                #expect(try await Self.send(.put, path, token: token, bytes: Self.picture, marketplace).status == .ok)
            }
            let huge = try await Self.send(.put, logo, token: token, bytes: Self.tooLarge, marketplace)
            #expect(huge.status == .contentTooLarge && huge.text.contains("10 MB"))
            let again = try await Self.upload(file, token, marketplace)
            #expect(try again.int("unchanged") == 1)
            let shown = try await marketplace.send(.get, "/api/v1/products/\(product)")
            #expect(try shown.list("picture.renditions").count == 3)
            let schema = try ResponseSchema()
            let one = try await marketplace.send(.get, "/api/v1/shops/radwerk")
            #expect(schema.problems(one.json, method: "get", path: "/api/v1/shops/{id}", status: 200) == [])
            #expect(try one.list("logo.renditions").count == 3)
            #expect(try await Browser(marketplace).get("/laeden").text.contains("alt=\"Logo von"))

            #expect(try await marketplace.send(.delete, picture, token: stranger).status == .notFound)
            let bare = try await marketplace.send(.delete, picture, token: token)
            #expect(bare["picture"] == nil)
            #expect(
                schema.problems(bare.json, method: "delete", path: "/api/v1/retailer/products/{id}/picture", status: 200) == [])
            let plain = try await marketplace.send(.delete, logo, token: token)
            #expect(plain["logo"] == nil)
            #expect(schema.problems(plain.json, method: "delete", path: "/api/v1/retailer/shops/{id}/logo", status: 200) == [])
        }
    }

    @Test("the page takes pictures by article number and logos, and says what is wrong")
    func page() async throws {
        try await MarketplaceClient.run { marketplace in
            let (_, token) = try await marketplace.shop("radwerk")
            _ = try await Self.upload("sku;title;price\nA;Klingel;4,90\n", token, marketplace)
            let shop = try await marketplace.send(.get, "/api/v1/retailer/shops", token: token).string("items.0.id")
            func submit(_ form: String, number: String, file: [UInt8]) async throws -> String {
                var body = Array("--grenze\r\nContent-Disposition: form-data; name=\"laden\"\r\n\r\n\(shop)\r\n".utf8)
                body += Array("--grenze\r\nContent-Disposition: form-data; name=\"nummer\"\r\n\r\n \(number) \r\n".utf8)
                body += Array("--grenze\r\nContent-Disposition: form-data; name=\"datei\"; filename=\"x.png\"\r\n\r\n".utf8)
                body += file + Array("\r\n--grenze--\r\n".utf8)
                let headers: HTTPFields = [
                    .authorization: "Bearer \(token)", .accept: "text/html",
                    .contentType: "multipart/form-data; boundary=grenze",
                ]
                let target = try await marketplace.client.execute(
                    uri: "/haendler/bilder/\(form)", method: .post, headers: headers, body: ByteBuffer(bytes: body)
                ) { $0.headers[.location] }
                return try await marketplace.send(.get, try #require(target), token: token, headers: [.accept: "text/html"]).text
            }
            #expect(try await submit("artikel", number: "A", file: Self.picture).contains("Das Bild ist im Schaufenster."))
            #expect(try await submit("artikel", number: "B", file: Self.picture).contains("gibt es in diesem Laden nicht"))
            #expect(try await submit("artikel", number: "A", file: []).contains("Bitte wählen Sie ein Bild aus."))
            #expect(try await submit("artikel", number: "A", file: Array("Hallo".utf8)).contains("Das ist kein Bild"))
            #expect(try await submit("artikel", number: "A", file: Self.tooLarge).contains("höchstens 10 MB"))
            #expect(try await submit("logo", number: "", file: Self.picture).contains("Das Logo ist im Schaufenster."))
            #expect(try await marketplace.send(.get, "/api/v1/products").list("items.0.picture.renditions").count == 3)
        }
    }

    @Test("pictures that nobody names are removed a week later, the others stay")
    func upkeep() async throws {
        try await MarketplaceClient.run { marketplace in
            let (_, token) = try await marketplace.shop("radwerk")
            _ = try await Self.upload("sku;title;price\nA;Klingel;4,90\n", token, marketplace)
            let product = try await marketplace.send(.get, "/api/v1/products").string("items.0.id")
            let path = "/api/v1/retailer/products/\(product)/picture"
            #expect(try await Self.send(.put, path, token: token, bytes: Self.picture, marketplace).status == .ok)
            let old = try await marketplace.send(.get, "/api/v1/products").string("items.0.picture.renditions.0.path")
            let other = PNGPicture.bytes(width: 200, height: 200, shade: (0, 90, 200))
            #expect(try await Self.send(.put, path, token: token, bytes: other, marketplace).status == .ok)
            let current = try await marketplace.send(.get, "/api/v1/products").string("items.0.picture.renditions.0.path")
            #expect(old != current)
            let catalog = marketplace.modules.catalog
            try await catalog.removeUnusedPictures()
            #expect(try await marketplace.send(.get, old).status == .ok)
            try await marketplace.modules.database.execute(
                "test.age", "UPDATE catalog.picture SET created_at = created_at - interval '8 days'")
            try await catalog.removeUnusedPictures()
            #expect(try await marketplace.send(.get, old).status == .notFound)
            #expect(try await marketplace.send(.get, current).status == .ok)
        }
    }
}
