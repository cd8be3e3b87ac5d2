import Catalog
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
    }

    struct Line: Sendable {
        let quantity: Int
        let title: String
        let sku: String
    }

    struct ShopLink: Sendable {
        let shopKey: String
        let shopName: String
    }

    /// A file that was uploaded, as a link to its page.
    struct Upload: Sendable {
        let importID: ImportID
        let fileName: String
        let when: String
        let state: String
    }

    let name: String
    let shops: [ShopLink]
    let orders: [OpenOrder]
    let imports: [Upload]

    init(name: String, shops: [Shop], orders: [ShopOrder], imports: [CatalogImport], at now: Date) {
        self.name = name
        self.shops = shops.map { ShopLink(shopKey: $0.key, shopName: $0.name) }
        self.orders = orders.map { OpenOrder($0, at: now) }
        self.imports = imports.map { Upload($0, at: now) }
    }
}

extension RetailerPage.OpenOrder {
    fileprivate init(_ order: ShopOrder, at now: Date) {
        shopOrderID = order.id
        number = order.orderNumber.description
        shopName = order.shop.name
        switch order.state {
        case .placed: state = "neu"
        case .accepted: state = "angenommen"
        default: state = "gepackt, wartet auf das Rad"
        }
        let window = order.window
        delivery =
            "\(GermanFormat.day(window.day, now: now)) \(GermanFormat.time(window.start))–\(GermanFormat.time(window.end)) Uhr"
        total = order.totals.goods.description
        lines = order.lines.map { .init(quantity: $0.quantity, title: $0.title, sku: $0.sku.description) }
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
