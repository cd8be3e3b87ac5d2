import Accounts
import Delivery
import Foundation
import Orders

/// The form with which something is given back, for whoever has the order's tracking code.
struct CollectionPage: Sendable {
    struct Choice: Sendable {
        let value: String
        let label: String
        let isSelected: Bool
    }

    let trackingCode: String
    let number: String
    let shopOrder: String
    let shopName: String
    let reasons: [Choice]
    let parcels: Int
    let mostParcels = CollectionWish.mostParcels
    let windows: [CheckoutPage.Window]
    let hasWindows: Bool

    /// - Parameter windows: with what each means for the wish.
    init(_ order: Order, _ part: ShopOrder, reason: CollectionReason, parcels: Int, windows: [WindowChoice], at now: Date) {
        trackingCode = order.trackingCode.rawValue
        number = order.number.description
        shopOrder = part.id.description
        shopName = part.shop.name
        reasons = [CollectionReason.return, .empties].map {
            Choice(value: $0.rawValue, label: $0.question, isSelected: $0 == reason)
        }
        self.parcels = parcels
        self.windows = CheckoutPage.Window.list(windows, at: now)
        hasWindows = self.windows.contains(where: \.isSelected)
    }
}

extension CollectionReason {
    fileprivate var question: String {
        switch self {
        case .return: "Ware zurückgeben oder die Bestellung widerrufen"
        case .empties: "Pfandflaschen und Mehrwegboxen zurückgeben"
        case .parcel: "Paket abholen"
        }
    }

    /// What is fetched, on the order's page.
    var word: String {
        switch self {
        case .return: "Rückgabe"
        case .empties: "Pfand und Mehrweg"
        case .parcel: "Paket"
        }
    }
}

extension CollectionProblem {
    /// A German sentence for shoppers.
    var sentence: String {
        switch self {
        case .noSuchShopOrder: "Diesen Teil der Bestellung gibt es nicht."
        case .notDelivered: "Wir holen ab, was ein Rad gebracht hat; dieser Teil ist noch nicht geliefert."
        case .tooLongAgo: "Die Adresse dieser Bestellung ist schon gelöscht. Bitte wenden Sie sich an den Laden."
        case .askedAlready: "Das ist schon zur Abholung angemeldet."
        case .invalidParcels: "Wir holen 1 bis \(CollectionWish.mostParcels) Pakete auf einmal."
        case .notForShoppers: "Bitte wählen Sie, was wir abholen sollen."
        case .noSuchWindow: "Bitte wählen Sie ein Zeitfenster."
        case .refused(let refusal): "\(refusal.sentence) Bitte wählen Sie ein anderes."
        case .notOpen: "Das Rad war schon da, oder die Abholung ist schon abgesagt."
        }
    }
}
