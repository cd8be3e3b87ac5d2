import Accounts
import Catalog
import Database
import Foundation
import Orders
import Routing
import Testing

@testable import Delivery

@Suite("Over the hub: milk runs and what goes on from there")
struct MilkRunTests {
    @Test(
        "what is sold early for a late window is collected to the hub and goes on from there, in one plan with what goes directly"
    )
    func overTheHub() async throws {
        try await City.withCity(atHour: 7) { city in
            let (market, shop) = try await collectedShop(city)
            let carts = try await market.carts(3)
            #expect(await market.order(carts[0], window: "2026-11-23T16:00", door: 2) == .sold)
            #expect(await market.order(carts[1], window: "2026-11-23T16:00", door: 5) == .sold)
            // Too early for the way over the hub.
            #expect(await market.order(carts[2], window: "2026-11-23T12:00", door: 7) == .sold)

            let shipments = try await city.delivery.shipments(on: City.day).items
            let transfers = shipments.filter { $0.kind == .transfer }
            let onward = shipments.filter { $0.kind == .delivery && $0.origin.kind == .hub }
            #expect(shipments.count == 5 && transfers.count == 2 && onward.count == 2)
            #expect(
                transfers.allSatisfy { $0.shopOrderID == nil && $0.windowEnd == City.at(13) && $0.destination.name == "Hub nord" }
            )
            #expect(onward.allSatisfy { $0.readyAt == City.at(13, 30) && $0.shopName == "Laden" })

            let plan = try await city.plan()
            #expect(plan.served == 5 && plan.unserved.isEmpty)
            let stops = try await city.delivery.toursWithStops(on: City.day).flatMap { $0.stopList ?? [] }
            for transfer in transfers {
                let own = stops.filter { $0.shipmentNumber == transfer.number }
                #expect(own.map(\.kind) == [.pickup, .dropoff] && own.allSatisfy { !$0.isAtDoor })
                #expect(own.allSatisfy { $0.serviceStart <= City.at(13) })
            }
            for shipment in onward {
                let own = stops.filter { $0.shipmentNumber == shipment.number }
                #expect(own.map(\.kind) == [.delivery] && own.allSatisfy { $0.serviceStart >= City.at(16) })
            }

            // The shop says what it packed: the milk run fetches that, and what goes on stays at the time of the hub.
            let order = try #require(onward.first?.shopOrderID)
            _ = try await city.orders.accept(order, of: market.retailer, by: .system, at: City.at(8))
            _ = try await city.orders.ready(order, of: market.retailer, parcels: 3, by: .system, at: City.at(8, 30))
            try await city.database.transaction("test.ready") { transaction in
                _ = try await city.delivery.createShipment(from: order, in: transaction)
            }
            let packed = try await city.delivery.shipments(on: City.day).items.filter { $0.parcels == 3 }
            #expect(packed.map(\.kind.rawValue).sorted() == ["delivery", "transfer"])
            #expect(packed.first { $0.kind == .transfer }?.readyAt == City.at(8, 30))
            #expect(packed.first { $0.kind == .delivery }?.readyAt == City.at(13, 30))

            // An order that is not wanted any more takes both ways out of the day.
            let other = try #require(onward.last?.shopOrderID)
            try await city.database.transaction("test.cancel") { transaction in
                _ = try await city.delivery.cancelShipment(of: other, in: transaction)
            }
            let left = try await city.delivery.shipments(on: City.day).items.filter { $0.state != .cancelled }
            #expect(left.count == 3)
            #expect(try await city.delivery.removeMilkRun(of: shop))
        }
    }

    @Test("what the milk run can take no more goes from the shop to the door directly, and keeps its window")
    func diverted() async throws {
        try await City.withCity(atHour: 7) { city in
            let (market, _) = try await collectedShop(city)
            let cart = try #require(try await market.carts(1).first)
            #expect(await market.order(cart, window: "2026-11-23T16:00", door: 2) == .sold)
            try await city.plan()
            city.clock.set(City.at(13, 5))
            let plan = try await city.plan()
            #expect(plan.served == 1 && plan.unserved.isEmpty)
            let shipments = try await city.delivery.shipments(on: City.day).items
            #expect(shipments.filter { $0.kind == .transfer }.map(\.state) == [.cancelled])
            let direct = try #require(shipments.first { $0.kind == .delivery })
            #expect(direct.origin.kind == .shop && direct.origin.name == "Laden" && direct.state == .planned)
            let stops = try await city.delivery.toursWithStops(on: City.day).flatMap { $0.stopList ?? [] }
            #expect(stops.filter { $0.shipmentNumber == direct.number }.map(\.kind) == [.pickup, .dropoff])
        }
    }

    @Test("where the shop is too late for the milk run, its goods are fetched by another tour in time for the window")
    func lateShop() async throws {
        try await City.withCity(atHour: 7) { city in
            let (market, _) = try await collectedShop(city)
            let cart = try #require(try await market.carts(1).first)
            #expect(await market.order(cart, window: "2026-11-23T16:00", door: 2) == .sold)
            try await city.plan()
            try await city.delivery.disrupt(
                DisruptionDraft(kind: .shopLate, subject: "laden", from: City.at(7), minutes: 420), on: City.day)
            let plan = try await city.plan()
            #expect(plan.served == 1 && plan.unserved.isEmpty)
            let direct = try #require(try await city.delivery.shipments(on: City.day).items.first { $0.kind == .delivery })
            #expect(direct.origin.kind == .shop)
        }
    }

    @Test("food that a hub cannot keep warm or cold never goes over it, and an unknown hub is refused")
    func refused() async throws {
        try await City.withCity(atHour: 7) { city in
            try await city.addFleet()
            let market = try await PromiseMarket(city, key: "kaese", weight: 400, handling: "chilled")
            let shop = try #require(try await city.catalog.shops().first).id
            let by = try #require(TimeOfDay("13:00"))
            await #expect(throws: UnknownKey.self) {
                try await city.delivery.setMilkRun(of: shop, to: "nirgends", atHubBy: by)
            }
            try await city.delivery.setMilkRun(of: shop, to: "nord", atHubBy: by)
            #expect(try await city.delivery.milkRuns().map(\.shopName) == ["Laden"])
            let cart = try #require(try await market.carts(1).first)
            #expect(await market.order(cart, window: "2026-11-23T16:00", door: 2) == .sold)
            #expect(try await city.delivery.shipments(on: City.day).items.map(\.kind) == [.delivery])
        }
    }

    @Test(
        "goods that are on a bike and late for their hub are brought there all the same, and what goes on from there waits for them"
    )
    func lateOnTheBike() async throws {
        try await City.withCity(atHour: 7) { city in
            let (market, _) = try await collectedShop(city)
            let cart = try #require(try await market.carts(1).first)
            #expect(await market.order(cart, window: "2026-11-23T14:00", door: 2) == .sold)
            try await city.plan()
            try await city.delivery.autoAssign(day: City.day)
            try await fetchTransfer(in: city, at: City.at(12, 40))

            city.clock.set(City.at(13, 35))
            let plan = try await city.plan()
            #expect(plan.served == 2 && plan.unserved.isEmpty)
            let shipments = try await city.delivery.shipments(on: City.day).items
            let transfer = try #require(shipments.first { $0.kind == .transfer })
            let onward = try #require(shipments.first { $0.kind == .delivery })
            #expect(transfer.state == .underway && onward.origin.kind == .hub)
            let stops = try await city.delivery.toursWithStops(on: City.day).flatMap { $0.stopList ?? [] }
            let atHub = try #require(stops.last { $0.shipmentNumber == transfer.number })
            #expect(atHub.name == "Hub nord")
            let atDoor = try #require(stops.first { $0.shipmentNumber == onward.number })
            #expect(atHub.serviceStart > City.at(13))
            #expect(atDoor.serviceStart >= atHub.serviceStart.addingTimeInterval(1500))

            // Also an adjustment ends, and says what comes late.
            let job = try await city.delivery.requestPlan(for: City.day, seconds: 1, mode: .adjustment)
            try await PlanningWorker(city.delivery).workOff()
            let done = try #require(try await city.delivery.planningJob(job.id))
            #expect(done.state == .done && done.unserved == 0 && done.outcome?.late.contains(transfer.number) == true)
        }
    }

    @Test(
        "goods for a hub on a bike that broke down are fetched by another; what goes on from the hub comes late rather than never"
    )
    func brokenDown() async throws {
        try await City.withCity(atHour: 7) { city in
            let (market, _) = try await collectedShop(city)
            let cart = try #require(try await market.carts(1).first)
            #expect(await market.order(cart, window: "2026-11-23T16:00", door: 2) == .sold)
            try await city.plan()
            try await city.delivery.autoAssign(day: City.day)
            let bike = try await fetchTransfer(in: city, at: City.at(12, 40))
            city.clock.set(City.at(17, 15))
            try await city.delivery.disrupt(DisruptionDraft(kind: .bikeOut, subject: bike), on: City.day)
            let plan = try await city.plan()
            #expect(plan.served == 2 && plan.unserved.isEmpty)
            let shipments = try await city.delivery.shipments(on: City.day).items
            let numbers = Dictionary(uniqueKeysWithValues: shipments.map { ($0.kind, $0.number) })
            let tours = try await city.delivery.toursWithStops(on: City.day)
            let fetching = try #require(
                tours.first { tour in
                    tour.bike.key != bike
                        && (tour.stopList ?? []).contains { $0.shipmentNumber == numbers[.transfer] && $0.kind == .dropoff }
                })
            let atHub = try #require(fetching.stopList?.last { $0.shipmentNumber == numbers[.transfer] })
            let atDoor = try #require(tours.flatMap { $0.stopList ?? [] }.first { $0.shipmentNumber == numbers[.delivery] })
            #expect(atDoor.serviceStart > City.at(18) && atDoor.serviceStart >= atHub.serviceStart.addingTimeInterval(1500))
        }
    }

    /// Its rider reports of the tour with the transfer up to where it is fetched.
    /// - Returns: the key of the bike.
    @discardableResult
    private func fetchTransfer(in city: City, at moment: Date) async throws -> String {
        city.clock.set(moment)
        let transfer = try #require(try await city.delivery.shipments(on: City.day).items.first { $0.kind == .transfer })
        let tours = try await city.delivery.toursWithStops(on: City.day)
        let tour = try #require(tours.first { ($0.stopList ?? []).contains { $0.shipmentNumber == transfer.number } })
        let rider = try #require(tour.rider).id
        for stop in tour.stopList ?? [] {
            let kind: StopEvent.Kind = stop.kind == .delivery || stop.kind == .dropoff ? .delivered : .pickedUp
            try await city.delivery.record(StopEvent(id: .new(), kind: kind, at: moment), at: stop.id, by: rider)
            if stop.shipmentNumber == transfer.number { break }
        }
        return tour.bike.key
    }

    /// A shop that a milk run collects from until one o'clock.
    private func collectedShop(_ city: City) async throws -> (PromiseMarket, ShopID) {
        try await city.addFleet()
        let market = try await PromiseMarket(city, weight: 2_000)
        let shop = try #require(try await city.catalog.shops().first).id
        try await city.delivery.setMilkRun(of: shop, to: "nord", atHubBy: try #require(TimeOfDay("13:00")))
        return (market, shop)
    }
}
