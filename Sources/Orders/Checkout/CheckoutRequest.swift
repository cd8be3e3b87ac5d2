public import Catalog
public import Database
public import Foundation

/// How an order is paid.
public enum PaymentMethod: String, CaseIterable, Codable, Sendable, DatabaseCodable {
    /// To the rider at the door, or in the shop when it is fetched.
    case onDelivery = "on-delivery"
}

/// What the shopper asks for when they order: the body of the checkout.
public struct CheckoutRequest: Codable, Hashable, Sendable {
    public var recipient: Recipient
    /// Where to; all empty when nothing is delivered.
    public var address: DeliveryAddress
    /// The chosen delivery window's id, e.g. `2026-11-21T14:00`; the ``DeliveryPromise`` says what it means. Empty when nothing is delivered.
    public var window: String
    public var payment: PaymentMethod

    /// The shops from which the shopper fetches the goods; what is of the others is delivered.
    public var pickUp: [ShopID]

    public init(
        recipient: Recipient, address: DeliveryAddress, window: String, payment: PaymentMethod = .onDelivery,
        pickUp: [ShopID] = []
    ) {
        self.recipient = recipient
        self.address = address
        self.window = window
        self.payment = payment
        self.pickUp = pickUp
    }
}

/// What is promised for a checkout: when the goods come, and where that is on the map. Whoever promises has found the address and has made
/// sure that the window can be kept.
public struct DeliveryPromise: Hashable, Sendable {
    /// The service day, in the city's time zone.
    public var day: CalendarDay
    public var start: Date
    public var end: Date
    public var destination: GeoPoint

    public init(day: CalendarDay, start: Date, end: Date, destination: GeoPoint) {
        self.day = day
        self.start = start
        self.end = end
        self.destination = destination
    }
}
