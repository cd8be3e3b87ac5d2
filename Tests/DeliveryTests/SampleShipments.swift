import Accounts
import Catalog
import Database
import Foundation
import Orders

@testable import Delivery

/// Shipments of a day as they come: shops in the centre, doors around it, now and then a parcel that lies at a hub, hot food, frozen or
/// heavy goods.
enum SampleShipments {
    static func drafts(
        _ count: Int, hubs: [MicroHub], day: CalendarDay, using generator: inout XorShift
    ) -> [ShipmentDraft] {
        let serviceDay = ServiceDay(day)
        return (0..<count).map { index in
            let start = SampleFleet.time([10, 12, 14, 16, 18].randomElement(using: &generator) ?? 12)
            let windowStart = serviceDay.moment(start)
            let isParcel = index % 5 == 4
            let handling = isParcel ? [] : handling(using: &generator)
            let weight = handling == [.hot] ? 1200 : Int.random(in: 200...9000, using: &generator)
            let hub = hubs[index % hubs.count]
            return ShipmentDraft(
                origin: isParcel
                    ? .hub(hub.id, sender: "Paketdienst")
                    : .shop(ShopID.new(), name: "Laden \(index % 7)", shop(index % 7)),
                day: day, destination: door(using: &generator), contact: City.contact, parcels: 1 + index % 2,
                weight: Grams(weight),
                volume: Millilitres(weight * 3), heaviest: Grams(index % 17 == 3 ? 22_000 : weight), handling: handling,
                readyAt: handling == [.hot] ? windowStart : windowStart.addingTimeInterval(-5400), windowStart: windowStart,
                windowEnd: windowStart.addingTimeInterval(7200))
        }
    }

    private static func handling(using generator: inout XorShift) -> Set<Handling> {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: [.hot]
        case 1: [.chilled]
        case 2: [.ambient, .frozen]
        default: [.ambient]
        }
    }

    /// Seven places within a few hundred metres of the Luisenplatz.
    static func shop(_ index: Int) -> GeoPoint {
        SampleFleet.point(49.8728 + Double(index - 3) * 0.0012, 8.6512 + Double(index * 3 % 7 - 3) * 0.0015)
    }

    /// Within about three kilometres of the centre.
    static func door(using generator: inout XorShift) -> GeoPoint {
        SampleFleet.point(
            49.8728 + Double.random(in: -0.022...0.022, using: &generator),
            8.6512 + Double.random(in: -0.03...0.03, using: &generator))
    }
}
