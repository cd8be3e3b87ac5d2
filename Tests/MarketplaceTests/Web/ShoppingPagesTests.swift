import Accounts
import Catalog
import Delivery
import Foundation
import HTTPTypes
import Testing

@testable import Marketplace

@Suite("Shopping on the pages")
struct ShoppingPagesTests {
    static let catalog = """
        sku;title;description;category;price;vat;stock
        R-1;Klingel Messing;Ding dong.;Fahrräder > Zubehör;14,90;19;3
        R-2;Schlauch 28 Zoll;Autoventil;Fahrräder > Teile;6,50;19;40
        R-3;Wartung klein;;Werkstatt;39,00;19;
        """

    /// A marketplace with one shop that has the catalog, and a fleet.
    static func withShop(_ body: @Sendable @escaping (MarketplaceClient, _ token: String) async throws -> Void) async throws {
        try await MarketplaceClient.run { marketplace in
            try await marketplace.fleet()
            let (_, token) = try await marketplace.shop("radwerk")
            _ = try await marketplace.send(.post, "/api/v1/retailer/catalog", token: token, body: catalog)
            try await body(marketplace, token)
        }
    }

    @Test("from the search to the order's page, with nothing but links and forms")
    func wholeWay() async throws {
        try await Self.withShop { marketplace, _ in
            let browser = Browser(marketplace)
            let home = try await browser.get("/")
            #expect(home.status == .ok)
            #expect(home.text.contains("Radwerk"))
            let found = try await browser.get("/suche?q=klingel")
            let path = try "/produkt/" + found.between("href=\"/produkt/", "\"")
            let product = try await browser.get(path)
            #expect(product.text.contains("14,90 €"))
            #expect(product.text.contains("nur noch 3 da"))
            let id = try product.between("name=\"product\" value=\"", "\"")

            let cart = try await browser.submit("/warenkorb", ["product": id, "quantity": "1"])
            #expect(cart.text.contains("Warenkorb (1)"))
            let line = try #require(browser.cookieLines["cart"])
            for property in ["HttpOnly", "SameSite=Lax", "Max-Age=1209600", "Path=/"] { #expect(line.contains(property)) }
            let twice = try await browser.submit("/warenkorb", ["product": id, "quantity": "1"])
            #expect(twice.text.contains("29,80 €"))
            #expect(twice.text.contains("33,70 €"))

            let checkout = try await browser.get("/kasse")
            let key = try checkout.between("name=\"key\" value=\"", "\"")
            let window = try checkout.between("name=\"window\" value=\"", "\"")
            let order = try await browser.submit(
                "/kasse",
                [
                    "key": key, "window": window, "name": "Kim Kundin", "email": "kim@kundschaft.example",
                    "street": "Heinheimer Straße", "houseNumber": "12", "postcode": "64289", "city": "Darmstadt",
                ])
            #expect(order.text.contains("Bestellung D-0"))
            #expect(order.text.contains("2 × Klingel Messing"))
            #expect(order.text.contains("33,70 €"))
            #expect(!order.text.contains("Kim"))
            #expect(!order.text.contains("Heinheimer"))
            #expect(!order.text.contains("Warenkorb (2)"))

            // Whoever goes back and sends the form again has still ordered once.
            let again = try await browser.submit(
                "/kasse",
                [
                    "key": key, "window": window, "name": "Kim Kundin", "email": "kim@kundschaft.example",
                    "street": "Heinheimer Straße", "houseNumber": "12", "postcode": "64289", "city": "Darmstadt",
                ])
            #expect(try again.between("<h1>", "</h1>") == order.between("<h1>", "</h1>"))
            #expect(try await browser.get("/kasse").headers[.location]?.hasPrefix("/bestellung/") == true)
            #expect(try await marketplace.send(.get, "/api/v1/products/\(id)").int("stock") == 1)

            let code = try order.between("action=\"/bestellung/", "/stornieren")
            let cancelled = try await browser.submit("/bestellung/\(code)/stornieren")
            #expect(cancelled.text.contains("storniert"))
            #expect(try await marketplace.send(.get, "/api/v1/products/\(id)").int("stock") == 3)
        }
    }

    @Test("the checkout keeps what was typed and says what is wrong, and nothing is ordered")
    func faultyCheckout() async throws {
        try await Self.withShop { marketplace, _ in
            let browser = Browser(marketplace)
            let id = try await browser.get("/suche?q=schlauch").between("href=\"/produkt/", "\"")
            _ = try await browser.submit("/warenkorb", ["product": id, "quantity": "2"])
            let form = try await browser.get("/kasse")
            let key = try form.between("name=\"key\" value=\"", "\"")
            let window = try form.between("name=\"window\" value=\"", "\"")
            let refused = try await browser.post(
                "/kasse",
                [
                    "key": key, "window": window, "name": "Kim \"K\" <Kundin>", "email": "kim", "phone": "06151 1234",
                    "street": "Heinheimer Str.", "houseNumber": "12", "postcode": "6428", "city": "Darmstadt", "note": "2. Stock",
                ])
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains("Es ist noch nichts bestellt."))
            #expect(refused.text.contains("Bitte eine E-Mail-Adresse wie name@beispiel.de angeben."))
            #expect(refused.text.contains("Bitte eine Postleitzahl mit fünf Ziffern angeben."))
            #expect(refused.text.contains("value=\"Kim &quot;K&quot; &lt;Kundin&gt;\""))
            for typed in ["06151 1234", "2. Stock", "6428", key] { #expect(refused.text.contains("value=\"\(typed)\"")) }

            let elsewhere = try await browser.post(
                "/kasse",
                [
                    "key": key, "window": window, "name": "Kim", "email": "kim@kundschaft.example",
                    "street": "Heinheimr Straße", "houseNumber": "12", "postcode": "64289", "city": "Darmstadt",
                ])
            #expect(elsewhere.status == .unprocessableContent)
            #expect(elsewhere.text.contains("Meinten Sie Heinheimer Straße?"))

            let noWindow = try await browser.post(
                "/kasse",
                [
                    "key": key, "window": "2020-01-01T10:00", "name": "Kim", "email": "kim@kundschaft.example",
                    "street": "Heinheimer Straße", "houseNumber": "12", "postcode": "64289", "city": "Darmstadt",
                ])
            #expect(noWindow.text.contains("Dieses Lieferfenster gibt es nicht mehr"))
            #expect(try await marketplace.send(.get, "/api/v1/products/\(id)").int("stock") == 40)
        }
    }

    @Test("an address that is not known is asked back, a press on a suggestion fills it in and orders nothing")
    func suggestions() async throws {
        try await Self.withShop { marketplace, _ in
            let browser = Browser(marketplace)
            let id = try await browser.get("/suche?q=schlauch").between("href=\"/produkt/", "\"")
            _ = try await browser.submit("/warenkorb", ["product": id, "quantity": "1"])
            let form = try await browser.get("/kasse")
            let key = try form.between("name=\"key\" value=\"", "\"")
            let window = try form.between("name=\"window\" value=\"", "\"")
            let asked = try await browser.post(
                "/kasse",
                [
                    "key": key, "window": window, "name": "Kim", "email": "kim@kundschaft.example", "street": "Heinheimr Str",
                    "houseNumber": "14 b", "postcode": "64283", "city": "Darmstadt",
                ])
            #expect(asked.status == .unprocessableContent)
            let choice = try asked.between("name=\"choice\" value=\"", "\"")
            #expect(choice == "Heinheimer Straße 14 b, 64289 Darmstadt", "the number stays, known or not")
            let filled = try await browser.post(
                "/kasse",
                [
                    "key": key, "window": window, "name": "Kim", "email": "kim@kundschaft.example", "street": "Heinheimr Str",
                    "houseNumber": "14 b", "postcode": "64283", "city": "Darmstadt", "choice": choice,
                ])
            #expect(filled.status == .ok)
            for value in ["Heinheimer Straße", "14 b", "64289", "Kim", key] {
                #expect(filled.text.contains("value=\"\(value)\""))
            }
            #expect(try await marketplace.send(.get, "/api/v1/products/\(id)").int("stock") == 40)
        }
    }

    @Test("an address outside the delivery area is refused in a sentence that says so")
    func outsideArea() async throws {
        try await Self.withShop { marketplace, _ in
            let area = try DeliveryArea(polygons: [[[[8, 49], [8.1, 49], [8.1, 49.1], [8, 49]]]])
            try await marketplace.modules.delivery.setDeliveryArea(area)
            let browser = Browser(marketplace)
            let id = try await browser.get("/suche?q=schlauch").between("href=\"/produkt/", "\"")
            _ = try await browser.submit("/warenkorb", ["product": id, "quantity": "1"])
            let form = try await browser.get("/kasse")
            let refused = try await browser.post(
                "/kasse",
                [
                    "key": try form.between("name=\"key\" value=\"", "\""),
                    "window": try form.between("name=\"window\" value=\"", "\""),
                    "name": "Kim", "email": "kim@kundschaft.example", "street": "Heinheimer Straße", "houseNumber": "12",
                    "postcode": "64289", "city": "Darmstadt",
                ])
            #expect(refused.status == .unprocessableContent)
            #expect(refused.text.contains("Heinheimer Straße 12 liegt leider außerhalb unseres Liefergebiets."))
            #expect(try await marketplace.send(.get, "/api/v1/products/\(id)").int("stock") == 40)
        }
    }

    @Test("a cart says what cannot be had, and the checkout waits for it")
    func cartProblems() async throws {
        try await Self.withShop { marketplace, retailer in
            let browser = Browser(marketplace)
            let id = try await browser.get("/suche?q=klingel").between("href=\"/produkt/", "\"")
            let tooMany = try await browser.submit("/warenkorb", ["product": id, "quantity": "5"])
            #expect(tooMany.text.contains("Davon sind nur noch 3 vorrätig."))
            #expect(!tooMany.text.contains("href=\"/kasse\""))
            #expect(try await browser.get("/kasse").headers[.location] == "/warenkorb")
            let fewer = try await browser.submit("/warenkorb/zeile", ["product": id, "quantity": "2"])
            #expect(fewer.text.contains("href=\"/kasse\""))

            _ = try await marketplace.send(
                .patch, "/api/v1/retailer/products/\(id)", token: retailer, body: ["priceCents": 1590])
            #expect(try await browser.get("/warenkorb").text.contains("Neuen Preis annehmen"))
            let accepted = try await browser.submit("/warenkorb/zeile", ["product": id, "quantity": "2"])
            #expect(accepted.text.contains("31,80 €"))
            #expect(accepted.text.contains("href=\"/kasse\""))

            let senseless = try await browser.submit("/warenkorb/zeile", ["product": id, "quantity": "viele"])
            #expect(senseless.text.contains("Bitte eine Menge von 1 bis 99 angeben"))
            let empty = try await browser.submit("/warenkorb/zeile", ["product": id, "quantity": "0"])
            #expect(empty.text.contains("Noch ist nichts darin."))
            let unknown = try await browser.submit(
                "/warenkorb", ["product": UUID().uuidString.lowercased(), "quantity": "1"])
            #expect(unknown.text.contains("nicht mehr angeboten"))
        }
    }

    @Test("hostile titles stay text, also where a combining accent hides the quotation mark")
    func hostileTitles() async throws {
        try await MarketplaceClient.run { marketplace in
            let (_, token) = try await marketplace.shop("radwerk")
            let title = "<script>alert(1)</script> \"\u{301} onfocus=alert(2) x='\u{300}<\u{338}b>&amp;"
            var field = String.UnicodeScalarView()
            for scalar in title.unicodeScalars { field.append(contentsOf: scalar == "\"" ? [scalar, scalar] : [scalar]) }
            let file = "sku;title;price\nX;\"\(String(field))\";1,00\n"
            let report = try await marketplace.send(.post, "/api/v1/retailer/catalog", token: token, body: file)
            #expect(try report.int("created") == 1)
            let browser = Browser(marketplace)
            let search = try await browser.get("/suche?q=" + QueryString.encode(title))
            #expect(search.status == .ok)
            let path = try await "/produkt/" + browser.get("/laden/radwerk").between("href=\"/produkt/", "\"")
            let product = try await browser.get(path)
            let id = try product.between("name=\"product\" value=\"", "\"")
            let cart = try await browser.submit("/warenkorb", ["product": id, "quantity": "1"])
            for page in [search, product, cart] {
                #expect(page.text.contains("&lt;script&gt;"))
                for scalars in ["<script>", "\"\u{301}", "'\u{300}", "<\u{338}"] {
                    #expect(page.text.utf8.contains(Array(scalars.utf8)) == false, "\(scalars) is in the page")
                }
            }
        }
    }

    @Test("every page has one heading, a language, labels, and nothing from elsewhere")
    func accessibility() async throws {
        try await Self.withShop { marketplace, _ in
            let browser = Browser(marketplace)
            let product = try await "/produkt/" + browser.get("/suche?q=klingel").between("href=\"/produkt/", "\"")
            let id = try await browser.get(product).between("name=\"product\" value=\"", "\"")
            _ = try await browser.submit("/warenkorb", ["product": id, "quantity": "1"])
            for path in [
                "/", "/suche", "/suche?q=xyzzyx", "/reihenfolge", product, "/laeden", "/laden/radwerk", "/warenkorb", "/kasse",
                "/anmelden",
            ] {
                let page = try await browser.get(path)
                #expect(page.status == .ok)
                #expect(page.text.contains("<html lang=\"de\">"))
                #expect(page.text.components(separatedBy: "<h1").count == 2, "\(path)")
                // Scripts of our own only, and none within the page.
                let scripts = page.text.components(separatedBy: "<script").dropFirst()
                #expect(scripts.allSatisfy { $0.hasPrefix(" src=\"/static/") && $0.contains("defer></script>") }, "\(path)")
                #expect(!page.text.contains("http://") && !page.text.contains("https://"), "\(path)")
                #expect(!page.text.contains("{{"), "\(path)")
                for input in page.text.components(separatedBy: "<input ").dropFirst() {
                    let tag = input.prefix { $0 != ">" }
                    let isNamed =
                        tag.contains("type=\"hidden\"") || tag.contains("aria-label=")
                        || page.text.contains(
                            "for=\"\(tag.components(separatedBy: "id=\"").last?.prefix { $0 != "\"" } ?? "-")\"")
                        || tag.contains("type=\"radio\"") || tag.contains("name=\"quantity\"")
                    #expect(isNamed, "\(path): \(tag)")
                }
            }
            let missing = try await browser.get("/laden/gibt-es-nicht")
            #expect(missing.status == .notFound)
            #expect(missing.text.contains("Das gibt es hier nicht."))
        }
    }

    @Test("the style sheet is kept by browsers until it changes")
    func staticFiles() async throws {
        try await MarketplaceClient.run { marketplace in
            let browser = Browser(marketplace)
            let address = try await "/static/style.css?v=" + browser.get("/").between("/static/style.css?v=", "\"")
            let style = try await browser.get(address)
            #expect(style.headers[.contentType] == "text/css; charset=utf-8")
            #expect(style.headers[.cacheControl]?.contains("immutable") == true)
            let tag = try #require(style.headers[.eTag])
            #expect(try await browser.get(address, headers: [.ifNoneMatch: tag]).status == .notModified)
            #expect(try await browser.get("/static/style.css").headers[.cacheControl]?.contains("immutable") == false)
            #expect(try await browser.get("/static/..%2FTemplates%2Flayout.mustache").status == .notFound)
        }
    }
}

extension Sequence<UInt8> {
    /// Whether the bytes occur in a row; strings would compare characters, which hide what this looks for.
    fileprivate func contains(_ bytes: [UInt8]) -> Bool {
        let all = Array(self)
        return all.indices.contains { all[$0...].starts(with: bytes) }
    }
}
