import Accounts
import Catalog
import Database
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Orders

/// What a retailer's staff do on pages: see and answer shop orders. Another retailer's things are not there.
struct RetailerPages {
    let pages: Pages
    let catalog: Catalog
    let orders: Orders
    let delivery: Delivery
    let cartCookie: CartCookie

    var endpoints: [Endpoint] {
        let shopOrder = "/haendler/auftraege/{id}"
        return [
            .get("/haendler", .role(.retailer), overview),
            .post("/haendler/laeden/{id}", .role(.retailer), changeShop),
            .post("/haendler/impressum", .role(.retailer), changeTrader),
            .post("\(shopOrder)/annehmen", .role(.retailer), accept),
            .post("\(shopOrder)/ablehnen", .role(.retailer), reject),
            .post("\(shopOrder)/fertig", .role(.retailer), ready),
            .post("\(shopOrder)/abgeholt", .role(.retailer), collected),
            .post("\(shopOrder)/nicht-abgeholt", .role(.retailer), notCollected),
        ]
    }

    @Sendable private func overview(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        var frame = try await cartCookie.frame(request, context)
        switch QueryParameters(request).text("hinweis") {
        case "angenommen": frame.notice = "Angenommen. Der Bestand ist abgezogen."
        case "abgelehnt": frame.notice = "Abgelehnt. Wer bestellt hat, sieht den Grund."
        case "fertig": frame.notice = "Gepackt. Das Rad, oder wer abholt, kann kommen."
        case "abgeholt": frame.notice = "Abgeholt."
        case "nicht-abgeholt": frame.notice = "Nicht abgeholt. Der Bestand ist wieder frei."
        case "code": frame.problem = "Dieser Abholcode gehört nicht zur Bestellung."
        case "laden": frame.notice = "Gespeichert; es gilt ab sofort."
        case "mindestbestellwert": frame.problem = ShopSettingsProblem.minimumOrder.sentence
        case "minuten": frame.problem = ShopSettingsProblem.rushMinutes.sentence
        case "ende": frame.problem = ShopSettingsProblem.rushEnd.sentence
        case "plz": frame.problem = TraderDataProblem.postcode.sentence
        case "email": frame.problem = TraderDataProblem.email.sentence
        case "lang": frame.problem = TraderDataProblem.tooLong.sentence
        case "tag": frame.problem = ShopSettingsProblem.exceptionDay.sentence
        case "notiz": frame.problem = ShopSettingsProblem.exceptionNote.sentence
        case "uhrzeit":
            frame.problem =
                "Diese Zeiten sind nicht zu lesen. Schreiben Sie zum Beispiel Mo-Fr 09:00-18:00; Sa 10:00-14:00; Feiertage geschlossen."
        case "zeiten": frame.problem = ShopSettingsProblem.noOpeningHours.sentence
        case "stand": frame.problem = "Diese Bestellung hat inzwischen einen anderen Stand."
        case "grund": frame.problem = "Zum Ablehnen gehört ein Grund mit höchstens 500 Zeichen."
        case "pakete": frame.problem = "Bitte 1 bis 99 Pakete angeben."
        default: break
        }
        return try await show(frame, context)
    }

    private func show(_ frame: PageFrame, _ context: MarketplaceContext) async throws -> Response {
        let retailer = try context.retailerID()
        var open: [ShopOrder] = []
        for state in [ShopOrderState.failed, .placed, .accepted, .ready] {
            open += try await orders.shopOrders(of: retailer, state: state, limit: 100).items.reversed()
        }
        let shops = try await catalog.shops(of: retailer)
        let page = RetailerPage(
            name: try context.requirePrincipal().accountName,
            trader: try await catalog.traderData(of: retailer) ?? TraderData(), shops: shops, orders: open,
            deliveries: try await delivery.deliveries(of: open.filter { $0.state == .failed }.map(\.id)),
            comingBack: try await delivery.comingBack(to: shops.map(\.id)),
            withheld: try await catalog.withheldProducts(of: retailer),
            imports: try await catalog.catalogImports(of: retailer, limit: 5), at: Date())
        return try pages.render("retailer", frame, page)
    }

    @Sendable private func accept(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try await answer("angenommen") {
            _ = try await orders.accept(try id(context), of: try context.retailerID(), by: try actor(context))
        }
    }

    @Sendable private func reject(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let reason = try await FormFields(request)["reason"]
        return try await answer("abgelehnt") {
            _ = try await orders.reject(try id(context), of: try context.retailerID(), reason: reason, by: try actor(context))
        }
    }

    @Sendable private func ready(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parcels = Int(try await FormFields(request)["parcels"]) ?? 1
        return try await answer("fertig") {
            _ = try await orders.ready(try id(context), of: try context.retailerID(), parcels: parcels, by: try actor(context))
        }
    }

    @Sendable private func collected(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let code = try await FormFields(request)["code"]
        return try await answer("abgeholt") {
            _ = try await orders.collect(try id(context), of: try context.retailerID(), code: code, by: try actor(context))
        }
    }

    @Sendable private func notCollected(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try await answer("nicht-abgeholt") {
            _ = try await orders.markNotCollected(try id(context), of: try context.retailerID(), by: try actor(context))
        }
    }

    /// Changes a shop order and shows the overview, with what went wrong if something did.
    private func answer(_ notice: String, _ change: () async throws -> Void) async throws -> Response {
        do {
            try await change()
            return Self.back(notice)
        } catch let problem as ShopOrderProblem {
            switch problem {
            case .notFound, .invalidCursor: throw problem
            case .illegalTransition: return Self.back("stand")
            case .invalidReason: return Self.back("grund")
            case .invalidParcels: return Self.back("pakete")
            case .wrongCode: return Self.back("code")
            }
        }
    }

    @Sendable private func changeShop(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let form = try await FormFields(request)
        let now = Date()
        do {
            let (id, retailer): (ShopID, RetailerID) = (try context.pathID("id", of: "shop"), try context.retailerID())
            let shop: Shop?
            switch form["was"] {
            case "sondertag":
                shop = try await catalog.setException(try Self.exception(form), of: id, retailer, at: now)
            case "sondertag-weg":
                guard let day = CalendarDay(form["tag"]) else { throw ShopSettingsProblem.exceptionDay }
                shop = try await catalog.removeException(on: day, of: id, retailer)
            default: shop = try await catalog.updateShop(id, of: retailer, try Self.change(form, at: now), at: now)
            }
            guard shop != nil else { throw ProblemDetails.notFound("shop") }
            return Self.back("laden")
        } catch let problem as ShopSettingsProblem {
            switch problem {
            case .minimumOrder: return Self.back("mindestbestellwert")
            case .rushMinutes: return Self.back("minuten")
            case .rushEnd: return Self.back("ende")
            case .noOpeningHours: return Self.back("zeiten")
            case .exceptionDay: return Self.back("tag")
            case .exceptionNote: return Self.back("notiz")
            case .hours: return Self.back("uhrzeit")
            }
        }
    }

    @Sendable private func changeTrader(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let form = try await FormFields(request)
        let retailer = try context.retailerID()
        let before = try await catalog.traderData(of: retailer)
        let register = form["register"]
        let data = TraderData(
            legalName: form["name"], representedBy: form["vertretung"], street: form["strasse"], houseNumber: form["hausnummer"],
            postcode: form["plz"], city: form["ort"], phone: form["telefon"], email: form["email"],
            vatID: form["ustid"].isEmpty ? nil : form["ustid"],
            tradeRegister: !register.isEmpty ? register : form["kein-register"] == "ja" ? "" : nil,
            compliesSince: form["zusicherung"] == "ja" ? before?.compliesSince ?? Date() : nil)
        do {
            try await catalog.setTraderData(data, of: retailer)
            return Self.back("laden")
        } catch let problem as TraderDataProblem {
            switch problem {
            case .postcode: return Self.back("plz")
            case .email: return Self.back("email")
            case .tooLong: return Self.back("lang")
            }
        }
    }

    /// A day with other hours; without any it is closed.
    private static func exception(_ form: FormFields) throws -> ShopException {
        guard let day = CalendarDay(form["tag"]) else { throw ShopSettingsProblem.exceptionDay }
        do {
            return try ShopException(day: day, hours: form["zeiten"].isEmpty ? "off" : form["zeiten"], note: form["hinweis"])
        } catch {
            throw ShopSettingsProblem.hours(part: error.part)
        }
    }

    /// What one of a shop's forms asks for.
    private static func change(_ form: FormFields, at now: Date) throws -> ShopSettingsChange {
        switch form["was"] {
        case "mindestbestellwert":
            guard let sum = GermanFormat.cents(form["euro"]) else { throw ShopSettingsProblem.minimumOrder }
            return ShopSettingsChange(minimumOrder: sum)
        case "hochbetrieb":
            guard let minutes = Int(form["minuten"]) else { throw ShopSettingsProblem.rushMinutes }
            guard let hours = Int(form["stunden"]), (1...24).contains(hours) else { throw ShopSettingsProblem.rushEnd }
            return ShopSettingsChange(rush: .begins(.init(minutes: minutes, until: now + Double(hours) * 60 * 60)))
        case "ruhe": return ShopSettingsChange(rush: .ends)
        case "oeffnungszeiten":
            do {
                return ShopSettingsChange(openingHours: try OpeningHours(parsing: form["zeiten"]))
            } catch {
                throw ShopSettingsProblem.hours(part: error.part)
            }
        case "geschlossen": return ShopSettingsChange(isClosedToday: true)
        case "offen": return ShopSettingsChange(isClosedToday: false)
        default: return ShopSettingsChange()
        }
    }

    private static func back(_ notice: String) -> Response {
        .redirect(to: "/haendler?hinweis=\(notice)", type: .normal)
    }

    private func id(_ context: MarketplaceContext) throws -> ShopOrderID { try context.pathID("id", of: "order") }

    private func actor(_ context: MarketplaceContext) throws -> OrderActor {
        .account(try context.requirePrincipal().accountID)
    }
}
