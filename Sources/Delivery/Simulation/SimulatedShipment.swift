import Catalog
import Foundation
import Orders
import Routing

/// One shop's goods for one door as the simulated world has them, with what the dispatcher knows of it.
struct SimulatedShipment: Sendable {
    enum Place: Hashable, Sendable {
        case shop
        case hub(HubID)
        /// On the bike with this index.
        case bike(Int)
        /// With a bike that rides no more, for another to fetch.
        case roadside(GeoPoint)
        /// Brought to the door, beginning there at this second of the day.
        case door(Seconds)
        /// The bike was at the door then, nobody opened, and it goes back to the hub.
        case refused(Seconds)
    }

    /// As the day's problem knew it when it was promised.
    let promised: DayProblem.OpenShipment
    /// Index of its order; a recorded day has an order for each shipment.
    let order: Int
    let window: TimeWindow
    /// When the shop has it packed in truth.
    let packedAt: Seconds
    let parcelsPacked: Int
    /// When the dispatcher expects it to be ready.
    var expectedAt: Seconds
    var isPacked = false
    var place: Place
    /// How far the plan may stretch its window, see ``SimulatedShipment/stretches``.
    var stretch = 0
    /// Since when it lies at the roadside.
    var roadsideSince: Seconds = 0

    var isOpen: Bool {
        switch place {
        case .shop, .hub, .bike, .roadside: true
        case .door, .refused: false
        }
    }

    /// When a bike began at its door.
    var triedAt: Seconds? {
        switch place {
        case .door(let time), .refused(let time): time
        case .shop, .hub, .bike, .roadside: nil
        }
    }

    /// By how much a window's end may be moved for a plan: what is late is so by as little as can be.
    static let stretches: [Seconds] = [0, 600, 1200, 2400, 4800, 9600, 24 * 3600]
}
