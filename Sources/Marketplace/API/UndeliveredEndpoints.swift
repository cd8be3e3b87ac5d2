import Accounts
import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Orders

/// What could not be handed over: brought again in a window that whoever has the order's tracking code or a dispatcher chooses, or sent back to its
/// shop by a dispatcher.
struct UndeliveredEndpoints {
    let delivery: Delivery
    let storefront: Storefront

    var endpoints: [Endpoint] {
        let order = "/api/v1/orders/{trackingCode}"
        let shipment = "/api/v1/dispatch/shipments/{number}"
        return [
            .get("\(order)/attempt-windows", .holderOfCode, listWindows),
            .post("\(order)/attempts", .holderOfCode, bringAgain),
            .get("/api/v1/dispatch/failed-deliveries", .dispatch, list),
            .get("\(shipment)/attempt-windows", .dispatch, listWindowsAsDispatcher),
            .post("\(shipment)/attempts", .dispatch, bringAgainAsDispatcher),
            .post("\(shipment)/return", .dispatch, sendBack),
        ]
    }

    @Sendable private func listWindows(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        guard let shopOrder = QueryParameters(request).text("shopOrder").flatMap({ ShopOrderID($0) }) else {
            throw ProblemDetails.badParameter("shopOrder", "the id of a part of the order is expected.")
        }
        return try await windows(for: try await part(shopOrder, context))
    }

    private struct Body: Decodable {
        var shopOrder: ShopOrderID
        var window: DeliveryWindowID
    }

    @Sendable private func bringAgain(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let body = try await JSON.decode(Body.self, from: request)
        return try await bringAgain(try await part(body.shopOrder, context), in: body.window)
    }

    @Sendable private func list(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        try JSON.response(ListResource(items: try await delivery.failedDeliveries()))
    }

    @Sendable private func listWindowsAsDispatcher(
        _ request: Request, _ context: MarketplaceContext
    ) async throws -> Response {
        try await windows(for: .shipment(try context.shipmentNumber()))
    }

    private struct DispatchBody: Decodable {
        var window: DeliveryWindowID
    }

    @Sendable private func bringAgainAsDispatcher(
        _ request: Request, _ context: MarketplaceContext
    ) async throws -> Response {
        let body = try await JSON.decode(DispatchBody.self, from: request)
        return try await bringAgain(.shipment(try context.shipmentNumber()), in: body.window)
    }

    @Sendable private func sendBack(_ request: Request, _ context: MarketplaceContext) async throws -> Response {
        let way = try await delivery.sendBack(
            .shipment(try context.shipmentNumber()), by: .account(try context.requirePrincipal().accountID))
        return try JSON.response(try await ReturnResource(way, in: delivery), status: .created)
    }

    private func windows(for goods: UndeliveredReference) async throws -> Response {
        let offers = try await delivery.attemptOffers(for: goods)
        return try JSON.response(ListResource(items: offers.map { WindowResource(WindowChoice($0)) }))
    }

    private func bringAgain(_ goods: UndeliveredReference, in window: DeliveryWindowID) async throws -> Response {
        let id = try await delivery.bringAgain(goods, in: window)
        guard let shipment = try await delivery.shipment(id) else { throw ProblemDetails.notFound("shipment") }
        return try JSON.response(AttemptResource(shipment), status: .created)
    }

    /// A part of the order whose code is in the path.
    private func part(_ shopOrder: ShopOrderID, _ context: MarketplaceContext) async throws -> UndeliveredReference {
        let order = try await storefront.order(trackedBy: context.parameters.get("trackingCode") ?? "")
        guard order.shopOrders.contains(where: { $0.id == shopOrder }) else { throw UndeliveredProblem.noSuchDelivery }
        return .shopOrder(shopOrder)
    }
}

/// A further attempt to hand something over, without at whose door.
struct AttemptResource: Encodable, Sendable {
    let number: ShipmentNumber
    let shopOrderID: ShopOrderID?
    let attempt: Int
    let state: ShipmentState
    let windowStart: Date
    let windowEnd: Date

    init(_ shipment: Shipment) {
        number = shipment.number
        shopOrderID = shipment.shopOrderID
        attempt = shipment.attempt
        state = shipment.state
        windowStart = shipment.windowStart
        windowEnd = shipment.windowEnd
    }
}

/// How what could not be handed over leaves the day.
struct ReturnResource: Encodable, Sendable {
    enum Way: String, Encodable {
        case toShop = "to-shop"
        case handedBack = "handed-back"
        case disposed
    }

    let way: Way
    /// Of the shipment that brings it to its shop.
    let number: ShipmentNumber?
    let shopName: String?
    let windowStart: Date?
    let windowEnd: Date?

    init(_ way: ReturnWay, in delivery: Delivery) async throws {
        var shipment: Shipment?
        switch way {
        case .toShop(let id):
            self.way = .toShop
            shipment = try await delivery.shipment(id)
        case .handedBack: self.way = .handedBack
        case .disposed: self.way = .disposed
        }
        number = shipment?.number
        shopName = shipment?.shopName
        windowStart = shipment?.windowStart
        windowEnd = shipment?.windowEnd
    }
}
