import Accounts
import Catalog
import Foundation

/// An order that is about to be written.
struct OrderDraft {
    let id: OrderID
    let trackingCode = TrackingCode.random()
    let cart: CartID
    let placedAt: Date
    let promise: DeliveryPromise
    let payment: PaymentMethod
    let contact: Contact
    let deliveryFee: VATShare
    let shopOrders: [ShopOrderDraft]

    let pickUpCode: PickUpCode?

    var goods: Cents { shopOrders.map(\.totals.goods).total() }
}

/// One shop's part of it.
struct ShopOrderDraft {
    let id = ShopOrderID.new()
    let retailerID: RetailerID
    let shop: ShopOrder.ShopSummary
    let lines: [OrderLine]
    /// When it can be fetched; nil: it is delivered.
    var pickUp: PickUpTime?

    var fulfilment: Fulfilment { pickUp == nil ? .delivery : .pickUp }
    var goods: GoodsOfShop { GoodsOfShop(shopID: shop.id, lines: lines) }
    var totals: Totals { Totals(lines: lines.map(\.priced)) }
    var quantities: [ProductID: Int] { Dictionary(lines.map { ($0.productID, $0.quantity) }, uniquingKeysWith: +) }
    var reservation: ReservationID { ReservationID(rawValue: id.rawValue) }

    /// One draft for each shop, in the order in which the shops came into the cart.
    static func split(_ lines: [CartLine]) -> [ShopOrderDraft] {
        var shops: [ShopID] = []
        var linesOfShop: [ShopID: [CartLine]] = [:]
        for line in lines {
            if linesOfShop[line.product.shop.id] == nil { shops.append(line.product.shop.id) }
            linesOfShop[line.product.shop.id, default: []].append(line)
        }
        return shops.compactMap { shop in
            guard let lines = linesOfShop[shop], let first = lines.first?.product else { return nil }
            return ShopOrderDraft(
                retailerID: first.retailerID, shop: ShopOrder.ShopSummary(id: shop, name: first.shop.name),
                lines: lines.map(OrderLine.init))
        }
    }
}

extension OrderLine {
    /// The product of a cart's line, as it is now.
    init(_ line: CartLine) {
        self.init(
            productID: line.product.id, sku: line.product.sku, title: line.product.title, quantity: line.quantity,
            unitPrice: line.unitPrice, deposit: line.deposit, rate: line.product.vatPercent,
            extras: line.chosen?.extras ?? [], isReusable: line.selection.isReusable, weight: line.product.weightGrams,
            volume: line.product.volumeMillilitres, handling: line.product.handling,
            preparationMinutes: line.product.preparationMinutes)
    }
}
