import Accounts
import Catalog
import Database
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Testing

@testable import Marketplace

@Suite("The pages for retailers and dispatchers")
struct StaffPagesTests {
    @Test("signing in keeps the token in a cookie that scripts cannot read, and signing out removes it")
    func session() async throws {
        try await MarketplaceClient.run { marketplace in
            let (_, token) = try await marketplace.shop("radwerk")
            let browser = Browser(marketplace)
            #expect(try await browser.get("/haendler").headers[.location] == "/anmelden")
            let wrong = try await browser.post("/anmelden", ["token": "sf_falsch"])
            #expect(wrong.status == .unprocessableContent)
            #expect(wrong.text.contains("Diesen Zugangscode gibt es nicht"))
            #expect(browser.cookies["session"] == nil)

            let own = try await browser.submit("/anmelden", ["token": token])
            #expect(own.text.contains("Artikel hochladen"))
            let line = try #require(browser.cookieLines["session"])
            for property in ["HttpOnly", "SameSite=Lax", "Path=/"] { #expect(line.contains(property)) }
            #expect(!line.contains("Secure"))
            #expect(try await browser.get("/disposition/touren").status == .forbidden)

            _ = try await browser.submit("/abmelden")
            #expect(try await browser.get("/haendler").status == .seeOther)
        }
    }

    @Test("a session cookie goes over HTTPS only where the settings say so")
    func secureCookies() async throws {
        try await MarketplaceClient.run { marketplace in
            let (_, token) = try await marketplace.shop("radwerk")
            let cart = CartCookie(orders: marketplace.modules.orders, isSecure: true)
            let pages = SessionPages(
                pages: try await Pages(), accounts: marketplace.modules.accounts, cartCookie: cart, isSecure: true)
            #expect(pages.cookie(token, seconds: 60).secure)
            #expect(pages.cookie(token, seconds: 60).httpOnly)
        }
    }

    @Test("a retailer uploads a catalog, sees what would happen and what is wrong, applies it and takes it back")
    func upload() async throws {
        try await MarketplaceClient.run { marketplace in
            let (_, token) = try await marketplace.shop("radwerk")
            let browser = Browser(marketplace)
            _ = try await browser.submit("/anmelden", ["token": token])
            let file = "sku;title;price\r\nA;Klingel;4,90\r\nB;\"Korb, groß\";viel\r\n"
            let kept = try await browser.upload("/haendler/katalog", file: file)
            #expect(kept.status == .seeOther)
            let page = try #require(kept.headers[.location])
            let waiting = try await browser.get(page)
            #expect(waiting.text.contains("<progress") && waiting.text.contains("/static/import.js"))
            #expect(waiting.headers[try #require(HTTPField.Name("Refresh"))] != nil)

            try await marketplace.modules.importWorker.workOff()
            let looked = try await browser.get(page)
            #expect(looked.text.contains("2 Zeilen gelesen: 1 neu, 1 abgewiesen."))
            #expect(looked.text.contains("<td class=\"number\">3</td><td>price</td><td>viel</td><td>Das ist kein Preis.</td>"))
            #expect(looked.text.contains("Neu (1)") && looked.text.contains("Klingel"))
            #expect(try await !browser.get("/laden/radwerk").text.contains("Klingel"))
            let refused = try await browser.get("\(page)/abgewiesen.csv")
            #expect(
                refused.text.contains("\"Korb, groß\"") || refused.text.contains("Korb, groß;viel;price: Das ist kein Preis."))

            let applying = try await browser.post("\(page)/uebernehmen")
            #expect(applying.headers[.location] == page)
            try await marketplace.modules.importWorker.workOff()
            #expect(try await browser.get(page).text.contains("Übernommen."))
            #expect(try await browser.get("/laden/radwerk").text.contains("Klingel"))
            #expect(try await browser.get("/haendler").text.contains(page))

            _ = try await browser.post("\(page)/zuruecknehmen")
            try await marketplace.modules.importWorker.workOff()
            #expect(try await browser.get(page).text.contains("Zurückgenommen."))
            #expect(try await !browser.get("/laden/radwerk").text.contains("Klingel"))

            let empty = try #require(try await browser.upload("/haendler/katalog", file: "").headers[.location])
            try await marketplace.modules.importWorker.workOff()
            #expect(try await browser.get(empty).text.contains("Die Datei ist leer."))
            #expect(try await browser.upload("/haendler/katalog", file: file, name: "").text.contains("wählen Sie eine Datei"))
            #expect(try await browser.post("/haendler/katalog").text.contains("Das Formular war nicht zu lesen."))

            let (_, stranger) = try await marketplace.shop("lesezeichen")
            let other = Browser(marketplace)
            _ = try await other.submit("/anmelden", ["token": stranger])
            for path in [page, "\(page)/abgewiesen.csv"] { #expect(try await other.get(path).status == .notFound) }
        }
    }

    @Test("a retailer sees which articles are not published, what they lack, and no longer once it is there")
    func withheld() async throws {
        try await MarketplaceClient.run { marketplace in
            let (_, token) = try await marketplace.shop("weinladen")
            let staff = Browser(marketplace)
            func upload(_ file: String) async throws {
                let answer = try await marketplace.send(.post, "/api/v1/retailer/catalog", token: token, body: file)
                #expect(answer.status == .ok, "\(answer.text)")
            }
            try await upload("sku;title;price;category\nR1;Riesling;9,90;Wein\nG1;Weinglas;4,90;Gläser\n")
            let page = try await staff.submit("/anmelden", ["token": token]).text
            let section = try #require(page.range(of: "Nicht im Schaufenster").map { page[$0.upperBound...] })
            #expect(section.contains("1 Artikel") && section.contains("Riesling") && !section.contains("Weinglas"))
            #expect(section.contains("Mindestalter 16") && section.contains("die Allergene"))

            let rows = (1...25).map { "W\($0);Wein \($0);5,00;Wein" }.joined(separator: "\n")
            try await upload("sku;title;price;category\n\(rows)\n")
            let more = try await staff.get("/haendler").text
            #expect(more.contains("26 Artikel") && more.contains("die ersten nach dem Alphabet"))

            let whole = (1...25).map { "W\($0);Wein \($0);5,00;16;Sulfite" }.joined(separator: "\n")
            try await upload("sku;title;price;minimum_age;allergens\nR1;Riesling;9,90;16;Sulfite\n\(whole)\n")
            #expect(try await !staff.get("/haendler").text.contains("Nicht im Schaufenster"))
        }
    }

    @Test("a retailer accepts and packs an order, and its page for the shopper follows")
    func orders() async throws {
        try await ShoppingPagesTests.withShop { marketplace, token in
            let shopper = Browser(marketplace)
            let staff = Browser(marketplace)
            let stranger = Browser(marketplace)
            let first = try await Self.order("klingel", by: shopper)
            let overview = try await staff.submit("/anmelden", ["token": token])
            #expect(overview.text.contains("1 × Klingel Messing"))
            let id = try overview.between("/haendler/auftraege/", "/annehmen")

            let (_, other) = try await marketplace.shop("lesezeichen")
            _ = try await stranger.submit("/anmelden", ["token": other])
            #expect(try await stranger.post("/haendler/auftraege/\(id)/annehmen").status == .notFound)

            let accepted = try await staff.submit("/haendler/auftraege/\(id)/annehmen")
            #expect(accepted.text.contains("Ist gepackt"))
            #expect(try await shopper.get(first).text.contains("aria-current=\"step\">Angenommen"))
            #expect(try await shopper.submit("\(first)/stornieren").text.contains("lässt sich nicht mehr stornieren"))
            let packed = try await staff.submit("/haendler/auftraege/\(id)/fertig", ["parcels": "2"])
            #expect(packed.text.contains("wartet auf das Rad"))
            let late = try await staff.submit("/haendler/auftraege/\(id)/annehmen")
            #expect(late.text.contains("inzwischen einen anderen Stand"))

            let second = try await Self.order("schlauch", by: shopper)
            let next = try await staff.get("/haendler").between("/haendler/auftraege/", "/annehmen")
            #expect(try await staff.submit("/haendler/auftraege/\(next)/ablehnen").text.contains("gehört ein Grund"))
            _ = try await staff.submit("/haendler/auftraege/\(next)/ablehnen", ["reason": "Regal <leer>"])
            let page = try await shopper.get(second)
            #expect(page.text.contains("Grund: Regal &lt;leer&gt;"))
            #expect(page.text.contains("Sie haben nichts zu bezahlen."))
        }
    }

    /// Orders the first thing that the words find.
    /// - Returns: the address of the order's page.
    private static func order(_ words: String, by shopper: Browser) async throws -> String {
        let product = try await shopper.get("/suche?q=\(words)").between("href=\"/produkt/", "\"")
        _ = try await shopper.submit("/warenkorb", ["product": product, "quantity": "1"])
        let form = try await shopper.get("/kasse")
        let answer = try await shopper.post(
            "/kasse",
            [
                "key": form.between("name=\"key\" value=\"", "\""), "window": form.between("name=\"window\" value=\"", "\""),
                "name": "Kim", "email": "kim@kundschaft.example", "street": "Heinheimer Straße", "houseNumber": "12",
                "postcode": "64289", "city": "Darmstadt",
            ])
        return try #require(answer.headers[.location], "\(answer.text)")
    }

    @Test("the dispatcher sees the day's tours on a map and in tables")
    func tours() async throws {
        try await ShoppingPagesTests.withShop { marketplace, token in
            let dispatcher = Browser(marketplace)
            let empty = try await dispatcher.submit("/anmelden", ["token": marketplace.token(.dispatcher)])
            #expect(empty.text.contains("noch keinen Plan"))

            _ = try await Self.order("klingel", by: Browser(marketplace))
            let staff = Browser(marketplace)
            let id = try await staff.submit("/anmelden", ["token": token]).between("/haendler/auftraege/", "/annehmen")
            _ = try await staff.submit("/haendler/auftraege/\(id)/annehmen")
            _ = try await staff.submit("/haendler/auftraege/\(id)/fertig")
            try await marketplace.modules.outboxWorker.drain()
            let day = try await marketplace.modules.delivery.dayThatIsOn()
            _ = try await marketplace.send(
                .post, "/api/v1/dispatch/planning-jobs", token: marketplace.token(.dispatcher), body: ["seconds": 1])
            _ = try await marketplace.modules.planningWorker.workOff()

            let page = try await dispatcher.get("/disposition/touren?day=\(day)")
            #expect(page.text.contains("Plan 1: 1 Sendung, 1 Tour"))
            #expect(page.text.contains("<polyline points="))
            #expect(page.text.components(separatedBy: "<circle cx=").count - 1 == 2, "one door, and the legend's sign")
            #expect(page.text.contains("Heinheimer Straße 12"))
            #expect(page.text.contains("Hub Nord"))
            #expect(try await dispatcher.get("/disposition/touren?day=morgen").status == .badRequest)
        }
    }
}
