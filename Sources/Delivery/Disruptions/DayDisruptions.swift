import Catalog
import Foundation

/// The disruptions that hold on a day, as far as its problem changes by them. Pure.
struct DayDisruptions: Hashable, Sendable {
    struct LateShop: Hashable, Sendable {
        /// From when on it holds.
        let from: Date
        /// By how much later it hands over.
        let delay: TimeInterval
    }

    var bikesOut: Set<BikeID> = []
    /// Riders with the moment from which on they ride no more.
    var ridersOut: [RiderID: Date] = [:]
    var lateShops: [ShopID: LateShop] = [:]
    /// The window that was agreed instead; `nil`: not on this day.
    var absentCustomers: [ShipmentID: DateInterval?] = [:]

    /// A shipment with what was said of its shop and its customer; `nil` when it is not brought on this day.
    func apply(to shipment: DayProblem.OpenShipment, shop: ShopID?, isPacked: Bool) -> DayProblem.OpenShipment? {
        var changed = shipment
        changed.readyAt = readyAt(shipment.readyAt, shop: shop, isPacked: isPacked)
        if let agreed = absentCustomers[shipment.id] {
            guard let agreed else { return nil }
            changed.windowStart = agreed.start
            changed.windowEnd = agreed.end
        }
        return changed
    }

    /// When a shop hands a shipment over.
    func readyAt(_ readyAt: Date, shop: ShopID?, isPacked: Bool) -> Date {
        // What is packed has its true time.
        guard let shop, let late = lateShops[shop], !isPacked else { return readyAt }
        return max(readyAt, late.from).addingTimeInterval(late.delay)
    }
}
