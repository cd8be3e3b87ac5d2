import Catalog
import Database
import Foundation
import Orders

/// A cart as the API shows it.
struct CartResource: Encodable, Sendable {
    struct Line: Encodable, Sendable {
        var product: Product
        var quantity: Int
        var lineTotalCents: Cents
        var problem: String?
    }

    var id: CartID
    var lines: [Line]
    var goodsCents: Cents
    var deliveryFeeCents: Cents
    var totalCents: Cents
    var vat: [VATShare]

    init(_ cart: Cart, fee: DeliveryFee) {
        id = cart.id
        lines = cart.lines.map {
            Line(product: $0.product, quantity: $0.quantity, lineTotalCents: $0.total, problem: $0.problem?.sentence)
        }
        let totals = cart.totals
        goodsCents = totals.goods
        deliveryFeeCents = cart.lines.isEmpty ? Cents(0) : fee.fee(forGoods: totals.goods)
        totalCents = goodsCents + deliveryFeeCents
        vat = totals.vat
    }
}

/// An order as whoever has its tracking code sees it: no name, no address.
struct OrderResource: Encodable, Sendable {
    struct Window: Encodable, Sendable {
        var day: CalendarDay
        var start: Date
        var end: Date
    }

    struct Arrival: Encodable, Sendable {
        var from: Date
        var until: Date
    }

    var id: OrderID
    var number: OrderNumber
    var trackingCode: TrackingCode
    var state: OrderState
    var placedAt: Date
    var window: Window
    var goodsCents: Cents
    var deliveryFeeCents: Cents
    var totalCents: Cents
    var vat: [VATShare]
    var shopOrders: [ShopOrderResource]
    var eta: Arrival?

    init(_ order: Order, eta: DateInterval?) {
        id = order.id
        number = order.number
        trackingCode = order.trackingCode
        state = order.state
        placedAt = order.placedAt
        window = Window(day: order.window.day, start: order.window.start, end: order.window.end)
        goodsCents = order.goods
        deliveryFeeCents = order.deliveryFee.gross
        totalCents = order.total
        vat = order.vat
        shopOrders = order.shopOrders.map { ShopOrderResource($0) }
        self.eta = eta.map { Arrival(from: $0.start, until: $0.end) }
    }
}

/// One shop's part of an order.
struct ShopOrderResource: Encodable, Sendable {
    struct ShopName: Encodable, Sendable {
        var id: ShopID
        var name: String
    }

    struct Line: Encodable, Sendable {
        var productID: ProductID
        var sku: SKU
        var title: String
        var quantity: Int
        var unitPriceCents: Cents
        var vatPercent: VATRate
        var totalCents: Cents

        init(_ line: OrderLine) {
            productID = line.productID
            sku = line.sku
            title = line.title
            quantity = line.quantity
            unitPriceCents = line.unitPrice
            vatPercent = line.vatRate
            totalCents = line.total
        }
    }

    var id: ShopOrderID
    var shop: ShopName
    var state: ShopOrderState
    var lines: [Line]
    var totalCents: Cents
    var reason: String?

    init(_ order: ShopOrder) {
        id = order.id
        shop = ShopName(id: order.shopID, name: order.shopName)
        state = order.state
        lines = order.lines.map { Line($0) }
        totalCents = order.totals.goods
        reason = order.reason
    }
}
