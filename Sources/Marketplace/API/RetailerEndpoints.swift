import Accounts
import Catalog
import Database
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Orders

/// What a retailer's staff do: change products, take and pack orders. Another retailer's things are not there.
struct RetailerEndpoints {
    let catalog: Catalog
    let orders: Orders

    var endpoints: [Endpoint] {
        let shopOrder = "/api/v1/retailer/shop-orders/{id}"
        return [
            .get("/api/v1/retailer/products", .role(.retailer), listProducts),
            .patch("/api/v1/retailer/products/{id}", .role(.retailer), changeProduct),
            .get("/api/v1/retailer/shops", .role(.retailer), listShops),
            .patch("/api/v1/retailer/shops/{id}", .role(.retailer), changeShop),
            .put("/api/v1/retailer/shops/{id}/exceptions/{day}", .role(.retailer), setException),
            .delete("/api/v1/retailer/shops/{id}/exceptions/{day}", .role(.retailer), removeException),
            .get("/api/v1/retailer/trader", .role(.retailer), trader),
            .put("/api/v1/retailer/trader", .role(.retailer), setTrader),
            .get("/api/v1/retailer/shop-orders", .role(.retailer), listShopOrders),
            .get(shopOrder, .role(.retailer), shopOrder(_:_:)),
            .post("\(shopOrder)/accept", .role(.retailer), accept),
            .post("\(shopOrder)/reject", .role(.retailer), reject),
            .post("\(shopOrder)/ready", .role(.retailer), ready),
            .post("\(shopOrder)/collected", .role(.retailer), collected),
            .post("\(shopOrder)/not-collected", .role(.retailer), notCollected),
        ]
    }

    @Sendable private func listProducts(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        let page = try await catalog.products(
            of: try context.retailerID(), text: parameters.text("q") ?? "", limit: try parameters.limit(),
            cursor: parameters.text("cursor"))
        return try JSON.response(page, language: Language(preferredBy: request))
    }

    @Sendable private func changeProduct(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let change = try await JSON.decode(ProductPatch.self, from: request).change
        let product = try await catalog.updateProduct(
            try context.pathID("id", of: "product"), of: try context.retailerID(), change,
            by: try context.requirePrincipal().accountID)
        guard let product else { throw ProblemDetails.notFound("product") }
        return try JSON.response(product)
    }

    /// The body of a change; a `stock` of null means that the product is not counted; `choices` are text as in the CSV format.
    private struct ProductPatch: Decodable {
        var change: ProductChange

        private enum Key: CodingKey { case priceCents, stock, active, choices }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            change = ProductChange(
                price: try container.decodeIfPresent(Int.self, forKey: .priceCents).map { Cents($0) },
                active: try container.decodeIfPresent(Bool.self, forKey: .active))
            change.choices = try container.decodeIfPresent(String.self, forKey: .choices).map {
                text throws(ProductChoicesError) in
                try ProductChoices(parsing: text)
            }
            if container.contains(.stock) {
                change.stock =
                    try container.decodeNil(forKey: .stock)
                    ? .notTracked : .counted(try container.decode(Int.self, forKey: .stock))
            }
        }
    }

    @Sendable private func listShops(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let now = Date()
        let shops = try await catalog.shops(of: try context.retailerID())
        return try JSON.response(ListResource(items: shops.map { ShopResource($0, at: now) }))
    }

    @Sendable private func changeShop(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let change = try await JSON.decode(ShopPatch.self, from: request).change
        let now = Date()
        let shop = try await catalog.updateShop(
            try context.pathID("id", of: "shop"), of: try context.retailerID(), change, at: now)
        guard let shop else { throw ProblemDetails.notFound("shop") }
        return try JSON.response(ShopResource(shop, at: now))
    }

    /// The body of a change; a `rush` of null ends it.
    private struct ShopPatch: Decodable {
        var change: ShopSettingsChange

        private enum Key: CodingKey { case minimumOrderCents, rush, closedToday, openingHours }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            change = ShopSettingsChange(
                minimumOrder: try container.decodeIfPresent(Int.self, forKey: .minimumOrderCents).map { Cents($0) },
                isClosedToday: try container.decodeIfPresent(Bool.self, forKey: .closedToday))
            if let text = try container.decodeIfPresent(String.self, forKey: .openingHours) {
                do {
                    change.openingHours = try OpeningHours(parsing: text)
                } catch {
                    throw ShopSettingsProblem.hours(part: error.part)
                }
            }
            if container.contains(.rush) {
                change.rush =
                    try container.decodeNil(forKey: .rush)
                    ? .ends : .begins(try container.decode(ShopSettings.Rush.self, forKey: .rush))
            }
        }
    }

    /// A retailer's own data, and what is missing of them.
    private struct TraderResource: Encodable, Sendable {
        struct Missing: Encodable {
            let fact: TraderFact
            let detail: String
        }

        let trader: TraderData
        let language: Language

        private enum Key: CodingKey { case missing }

        func encode(to encoder: any Encoder) throws {
            try trader.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            let missing = trader.missing.map { Missing(fact: $0, detail: $0.words(in: language)) }
            try container.encode(missing, forKey: .missing)
        }
    }

    @Sendable private func trader(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let trader = try await catalog.traderData(of: try context.retailerID()) else {
            throw ProblemDetails.notFound("retailer")
        }
        return try JSON.response(TraderResource(trader: trader, language: Language(preferredBy: request)))
    }

    private struct TraderBody: Decodable {
        var legalName: String
        var representedBy: String?
        var street: String
        var houseNumber: String
        var postcode: String
        var city: String
        var phone: String
        var email: String
        var vatID: String?
        var tradeRegister: String?
        var complies: Bool

        func data(before: TraderData) -> TraderData {
            TraderData(
                legalName: legalName, representedBy: representedBy ?? "", street: street, houseNumber: houseNumber,
                postcode: postcode, city: city, phone: phone, email: email, vatID: vatID, tradeRegister: tradeRegister,
                compliesSince: complies ? before.compliesSince ?? Date() : nil)
        }
    }

    @Sendable private func setTrader(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let body = try await JSON.decode(TraderBody.self, from: request)
        let retailer = try context.retailerID()
        guard let before = try await catalog.traderData(of: retailer) else { throw ProblemDetails.notFound("retailer") }
        try await catalog.setTraderData(body.data(before: before), of: retailer)
        return try await trader(request, context)
    }

    private struct ExceptionBody: Decodable {
        var hours: String
        var note: String?
    }

    @Sendable private func setException(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let body = try await JSON.decode(ExceptionBody.self, from: request)
        let exception: ShopException
        do {
            exception = try ShopException(day: try context.day(), hours: body.hours, note: body.note ?? "")
        } catch let error as OpeningHoursError {
            throw ShopSettingsProblem.hours(part: error.part)
        }
        let shop = try await catalog.setException(exception, of: try context.pathID("id", of: "shop"), try context.retailerID())
        guard let shop else { throw ProblemDetails.notFound("shop") }
        return try JSON.response(ShopResource(shop, at: Date()))
    }

    @Sendable private func removeException(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let shop = try await catalog.removeException(
            on: try context.day(), of: try context.pathID("id", of: "shop"), try context.retailerID())
        guard let shop else { throw ProblemDetails.notFound("shop") }
        return try JSON.response(ShopResource(shop, at: Date()))
    }

    @Sendable private func listShopOrders(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        let page = try await orders.shopOrders(
            of: try context.retailerID(), state: try parameters.choice("state", as: ShopOrderState.self),
            limit: try parameters.limit(), cursor: parameters.text("cursor"))
        return try JSON.response(page)
    }

    @Sendable private func shopOrder(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let order = try await orders.shopOrder(try context.pathID("id", of: "order"), of: try context.retailerID()) else {
            throw ProblemDetails.notFound("order")
        }
        return try JSON.response(order)
    }

    @Sendable private func accept(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let order = try await orders.accept(
            try context.pathID("id", of: "order"), of: try context.retailerID(),
            by: .account(try context.requirePrincipal().accountID))
        return try JSON.response(order)
    }

    private struct Rejection: Decodable {
        var reason: String
    }

    @Sendable private func reject(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let reason = try await JSON.decode(Rejection.self, from: request).reason
        let order = try await orders.reject(
            try context.pathID("id", of: "order"), of: try context.retailerID(), reason: reason,
            by: .account(try context.requirePrincipal().accountID))
        return try JSON.response(order)
    }

    private struct Packing: Decodable {
        var parcels: Int?
    }

    @Sendable private func ready(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parcels = try await JSON.decodeIfPresent(Packing.self, from: request)?.parcels
        let order = try await orders.ready(
            try context.pathID("id", of: "order"), of: try context.retailerID(), parcels: parcels ?? 1,
            by: .account(try context.requirePrincipal().accountID))
        return try JSON.response(order)
    }

    private struct Collection: Decodable {
        var code: String
    }

    @Sendable private func collected(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let code = try await JSON.decode(Collection.self, from: request).code
        let order = try await orders.collect(
            try context.pathID("id", of: "order"), of: try context.retailerID(), code: code,
            by: .account(try context.requirePrincipal().accountID))
        return try JSON.response(order)
    }

    @Sendable private func notCollected(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let order = try await orders.markNotCollected(
            try context.pathID("id", of: "order"), of: try context.retailerID(),
            by: .account(try context.requirePrincipal().accountID))
        return try JSON.response(order)
    }
}

extension MarketplaceContext {
    /// The day that the path names.
    /// - Throws: 400 if it is none.
    fileprivate func day() throws -> CalendarDay {
        guard let day = CalendarDay(parameters.get("day") ?? "") else {
            throw ProblemDetails.badParameter("day", "a day such as 2026-12-24 is expected.")
        }
        return day
    }

    /// The retailer whose staff calls.
    /// - Throws: 403 if the account works for none.
    func retailerID() throws -> RetailerID {
        guard let id = try requirePrincipal().retailerID else {
            throw ProblemDetails(.forbidden, code: "role-missing", detail: "This account works for no retailer.")
        }
        return id
    }
}
