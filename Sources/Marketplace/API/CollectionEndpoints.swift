import Accounts
import Catalog
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Orders

/// What is fetched at doors: returns and empties, asked for by whoever has the order's tracking code or by dispatchers, awaited by shops.
struct CollectionEndpoints {
    let catalog: Catalog
    let delivery: Delivery
    let storefront: Storefront

    var endpoints: [Endpoint] {
        let order = "/api/v1/orders/{trackingCode}"
        return [
            .get("\(order)/collections", .holderOfCode, list),
            .get("\(order)/collection-windows", .holderOfCode, listWindows),
            .post("\(order)/collections", .holderOfCode, ask),
            .delete("\(order)/collections/{number}", .holderOfCode, callOff),
            .get("/api/v1/retailer/collections", .role(.retailer), listOfRetailer),
            .post("/api/v1/dispatch/collections", .dispatch, askAsDispatcher),
            .delete("/api/v1/dispatch/collections/{number}", .dispatch, callOffAsDispatcher),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let order = try await order(context)
        let found = try await delivery.collections(of: order.shopOrders.map(\.id))
        return try JSON.response(ListResource(items: found.map(CollectionResource.init)))
    }

    @Sendable private func listWindows(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let parameters = QueryParameters(request)
        guard let shopOrder = parameters.text("shopOrder").flatMap({ ShopOrderID($0) }) else {
            throw ProblemDetails.badParameter("shopOrder", "the id of a part of the order is expected.")
        }
        guard let reason = CollectionReason(rawValue: parameters.text("reason") ?? "return") else {
            throw ProblemDetails.badParameter("reason", "return or empties is expected.")
        }
        guard let parcels = Int(parameters.text("parcels") ?? "1") else {
            throw ProblemDetails.badParameter("parcels", "a number is expected.")
        }
        let wish = try CollectionWish(shopOrderID: shopOrder, reason: reason, parcels: parcels)
        try await requirePart(wish.shopOrderID, of: try await order(context))
        let offers = try await delivery.collectionOffers(wish)
        return try JSON.response(ListResource(items: offers.map { WindowResource(WindowChoice($0)) }))
    }

    private struct Body: Decodable {
        var shopOrder: ShopOrderID
        var reason: CollectionReason
        var parcels: Int?
        var window: DeliveryWindowID

        func wish() throws -> CollectionWish {
            try CollectionWish(shopOrderID: shopOrder, reason: reason, parcels: parcels ?? 1)
        }
    }

    @Sendable private func ask(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let body = try await JSON.decode(Body.self, from: request)
        let wish = try body.wish()
        try await requirePart(wish.shopOrderID, of: try await order(context))
        return try await answer(try await delivery.collect(wish, in: body.window))
    }

    @Sendable private func callOff(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let order = try await order(context)
        try await delivery.cancelCollection(try context.shipmentNumber(of: "collection"), of: order.shopOrders.map(\.id))
        return Response(status: .noContent)
    }

    @Sendable private func listOfRetailer(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let shops = try await catalog.shops(of: try context.retailerID())
        let found = try await delivery.comingBack(to: shops.map(\.id))
        return try JSON.response(ListResource(items: found.map(CollectionResource.init)))
    }

    private struct DispatchBody: Decodable {
        var shipment: ShipmentNumber
        var reason: CollectionReason
        var parcels: Int?
        var window: DeliveryWindowID
    }

    @Sendable private func askAsDispatcher(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let body = try await JSON.decode(DispatchBody.self, from: request)
        guard let shipment = try await delivery.shipment(numbered: body.shipment) else {
            throw ProblemDetails.notFound("shipment")
        }
        guard let shopOrder = shipment.shopOrderID else { throw CollectionProblem.noSuchShopOrder }
        let wish = try CollectionWish(shopOrderID: shopOrder, reason: body.reason, parcels: body.parcels ?? 1)
        return try await answer(try await delivery.collect(wish, in: body.window))
    }

    @Sendable private func callOffAsDispatcher(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try await delivery.cancelCollection(try context.shipmentNumber(of: "collection"))
        return Response(status: .noContent)
    }

    private func answer(_ id: ShipmentID) async throws -> Response {
        guard let shipment = try await delivery.shipment(id) else { throw ProblemDetails.notFound("shipment") }
        return try JSON.response(CollectionResource(shipment), status: .created)
    }

    private func order(_ context: MarketplaceContext) async throws -> Order {
        try await storefront.order(trackedBy: context.parameters.get("trackingCode") ?? "")
    }

    private func requirePart(_ shopOrder: ShopOrderID, of order: Order) async throws {
        guard order.shopOrders.contains(where: { $0.id == shopOrder }) else { throw CollectionProblem.noSuchShopOrder }
    }
}

/// What is fetched at a door, or could not be handed over there and comes back, without whose door it is.
struct CollectionResource: Encodable, Sendable {
    let number: ShipmentNumber
    let kind: ShipmentKind
    let shopOrderID: ShopOrderID?
    let shopName: String
    let reason: CollectionReason?
    let parcels: Int
    let state: ShipmentState
    let windowStart: Date
    let windowEnd: Date
    /// When the bike will be at the door, by the current plan.
    let eta: Date?

    init(_ shipment: Shipment) {
        number = shipment.number
        kind = shipment.kind
        shopOrderID = shipment.collectsFrom
        shopName = shipment.shopName
        reason = shipment.collectionReason
        parcels = shipment.parcels
        state = shipment.state
        windowStart = shipment.windowStart
        windowEnd = shipment.windowEnd
        eta = shipment.eta
    }
}
