import Accounts
import Delivery
import Foundation
import Orders

/// The form with which another window is chosen for what could not be handed over, for whoever has the order's tracking code.
struct AttemptPage: Sendable {
    let trackingCode: String
    let number: String
    let shopOrder: String
    let shopName: String
    /// Where the goods are.
    let place: String?
    let windows: [CheckoutPage.Window]
    let hasWindows: Bool

    init(_ order: Order, _ part: ShopOrder, words: UndeliveredWords?, windows: [WindowChoice], at now: Date) {
        trackingCode = order.trackingCode.rawValue
        number = order.number.description
        shopOrder = part.id.description
        shopName = part.shop.name
        place = words?.shopper(at: now)
        self.windows = CheckoutPage.Window.list(windows, at: now)
        hasWindows = self.windows.contains(where: \.isSelected)
    }
}

extension UndeliveredProblem {
    /// A German sentence for shoppers.
    var sentence: String {
        switch self {
        case .noSuchDelivery: "Diesen Teil der Bestellung gibt es nicht."
        case .notFailed: "Dieser Teil ist unterwegs oder schon übergeben."
        case .goesOn: "Für diesen Teil steht schon fest, wie es weitergeht."
        case .closed: "Dieser Teil kommt nicht mehr; Ihr Geld bekommen Sie vom Laden."
        case .perishable:
            "Was warm oder gekühlt sein muss, können wir nicht noch einmal bringen. Bitte wenden Sie sich an den Laden."
        case .triedEnough: "Wir waren schon dreimal da; es geht zurück an den Laden."
        case .goesBack: "Dieser Teil geht zurück an den Laden."
        case .tooLongAgo: "Die Adresse dieser Bestellung ist schon gelöscht. Bitte wenden Sie sich an den Laden."
        case .nowhere: "Wir wissen gerade nicht, welches Rad die Ware hat. Bitte versuchen Sie es später noch einmal."
        case .noSuchWindow: "Bitte wählen Sie ein Zeitfenster."
        case .refused(let refusal): "\(refusal.sentence) Bitte wählen Sie ein anderes."
        }
    }
}
