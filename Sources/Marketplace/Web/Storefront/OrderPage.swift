import Catalog
import Delivery
import Foundation
import Orders

/// An order as whoever has its tracking code sees it: no name, no address.
struct OrderPage: Sendable {
    struct ShopPart: Sendable {
        let shopName: String
        let steps: [Step]
        /// What became of it, when it is not on the way through the steps.
        let outcome: String?
        let reason: String?
        let lines: [Line]
    }

    struct Step: Sendable {
        let step: String
        /// `done`, `now` or empty.
        let style: String
        let isNow: Bool
    }

    struct Line: Sendable {
        let quantity: Int
        let title: String
        let extras: String?
        let lineTotal: String
    }

    let number: String
    let trackingCode: String
    let headline: String
    let arrival: String?
    let parts: [ShopPart]
    let goods: String
    let fee: String
    let total: String
    let vat: String
    /// What is to be paid, where that is less than what was ordered.
    let payable: String?
    let canCancel: Bool

    init(_ order: Order, arrival: ArrivalSpan?, at now: Date) {
        number = order.number.description
        trackingCode = order.trackingCode.rawValue
        let day = GermanFormat.day(order.window.day, now: now)
        let span = "\(GermanFormat.time(order.window.start)) und \(GermanFormat.time(order.window.end)) Uhr"
        switch order.state {
        case .placed, .inProgress: headline = "Kommt \(day) zwischen \(span)."
        case .delivered: headline = "Alles ist angekommen."
        case .partlyDelivered: headline = "Ein Teil ist angekommen, der Rest kommt nicht."
        case .returned: headline = "Wir konnten nichts übergeben; es ist zurück im Laden."
        case .cancelled: headline = "Die Bestellung ist storniert. Sie haben nichts zu bezahlen."
        }
        let isOpen = order.state == .placed || order.state == .inProgress
        self.arrival = isOpen ? arrival.map { "\(GermanFormat.time($0.from)) und \(GermanFormat.time($0.until))" } : nil
        parts = order.shopOrders.map(ShopPart.init)
        goods = order.goods.description
        fee = order.deliveryFee.gross == .zero ? "kostenlos" : order.deliveryFee.gross.description
        total = order.total.description
        vat = GermanFormat.vat(order.vat)
        payable = order.payable == order.total ? nil : order.payable.description
        canCancel = order.state == .placed
    }
}

extension OrderPage.ShopPart {
    fileprivate init(_ order: ShopOrder) {
        shopName = order.shop.name
        lines = order.lines.map {
            .init(
                quantity: $0.quantity, title: $0.title, extras: ChoiceWords.line($0.extras, isReusable: $0.isReusable),
                lineTotal: $0.total.description)
        }
        reason = order.rejectionReason
        let way: [ShopOrderState] = [.placed, .accepted, .ready, .underway, .delivered]
        switch order.state {
        case .placed, .accepted, .ready, .underway, .delivered: outcome = nil
        case .failed: outcome = "Die Fahrerin hat niemanden angetroffen. Wir versuchen es noch einmal."
        case .returned: outcome = "Zurück im Laden."
        case .rejected: outcome = "Der Laden kann nicht liefern."
        case .cancelled: outcome = "Storniert."
        }
        let place = way.firstIndex(of: order.state)
        steps =
            place.map { place in
                way.indices.map { index in
                    OrderPage.Step(
                        step: Self.word(for: way[index]),
                        style: index < place ? "done" : index == place ? "now" : "", isNow: index == place)
                }
            } ?? []
    }

    private static func word(for state: ShopOrderState) -> String {
        switch state {
        case .placed: "Bestellt"
        case .accepted: "Angenommen"
        case .ready: "Gepackt"
        case .underway: "Unterwegs"
        default: "Geliefert"
        }
    }
}
