import Catalog
import Delivery
import Orders

/// A delivery window as it is offered for a cart: by itself, or for an address too.
struct WindowChoice: Sendable {
    /// Why it cannot be had.
    struct Refusal: Encodable, Sendable {
        let code: String
        /// A German sentence for shoppers.
        let detail: String
    }

    let window: DeliveryWindow
    var arrival: ArrivalSpan?
    var refusal: Refusal?
    var savedGrams: Int?

    init(_ window: DeliveryWindow) { self.window = window }

    init(_ offer: WindowOffer) {
        window = offer.window
        arrival = offer.arrival
        refusal = offer.refusal.map { Refusal(code: $0.rawValue, detail: $0.sentence) }
        savedGrams = offer.savedGrams
    }

    /// The same, but refused when something in the cart is not served at the time at which the window begins.
    func heeding(_ cart: Cart, except pickUp: [ShopID] = []) -> WindowChoice {
        let delivered = cart.lines.filter { !pickUp.contains($0.product.shop.id) }
        guard let outside = delivered.first(where: { !$0.isServed(at: window.start) }) else { return self }
        var refused = WindowChoice(window)
        let hours = outside.product.facts.availableHours?.german ?? ""
        refused.refusal = Refusal(code: "outside-hours", detail: "„\(outside.product.title)“ gibt es nur: \(hours).")
        return refused
    }
}
