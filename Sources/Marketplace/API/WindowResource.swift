import Catalog
import Database
import Delivery
import Foundation

/// A delivery window; with what it means for a cart and an address, where these were given.
struct WindowResource: Encodable, Sendable {
    let id: DeliveryWindowID
    let day: CalendarDay
    let start: Date
    let end: Date
    let cutoff: Date
    let feeCents: Cents
    var feasible: Bool?
    var refusal: WindowChoice.Refusal?
    var arrival: ArrivalSpan?
    var savedGrams: Int?

    init(_ window: DeliveryWindow) {
        id = window.id
        day = window.day
        start = window.start
        end = window.end
        cutoff = window.cutoff
        feeCents = window.feeCents
    }

    init(_ offer: WindowChoice) {
        self.init(offer.window)
        feasible = offer.refusal == nil
        refusal = offer.refusal
        arrival = offer.arrival
        savedGrams = offer.savedGrams
    }
}
