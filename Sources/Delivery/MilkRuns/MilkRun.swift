import Accounts
public import Catalog
import Foundation
import Orders

/// A shop whose goods are collected until a time of day and go to doors from a hub after it, where their windows allow that.
public struct MilkRun: Hashable, Codable, Sendable {
    public let shopID: ShopID
    public let shopName: String
    /// The hub's key.
    public let hub: String
    /// Until when its goods have to be at the hub.
    public let atHubBy: TimeOfDay

    public init(shopID: ShopID, shopName: String, hub: String, atHubBy: TimeOfDay) {
        self.shopID = shopID
        self.shopName = shopName
        self.hub = hub
        self.atHubBy = atHubBy
    }
}

/// One part of an order on the way over a hub: by a milk run from its shop to there, and from there to the door.
struct Consolidation: Sendable {
    let hub: MicroHub
    /// Where the hub is.
    let place: GeoPoint
    let deadline: Date

    /// Between what comes in and the tours that go out: unload, sort, load.
    static let sorting: TimeInterval = 30 * 60
    /// What a bike needs at least from a shop to a hub.
    static let shortestWay: TimeInterval = 30 * 60

    /// From when on it can go from the hub.
    var readyAtHub: Date { deadline.addingTimeInterval(Self.sorting) }

    /// - Returns: `nil` where this way is not for such goods, or too slow for the window.
    init?(_ goods: ExpectedGoods, readyAt: Date, window: DeliveryWindow, at hub: MicroHub, by time: TimeOfDay) {
        // A hub has neither oven nor fridge.
        guard goods.goods.handling.isDisjoint(with: [.hot, .chilled, .frozen]), let place = hub.location else { return nil }
        self.hub = hub
        self.place = place
        deadline = ServiceDay(window.day).moment(time)
        guard readyAt.addingTimeInterval(Self.shortestWay) <= deadline, readyAtHub <= window.start else { return nil }
    }

    /// What goes to the door, from the hub.
    func onward(_ draft: ShipmentDraft, from shop: Shop) -> ShipmentDraft {
        var onward = draft
        onward.origin = .hub(hub.id, sender: shop.name)
        onward.readyAt = readyAtHub
        return onward
    }

    /// What the milk run brings to the hub; `draft` is what would go to the door directly.
    func transfer(of draft: ShipmentDraft, from shop: Shop, onward: ShipmentID) -> ShipmentDraft {
        ShipmentDraft(
            origin: .milkRun(
                shop.id, name: shop.name, shop.location, to: hub.id, hubName: hub.name, onward: onward),
            day: draft.day, destination: place, contact: nil, parcels: draft.parcels, weight: draft.weight, volume: draft.volume,
            heaviest: draft.heaviest, handling: draft.handling, readyAt: draft.readyAt, isPacked: draft.isPacked,
            windowStart: draft.readyAt, windowEnd: deadline)
    }

    /// Both ways as the day's problem would know them; `direct` is the shipment as it would go to the door directly.
    func shipments(_ direct: DayProblem.OpenShipment, number: Int) -> [DayProblem.OpenShipment] {
        var onward = direct
        onward.origin = .hub(hub.id)
        onward.readyAt = readyAtHub
        onward.handOver = nil
        let open = hub.open(on: ServiceDay(containing: deadline).day)
        let transfer = DayProblem.OpenShipment(
            id: .new(), number: ShipmentNumber(rawValue: number), origin: direct.origin, destination: place,
            end: .init(name: hub.name, open: open, hasWindow: true), feeds: direct.id, parcels: direct.parcels,
            weight: direct.weight, volume: direct.volume, heaviest: direct.heaviest, handling: direct.handling,
            readyAt: direct.readyAt, windowStart: direct.readyAt, windowEnd: deadline, handOver: direct.handOver)
        return [transfer, onward]
    }
}
