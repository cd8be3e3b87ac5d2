import Accounts
import Catalog
import Database
import Foundation
import Orders
import Routing
import Testing

@testable import Delivery

@Suite("What is fetched at doors")
struct CollectionTests {
    @Test("it is fetched at the door in its window and brought to its shop while that is open; the order of the two is kept")
    func model() throws {
        let shop = SampleShipments.shop(2)
        let open = [DayProblem.HandOverSpan(from: City.at(9), until: City.at(18))]
        let collection = SampleDay.collection(
            7, from: SampleFleet.point(49.8790, 8.6600), to: shop, named: "Laden 2", open: open, at: City.at(16))
        let (model, _, result) = try SampleDay.solve(
            SampleDay.problem(shipments: (1...5).map { SampleDay.shipment($0) } + [collection]), iterations: 400)
        #expect(model.problem.pairs.count == 6)
        #expect(model.problem.pairs[5].pickup.visit.windows == [TimeWindow(16 * 3600, 18 * 3600)])
        #expect(model.problem.pairs[5].delivery.visit.windows == [TimeWindow(9 * 3600, 18 * 3600)])
        #expect(result.unserved.isEmpty)
        let stops = try #require(result.tours.first { $0.stops.contains { $0.shipmentID == collection.id } }).stops
        let door = try #require(stops.first { $0.shipmentID == collection.id })
        let end = try #require(stops.last { $0.shipmentID == collection.id })
        #expect(door.kind == .pickup && door.name.isEmpty && door.windowStart == City.at(16))
        #expect(end.kind == .dropoff && end.name == "Laden 2" && end.windowStart == nil)
        #expect(door.serviceStart >= City.at(16) && end.serviceStart >= door.departure && end.departure <= City.at(18, 30))
    }

    @Test("where the shop is closed when the bike could be there, it is not fetched, and the reason is told")
    func closedShop() throws {
        let open = [DayProblem.HandOverSpan(from: City.at(9), until: City.at(15))]
        let collection = SampleDay.collection(
            1, from: SampleFleet.point(49.8790, 8.6600), to: SampleShipments.shop(2), named: "Laden 2", open: open,
            at: City.at(16))
        let (_, _, result) = try SampleDay.solve(SampleDay.problem(shipments: [collection]), iterations: 100)
        #expect(result.unserved.map(\.shipment.id) == [collection.id])
        #expect(result.unserved[0].reasons.contains { $0.constraint == .timeWindow })
    }

    @Test("a delivered order's return is asked for once, kept by the plan, fetched and brought to the shop by reports")
    func wholeWay() async throws {
        try await City.withCity(atHour: 7) { city in
            let market = try await DeliveredOrder(city)
            let wish = try CollectionWish(shopOrderID: market.shopOrder, reason: .return)
            let offers = try await city.delivery.collectionOffers(wish).filter { $0.window.day == City.day }
            let offer = try #require(offers.last { $0.isFeasible })
            #expect(offer.arrival != nil)
            // Asking reserves nothing.
            #expect(try await city.delivery.collections(of: [market.shopOrder]).isEmpty)

            let id = try await city.delivery.collect(wish, in: offer.window.id)
            let asked = try #require(try await city.delivery.shipment(id))
            #expect(asked.kind == .collection && asked.collectsFrom == market.shopOrder && asked.shopOrderID == nil)
            #expect(asked.origin.kind == .door && asked.destination.name == "Laden")
            await #expect(throws: CollectionProblem.askedAlready(asked.number)) {
                try await city.delivery.collect(wish, in: offer.window.id)
            }
            let live = try await city.delivery.liveDay(City.day)
            #expect(live.homeless.isEmpty && live.model.day.shipments.map(\.id) == [id])

            try await city.plan()
            try await city.delivery.autoAssign(day: City.day)
            let tours = try await city.delivery.toursWithStops(on: City.day)
            let tour = try #require(tours.first { ($0.stopList ?? []).contains { $0.shipmentNumber == asked.number } })
            let rider = try #require(tour.rider).id
            let stops = try #require(tour.stopList).filter { $0.shipmentNumber == asked.number }
            #expect(stops.map(\.kind) == [.pickup, .dropoff] && stops.map(\.isAtDoor) == [true, false])
            let contacts = try await city.delivery.tours(of: rider, on: City.day).flatMap { $0.stopList ?? [] }
                .filter { $0.shipmentNumber == asked.number }.map { $0.contact?.name }
            #expect(contacts == ["Selma Kurt", nil])

            city.clock.set(stops[0].serviceStart)
            try await city.delivery.record(
                StopEvent(id: .new(), kind: .pickedUp, at: city.clock.now), at: stops[0].id, by: rider)
            #expect(try await city.delivery.shipment(id)?.state == .underway)
            // On the bike, a new plan brings it on to the shop.
            let plan = try await city.plan()
            #expect(plan.unserved.isEmpty)
            let later = try await city.delivery.toursWithStops(on: City.day).flatMap { $0.stopList ?? [] }
            let end = try #require(later.last { $0.shipmentNumber == asked.number })
            #expect(end.name == "Laden" && !end.isAtDoor)
            try await city.delivery.record(
                StopEvent(id: .new(), kind: .delivered, at: end.serviceStart), at: end.id, by: rider)
            #expect(try await city.delivery.shipment(id)?.state == .delivered)
            let shop = try await city.catalog.shops().map(\.id)
            #expect(try await city.delivery.comingBack(to: shop).map(\.state) == [.delivered])
            await #expect(throws: CollectionProblem.notOpen) { try await city.delivery.cancelCollection(asked.number) }
        }
    }

    @Test("what was not delivered is not fetched; a wish can be called off by the order it belongs to and by nobody else's")
    func refusals() async throws {
        try await City.withCity(atHour: 7) { city in
            try await city.addSmallFleet()
            let market = try await PromiseMarket(city, weight: 500)
            let cart = try #require(try await market.carts(1).first)
            #expect(await market.order(cart, window: "2026-11-23T12:00", door: 1) == .sold)
            let open = try #require(try await city.delivery.shipments(on: City.day).items.first?.shopOrderID)
            let wish = try CollectionWish(shopOrderID: open, reason: .empties)
            await #expect(throws: CollectionProblem.notDelivered) { try await city.delivery.collectionOffers(wish) }
            await #expect(throws: CollectionProblem.noSuchShopOrder) {
                try await city.delivery.collectionOffers(try CollectionWish(shopOrderID: .new(), reason: .return))
            }
            #expect(throws: CollectionProblem.invalidParcels) {
                try CollectionWish(shopOrderID: open, reason: .return, parcels: 11)
            }
        }
        try await City.withCity(atHour: 7) { city in
            let market = try await DeliveredOrder(city)
            let wish = try CollectionWish(shopOrderID: market.shopOrder, reason: .empties, parcels: 2)
            let window = try #require(DeliveryWindowID("2026-11-23T16:00"))
            let id = try await city.delivery.collect(wish, in: window)
            let asked = try #require(try await city.delivery.shipment(id))
            #expect(asked.weightGrams == Grams(28_000))
            await #expect(throws: CollectionProblem.notOpen) {
                try await city.delivery.cancelCollection(asked.number, of: [.new()])
            }
            try await city.delivery.cancelCollection(asked.number, of: [market.shopOrder])
            #expect(try await city.delivery.collections(of: [market.shopOrder]).isEmpty)
            #expect(try await city.delivery.liveDay(City.day).model.day.shipments.isEmpty)
            try await city.delivery.collect(wish, in: window)
        }
    }

    @Test("a carrier's list can have parcels to be fetched: they are brought to the hub")
    func manifest() async throws {
        try await City.withCity(atHour: 7) { city in
            try await city.addFleet()
            try await city.delivery.loadAddresses(
                [
                    KnownAddress(
                        street: "Rheinstraße", houseNumber: "5", postcode: "64283", city: "Darmstadt", latitude: 49.8710,
                        longitude: 8.6430)
                ], mode: .keepOthers)
            let list = """
                sendungsnummer;empfänger;straße;hausnummer;plz;gewicht_kg;richtung
                A1;Mia;Rheinstraße;5;64283;2,5;Abholung
                A2;Mia;Rheinstraße;5;64283;1;Zustellung
                A3;Mia;Rheinstraße;5;64283;1;quer
                """
            let report = try await city.delivery.importManifest(
                Data(list.utf8), carrier: "Paketdienst", hub: "nord", day: City.day)
            #expect(report.accepted == 2)
            #expect(report.refused.map(\.column) == ["direction"])
            let plan = try await city.plan()
            #expect(plan.served == 2 && plan.unserved.isEmpty)
            let parcels = try await city.delivery.parcels(of: try #require(report.manifest))
            #expect(
                Dictionary(uniqueKeysWithValues: parcels.map { ($0.tracking, $0.isCollection) }) == ["A1": true, "A2": false])
            #expect(parcels.allSatisfy { $0.tour != nil && $0.destination.street == "Rheinstraße" })
            let stops = try await city.delivery.toursWithStops(on: City.day).flatMap { $0.stopList ?? [] }
            let hub = try #require(stops.first { $0.kind == .dropoff })
            #expect(hub.name == "Hub nord")
        }
    }
}

/// An order that a bike has brought this morning.
private struct DeliveredOrder {
    let shopOrder: ShopOrderID

    init(_ city: City) async throws {
        try await city.addSmallFleet()
        let market = try await PromiseMarket(city, weight: 1_500)
        let cart = try #require(try await market.carts(1).first)
        #expect(await market.order(cart, window: "2026-11-23T12:00", door: 4) == .sold)
        shopOrder = try #require(try await city.delivery.shipments(on: City.day).items.first?.shopOrderID)
        _ = try await city.orders.accept(shopOrder, of: market.retailer, by: .system, at: City.at(8))
        _ = try await city.orders.ready(shopOrder, of: market.retailer, parcels: 1, by: .system, at: City.at(8, 30))
        let shopOrder = shopOrder
        try await city.database.transaction("test.delivered") { transaction in
            try await city.orders.markUnderway(shopOrder, by: .system, at: City.at(8, 40), in: transaction)
            try await city.orders.markDelivered(shopOrder, by: .system, at: City.at(8, 50), in: transaction)
            try await transaction.execute(
                "test.shipmentUnderway",
                "UPDATE delivery.shipment SET state = 'underway' WHERE shop_order_id = \(shopOrder)")
            try await transaction.execute(
                "test.shipmentDelivered",
                "UPDATE delivery.shipment SET state = 'delivered' WHERE shop_order_id = \(shopOrder)")
        }
    }
}

extension SampleDay {
    /// Something to be fetched at a door in the two hours from `start`.
    static func collection(
        _ number: Int, from door: GeoPoint, to place: GeoPoint, named name: String, open: [DayProblem.HandOverSpan],
        at start: Date
    ) -> DayProblem.OpenShipment {
        DayProblem.OpenShipment(
            id: .new(), number: ShipmentNumber(rawValue: number), origin: .door(door), destination: place,
            end: DayProblem.OpenShipment.End(name: name, open: open, hasWindow: false), parcels: 1, weight: Grams(2000),
            volume: Millilitres(6000), heaviest: Grams(2000), handling: [], readyAt: start, windowStart: start,
            windowEnd: start.addingTimeInterval(7200))
    }
}
