import Catalog
import Foundation
import Orders

/// The cart as a page shows it.
struct CartPage: Sendable {
    struct Line: Sendable {
        let productID: ProductID
        let title: String
        let shopName: String
        /// What was chosen, in words; nil when nothing was.
        let extras: String?
        /// What tells the line from the product's others, for the forms.
        let selection: String
        let isReusable: Bool
        let hours: String?
        let unitPrice: String
        let quantity: Int
        let lineTotal: String
        let problem: String?
        /// The shopper has yet to agree to a new price.
        let hasNewPrice: Bool
        /// The line can only be taken out.
        let isGone: Bool
    }

    /// The order that the visitor's last cart has become.
    struct LastOrder: Sendable {
        let number: String
        let href: String
    }

    let hasLines: Bool
    let lines: [Line]
    let goods: String
    let deliveryFee: String
    let missingForFreeDelivery: String?
    let cartTotal: String
    let vat: String
    /// What shops say whose minimum order is not reached.
    let shortfalls: [String]
    /// What restaurants say that are closed now.
    let closures: [String]
    let hasLineProblems: Bool
    let canCheckOut: Bool
    let lastOrder: LastOrder?

    init(_ cart: Cart?, fee: DeliveryFee, at now: Date) {
        lastOrder = cart?.closedBy.map { LastOrder(number: "\($0.order)", href: "/bestellung/\($0.trackingCode.rawValue)") }
        let open = lastOrder == nil ? cart?.lines ?? [] : []
        lines = open.map(Line.init)
        hasLines = !lines.isEmpty
        let sums = CartSums(cart?.totals ?? Totals(lines: []), fee: fee)
        goods = sums.goods.description
        deliveryFee = sums.delivery == .zero ? "kostenlos" : sums.delivery.description
        missingForFreeDelivery = sums.missingForFreeDelivery?.description
        cartTotal = sums.total.description
        vat = GermanFormat.vat(sums.vat)
        shortfalls = hasLines ? (cart?.shortfalls ?? []).map(\.sentence) : []
        closures = hasLines ? (cart?.closures ?? []).map { $0.sentence(at: now) } : []
        hasLineProblems = open.contains { $0.problem != nil }
        canCheckOut = hasLines && !hasLineProblems && shortfalls.isEmpty && closures.isEmpty
    }
}

extension CartPage.Line {
    fileprivate init(_ line: CartLine) {
        productID = line.product.id
        title = line.product.title
        shopName = line.product.shop.name
        let deposit = line.deposit
        extras = ChoiceWords.line(line.chosen?.extras, isReusable: line.selection.isReusable)
        selection = line.selection.text
        isReusable = line.selection.isReusable
        hours = line.product.facts.availableHours?.german
        unitPrice =
            line.unitPrice.description + (deposit > .zero ? " + \(deposit) Pfand" : "")
        quantity = line.quantity
        lineTotal = line.total.description
        problem = line.problem?.sentence
        if case .priceChanged = line.problem { hasNewPrice = true } else { hasNewPrice = false }
        isGone = line.problem == .gone || line.problem == .choicesChanged
    }
}
