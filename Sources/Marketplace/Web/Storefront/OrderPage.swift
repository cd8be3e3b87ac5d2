import Accounts
import Catalog
import Delivery
import Foundation
import Orders

/// An order as whoever has its tracking code sees it: no name, no address.
struct OrderPage: Sendable {
    struct ShopPart: Sendable {
        let shopName: String
        /// Where and when it can be fetched; nil when it is delivered.
        let pickUp: String?
        let steps: [Step]
        /// What became of it, when it is not on the way through the steps.
        let outcome: String?
        let reason: String?
        let lines: [Line]
        let collections: [Collected]
        /// The part of the order of which something can be given back; nil before it is delivered.
        let returnable: String?
        /// The part of the order for which another window can be chosen, after it could not be handed over.
        let bringAgain: String?
    }

    /// Something that is fetched, or was.
    struct Collected: Sendable {
        let number: String
        let what: String
        let when: String
        let canCallOff: Bool
    }

    /// A picture that the rider took.
    struct Photo: Sendable {
        let photoID: String
        let takenAt: String
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
    /// What to tell the shop, as long as something is yet to be fetched: "123 456".
    let pickUpCode: String?
    /// What to tell the rider, as long as something is yet to be brought: four digits.
    let handOverCode: String?
    let parts: [ShopPart]
    let goods: String
    let fee: String
    let total: String
    let vat: String
    /// What is to be paid, where that is less than what was ordered.
    let payable: String?
    let canCancel: Bool
    let photos: [Photo]
    let hasPhotos: Bool

    /// - Parameters:
    ///   - shops: those from which something is fetched.
    ///   - deliveries: all that carried its goods to the door, by attempt.
    init(
        _ order: Order, arrival: ArrivalSpan?, handOverCode: HandOverCode? = nil, shops: [ShopID: Shop] = [:],
        collections: [Shipment] = [], deliveries: [Shipment] = [], photos: [ProofPhoto] = [], at now: Date
    ) {
        number = order.number.description
        trackingCode = order.trackingCode.rawValue
        let day = GermanFormat.day(order.window.day, now: now)
        let span = "\(GermanFormat.time(order.window.start)) und \(GermanFormat.time(order.window.end)) Uhr"
        let undelivered = order.shopOrders.compactMap { UndeliveredWords($0, deliveries) }
        switch order.state {
        case .inProgress where !undelivered.isEmpty:
            let rest = order.shopOrders.count { !$0.state.isFinal } > undelivered.count
            headline = Self.headline(undelivered, at: now) + (rest ? " Der Rest kommt \(day) zwischen \(span)." : "")
        case .placed, .inProgress:
            headline =
                order.isDelivered
                ? "Kommt \(day) zwischen \(span)." : "Abzuholen \(day) ab \(GermanFormat.time(order.window.start)) Uhr."
        case .delivered: headline = order.isDelivered ? "Alles ist angekommen." : "Alles ist abgeholt."
        case .partlyDelivered: headline = "Einen Teil haben Sie, der Rest kommt nicht."
        case .returned where !order.isDelivered: headline = "Es wurde nicht abgeholt und ist wieder im Verkauf."
        case .returned: headline = "Wir konnten nichts übergeben."
        case .cancelled: headline = "Die Bestellung ist storniert. Sie haben nichts zu bezahlen."
        }
        let isOpen = order.state == .placed || order.state == .inProgress
        self.arrival = isOpen ? arrival.map { "\(GermanFormat.time($0.from)) und \(GermanFormat.time($0.until))" } : nil
        let isToFetch = order.shopOrders.contains { $0.fulfilment == .pickUp && !$0.state.isFinal }
        pickUpCode = isToFetch ? order.pickUpCode.map { "\($0.rawValue.prefix(3)) \($0.rawValue.suffix(3))" } : nil
        let isToBring = order.shopOrders.contains { $0.fulfilment == .delivery && !$0.state.isFinal }
        self.handOverCode = isToBring ? handOverCode?.rawValue : nil
        let collected = Dictionary(grouping: collections, by: \.collectsFrom)
        parts = order.shopOrders.map { part in
            ShopPart(
                part, shop: shops[part.shop.id], collections: collected[part.id] ?? [],
                undelivered: UndeliveredWords(part, deliveries), at: now)
        }
        self.photos = photos.map { Photo(photoID: $0.id.description, takenAt: GermanFormat.moment($0.receivedAt, now: now)) }
        hasPhotos = !photos.isEmpty
        goods = order.goods.description
        fee = !order.isDelivered ? "keine" : order.deliveryFee.gross == .zero ? "kostenlos" : order.deliveryFee.gross.description
        total = order.total.description
        vat = GermanFormat.vat(order.vat)
        payable = order.payable == order.total ? nil : order.payable.description
        canCancel = order.state == .placed
    }

    /// Of an order of which something could not be handed over.
    private static func headline(_ undelivered: [UndeliveredWords], at now: Date) -> String {
        if undelivered.contains(where: \.canBeBroughtAgain) {
            return "Wir konnten nicht alles übergeben. Bitte wählen Sie dafür ein neues Zeitfenster."
        }
        guard let next = undelivered.compactMap(\.next).min(by: { $0.windowStart < $1.windowStart }) else {
            return "Wir konnten nicht alles übergeben."
        }
        let day = GermanFormat.day(next.day, now: now)
        return
            "Kommt noch einmal \(day) zwischen \(GermanFormat.time(next.windowStart)) und \(GermanFormat.time(next.windowEnd)) Uhr."
    }
}

extension OrderPage.ShopPart {
    fileprivate init(
        _ order: ShopOrder, shop: Shop?, collections: [Shipment], undelivered: UndeliveredWords?, at now: Date
    ) {
        self.collections = collections.map { OrderPage.Collected($0, at: now) }
        returnable = order.state == .delivered ? order.id.description : nil
        bringAgain = undelivered?.canBeBroughtAgain == true ? order.id.description : nil
        shopName = order.shop.name
        let isFetched = order.fulfilment == .pickUp
        let from = GermanFormat.moment(order.window.start, now: now)
        pickUp = isFetched ? "Abholen ab \(from) Uhr" + (shop.map { ", \($0.addressLine)" } ?? "") : nil
        lines = order.lines.map {
            .init(
                quantity: $0.quantity, title: $0.title, extras: ChoiceWords.line($0.extras, isReusable: $0.isReusable),
                lineTotal: $0.total.description)
        }
        reason = order.rejectionReason
        let way: [ShopOrderState] =
            isFetched ? [.placed, .accepted, .ready, .collected] : [.placed, .accepted, .ready, .underway, .delivered]
        switch order.state {
        case .placed, .accepted, .ready, .underway, .delivered, .collected: outcome = nil
        case .failed: outcome = undelivered?.shopper(at: now) ?? "Wir konnten es nicht übergeben."
        case .returned where isFetched: outcome = "Nicht abgeholt; wieder im Verkauf."
        case .returned:
            let back = "Zurück im Laden; Ihr Geld bekommen Sie von ihm."
            outcome = undelivered?.isClosed == true ? undelivered?.shopper(at: now) : back
        case .rejected: outcome = "Der Laden kann nicht liefern."
        case .cancelled: outcome = "Storniert."
        }
        let place = way.firstIndex(of: order.state)
        steps =
            place.map { place in
                way.indices.map { index in
                    OrderPage.Step(
                        step: Self.word(for: way[index], isFetched: isFetched),
                        style: index < place ? "done" : index == place ? "now" : "", isNow: index == place)
                }
            } ?? []
    }

    private static func word(for state: ShopOrderState, isFetched: Bool) -> String {
        switch state {
        case .placed: "Bestellt"
        case .accepted: "Angenommen"
        case .ready: isFetched ? "Abholbereit" : "Gepackt"
        case .collected: "Abgeholt"
        case .underway: "Unterwegs"
        default: "Geliefert"
        }
    }
}

extension OrderPage.Collected {
    fileprivate init(_ shipment: Shipment, at now: Date) {
        number = shipment.number.description
        what = shipment.collectionReason?.word ?? ""
        let day = GermanFormat.day(shipment.day, now: now)
        let span = "\(GermanFormat.time(shipment.windowStart)) und \(GermanFormat.time(shipment.windowEnd)) Uhr"
        when =
            switch shipment.state {
            case .waiting, .planned: "Wir kommen \(day) zwischen \(span)."
            case .underway: "Abgeholt, auf dem Weg zum Laden."
            case .delivered: "Beim Laden angekommen."
            case .failed: "Die Abholung hat nicht geklappt."
            case .cancelled: "Abgesagt."
            }
        canCallOff = shipment.state == .waiting || shipment.state == .planned
    }
}
