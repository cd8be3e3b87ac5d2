import Catalog
import Database
import Delivery
import Foundation
import Orders

/// A retailer's own page.
struct RetailerPage: Sendable {
    struct OpenOrder: Sendable {
        let shopOrderID: ShopOrderID
        let number: String
        let shopName: String
        let state: String
        let delivery: String
        let total: String
        let lines: [Line]
        let canAccept: Bool
        let canReject: Bool
        let canBePacked: Bool
        let isFetched: Bool
        let canBeCollected: Bool
    }

    struct Line: Sendable {
        let quantity: Int
        let title: String
        let sku: String
        let extras: String?
    }

    /// A shop and what its staff have set.
    struct OwnShop: Sendable {
        let shopID: ShopID
        let shopKey: String
        let shopName: String
        /// "15,00", for the form's field.
        let minimumOrder: String
        /// "20 Minuten mehr bis 14:05"; nil when there is no rush.
        let rush: String?
        let isClosedToday: Bool
        let canCloseToday: Bool
        /// As text, for the form's field.
        let openingHours: String
        let otherDays: [OtherDay]
    }

    struct OtherDay: Sendable {
        let day: String
        let words: String
    }

    /// The form of the retailer's own data.
    struct Trader: Sendable {
        let legalName: String
        let representedBy: String
        let street: String
        let houseNumber: String
        let postcode: String
        let city: String
        let phone: String
        let email: String
        let vatID: String
        let tradeRegister: String
        let hasNoRegister: Bool
        let complies: Bool
    }

    /// An article that is not published, and why.
    struct Withheld: Sendable {
        let title: String
        let sku: String
        let reasons: [String]
    }

    /// What a bike brings back, or has brought.
    struct Return: Sendable {
        let number: String
        let what: String
        let when: String
    }

    /// A file that was uploaded, as a link to its page.
    struct Upload: Sendable {
        let importID: ImportID
        let fileName: String
        let when: String
        let state: String
    }

    let name: String
    /// What must be said before the shops are shown.
    let missingFacts: [String]
    let isHidden: Bool
    let trader: Trader
    let shops: [OwnShop]
    let orders: [OpenOrder]
    let returns: [Return]
    let hasReturns: Bool
    /// Articles on sale that are not published; the first of them.
    let withheld: [Withheld]
    /// "27 Artikel"; nil when there is none.
    let withheldCount: String?
    let hasMoreWithheld: Bool
    let imports: [Upload]

    /// - Parameters:
    ///   - deliveries: of the orders that could not be handed over, by attempt.
    ///   - comingBack: what bikes bring back to the shops.
    init(
        name: String, trader: TraderData, shops: [Shop], orders: [ShopOrder], deliveries: [Shipment], comingBack: [Shipment],
        withheld: (products: [Product], count: Int), imports: [CatalogImport], at now: Date
    ) {
        self.name = name
        missingFacts = trader.missing.map { $0.words(in: .german) }
        isHidden = !missingFacts.isEmpty
        self.trader = Trader(
            legalName: trader.legalName, representedBy: trader.representedBy, street: trader.street,
            houseNumber: trader.houseNumber,
            postcode: trader.postcode, city: trader.city, phone: trader.phone, email: trader.email, vatID: trader.vatID ?? "",
            tradeRegister: trader.tradeRegister ?? "", hasNoRegister: trader.tradeRegister == "",
            complies: trader.compliesSince != nil)
        self.shops = shops.map { OwnShop($0, at: now) }
        self.orders = orders.map { OpenOrder($0, undelivered: UndeliveredWords($0, deliveries), at: now) }
        returns = comingBack.map { Return($0, at: now) }
        hasReturns = !returns.isEmpty
        self.withheld = withheld.products.map { product in
            Withheld(
                title: product.title, sku: product.sku.description,
                reasons: product.facts.missing.map { $0.reason(in: .german) })
        }
        withheldCount =
            switch withheld.count {
            case 0: nil
            case 1: "1 Artikel"
            case let count: "\(GermanFormat.count(count)) Artikel"
            }
        hasMoreWithheld = withheld.count > withheld.products.count
        self.imports = imports.map { Upload($0, at: now) }
    }
}

extension RetailerPage.OwnShop {
    fileprivate init(_ shop: Shop, at now: Date) {
        shopID = shop.id
        shopKey = shop.key
        shopName = shop.name
        minimumOrder = shop.settings.minimumOrder.description.replacing(" €", with: "")
        rush = shop.settings.rush.map { "\($0.minutes) Minuten mehr bis \(GermanFormat.moment($0.until, now: now))" }
        isClosedToday = shop.settings.closedOn == CityTime.dayAndMinute(of: now).day
        canCloseToday = shop.openingHours != nil
        openingHours = shop.openingHours?.description ?? ""
        otherDays = shop.exceptions.map { .init(day: $0.day.description, words: ShopPage.words(for: $0)) }
    }
}

extension RetailerPage.OpenOrder {
    fileprivate init(_ order: ShopOrder, undelivered: UndeliveredWords?, at now: Date) {
        shopOrderID = order.id
        number = order.orderNumber.description
        shopName = order.shop.name
        switch order.state {
        case .placed: state = "neu"
        case .accepted: state = "angenommen"
        case .failed: state = undelivered?.shop(at: now) ?? "nicht übergeben"
        default: state = order.fulfilment == .pickUp ? "liegt zum Abholen bereit" : "gepackt, wartet auf das Rad"
        }
        let window = order.window
        isFetched = order.fulfilment == .pickUp
        canBeCollected = order.state.canBecome(.collected, as: order.fulfilment)
        let day = GermanFormat.day(window.day, now: now)
        delivery =
            isFetched
            ? "Abholung \(day) ab \(GermanFormat.time(window.start)) Uhr"
            : "Lieferung \(day) \(GermanFormat.time(window.start))–\(GermanFormat.time(window.end)) Uhr"
        total = order.totals.goods.description
        lines = order.lines.map {
            .init(
                quantity: $0.quantity, title: $0.title, sku: $0.sku.description,
                extras: ChoiceWords.line($0.extras, isReusable: $0.isReusable))
        }
        canAccept = order.state.canBecome(.accepted)
        canReject = order.state.canBecome(.rejected)
        canBePacked = order.state == .accepted
    }
}

extension RetailerPage.Upload {
    fileprivate init(_ found: CatalogImport, at now: Date) {
        importID = found.id
        fileName = found.fileName.isEmpty ? "Datei" : found.fileName
        when = GermanFormat.moment(found.createdAt, now: now)
        state =
            switch found.state {
            case .receiving, .checking: "wird geprüft"
            case .ready: "noch nicht übernommen"
            case .applying: "wird übernommen"
            case .applied: "übernommen"
            case .undoing: "wird zurückgenommen"
            case .undone: "zurückgenommen"
            case .refused: "nicht lesbar"
            case .failed: "fehlgeschlagen"
            }
    }
}

extension RetailerPage.Return {
    fileprivate init(_ collection: Shipment, at now: Date) {
        number = collection.number.description
        let parcels = collection.parcels == 1 ? "1 Paket" : "\(collection.parcels) Pakete"
        what = "\(collection.collectionReason?.word ?? "Nicht übergeben"), \(parcels)"
        let day = GermanFormat.day(collection.day, now: now)
        when =
            switch collection.state {
            case .waiting where collection.kind == .return, .planned where collection.kind == .return:
                "kommt \(day) bis \(GermanFormat.time(collection.windowEnd)) Uhr zurück"
            case .waiting, .planned: "wird \(day) ab \(GermanFormat.time(collection.windowStart)) Uhr abgeholt"
            case .underway: "ist auf dem Weg zu Ihnen"
            case .delivered: "ist bei Ihnen abgegeben; bitte erstatten Sie, was zu erstatten ist"
            case .failed: "hat nicht geklappt"
            case .cancelled: "ist abgesagt"
            }
    }
}
