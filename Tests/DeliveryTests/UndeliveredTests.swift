import Accounts
import Catalog
import Database
import Foundation
import Orders
import Testing

@testable import Delivery

@Suite("What could not be handed over")
struct UndeliveredTests {
    @Test("it lies at its bike's hub, is sold another window from the day's tours, and every plan brings it in that window")
    func broughtAgain() async throws {
        try await City.withCity(atHour: 7) { city in
            let failed = try await FailedOrder(city)
            let before = try #require(try await city.delivery.shipment(failed.shipment))
            #expect(before.state == .failed && before.attempt == 1)
            #expect(before.undelivered == UndeliveredGoods(hub: "Hub nord", next: nil, isClosed: false))
            #expect(try await failed.orderState() == .failed)
            let open = try #require(try await city.delivery.failedDeliveries().first)
            #expect(open.shipment.number == before.number && open.note == "niemand da" && open.canBeBroughtAgain)
            let back = try #require(open.atHubFrom)
            #expect(back > city.clock.now && back < City.at(13))

            let offers = try await city.delivery.attemptOffers(for: .shopOrder(failed.shopOrder))
            #expect(offers.map(\.window.id.description).first == "2026-11-23T14:00")
            let offer = try #require(offers.first { $0.isFeasible })
            // Asking reserves nothing.
            #expect(try await city.delivery.failedDeliveries().count == 1)

            let id = try await city.delivery.bringAgain(.shopOrder(failed.shopOrder), in: offer.window.id)
            #expect(try await city.delivery.bringAgain(.shipment(before.number), in: offer.window.id) == id)
            let attempt = try #require(try await city.delivery.shipment(id))
            #expect(attempt.attempt == 2 && attempt.origin.kind == .hub && attempt.shopOrderID == failed.shopOrder)
            #expect(attempt.origin.name == "Laden (\(before.number))" && attempt.destination.street == "Heinheimer Straße")
            #expect(attempt.readyAt >= back.addingTimeInterval(Consolidation.sorting))
            #expect(try await city.delivery.shipment(failed.shipment)?.undelivered?.next == attempt.number)
            #expect(try await city.delivery.failedDeliveries().isEmpty)
            await #expect(throws: UndeliveredProblem.goesOn(attempt.number)) {
                try await city.delivery.bringAgain(
                    .shopOrder(failed.shopOrder), in: try #require(DeliveryWindowID("2026-11-23T16:00")))
            }
            #expect(try await city.delivery.liveDay(City.day).homeless.isEmpty)

            let plan = try await city.plan()
            #expect(plan.unserved.isEmpty)
            let planned = try #require(try await city.delivery.shipment(id))
            #expect(planned.state == .planned && planned.tour != nil)
            let eta = try #require(planned.eta)
            #expect(offer.window.start <= eta && eta <= offer.window.end)
            #expect(try await city.delivery.explain(attempt.number)?.tour == planned.tour)

            try await failed.load(before: id)
            #expect(try await city.delivery.shipment(id)?.state == .underway)
            #expect(try await failed.orderState() == .underway)
            try await failed.report(.delivered, of: id)
            #expect(try await failed.orderState() == .delivered)
            let report = try await city.delivery.report(of: City.day)
            #expect(report.delivered == 1 && report.failed == 1)
        }
    }

    @Test("a hand-over that a phone tells late counts: what was to go on with the goods is called off")
    func toldLate() async throws {
        try await City.withCity(atHour: 7) { city in
            let failed = try await FailedOrder(city)
            let window = try #require(DeliveryWindowID("2026-11-23T14:00"))
            let attempt = try await city.delivery.bringAgain(.shopOrder(failed.shopOrder), in: window)
            try await city.plan()
            try await failed.report(.delivered, of: failed.shipment)
            #expect(try await city.delivery.shipment(failed.shipment)?.state == .delivered)
            #expect(try await city.delivery.shipment(attempt)?.state == .cancelled)
            #expect(try await failed.orderState() == .delivered)
            #expect(try await city.delivery.liveDay(City.day).model.day.shipments.isEmpty)
            try await city.plan()
            await #expect(throws: UndeliveredProblem.notFailed) {
                try await city.delivery.bringAgain(.shopOrder(failed.shopOrder), in: window)
            }
        }
    }

    @Test(
        "told before or after the second attempt failed too, a late hand-over ends in the same state", arguments: [false, true])
    func anyOrder(isToldFirst: Bool) async throws {
        try await City.withCity(atHour: 7) { city in
            let failed = try await FailedOrder(city)
            let window = try #require(DeliveryWindowID("2026-11-23T14:00"))
            let attempt = try await city.delivery.bringAgain(.shopOrder(failed.shopOrder), in: window)
            try await city.plan()
            try await failed.load(before: attempt)
            if isToldFirst { try await failed.report(.delivered, of: failed.shipment) }
            try await failed.report(.failed, of: attempt)
            if !isToldFirst { try await failed.report(.delivered, of: failed.shipment) }
            #expect(try await city.delivery.shipment(failed.shipment)?.state == .delivered)
            #expect(try await city.delivery.shipment(attempt)?.state == .cancelled)
            #expect(try await failed.orderState() == .delivered)
            #expect(try await city.delivery.failedDeliveries().isEmpty)
        }
    }

    @Test("a door is gone to three times; after that it can only go back")
    func threeTimes() async throws {
        try await City.withCity(atHour: 7) { city in
            let failed = try await FailedOrder(city)
            var last = failed.shipment
            for day in ["2026-11-24", "2026-11-25"] {
                let window = try #require(DeliveryWindowID("\(day)T12:00"))
                last = try await city.delivery.bringAgain(.shopOrder(failed.shopOrder), in: window)
                let attempt = try #require(try await city.delivery.shipment(last))
                // On another day it is there when the hub opens.
                #expect(attempt.readyAt == ServiceDay(window.day).moment(SampleFleet.time(7)))
                city.clock.set(City.at(8, day: window.day))
                try await city.plan(day: window.day)
                try await city.delivery.autoAssign(day: window.day)
                try await failed.load(before: last, day: window.day)
                try await failed.report(.failed, of: last, day: window.day)
            }
            let third = try #require(try await city.delivery.failedDeliveries().first)
            #expect(third.shipment.id == last && third.shipment.attempt == 3 && !third.canBeBroughtAgain)
            await #expect(throws: UndeliveredProblem.triedEnough) {
                try await city.delivery.attemptOffers(for: .shopOrder(failed.shopOrder))
            }
            _ = try await city.delivery.sendBack(.shopOrder(failed.shopOrder), by: .system)
        }
    }

    @Test("an attempt whose day passed without a bike that took it is to be decided again")
    func missed() async throws {
        try await City.withCity(atHour: 7) { city in
            let failed = try await FailedOrder(city)
            let window = try #require(DeliveryWindowID("2026-11-23T16:00"))
            let missed = try await city.delivery.bringAgain(.shopOrder(failed.shopOrder), in: window)
            city.clock.set(City.at(8, day: City.day.adding(days: 1)))
            #expect(try await city.delivery.failedDeliveries().map(\.shipment.id) == [failed.shipment])
            let next = try #require(DeliveryWindowID("2026-11-24T14:00"))
            let again = try await city.delivery.bringAgain(.shopOrder(failed.shopOrder), in: next)
            #expect(try await city.delivery.shipment(missed)?.state == .cancelled)
            #expect(try await city.delivery.shipment(again)?.attempt == 2)
        }
    }

    @Test("sent back, it rides from the hub to its shop while that is open, and its order ends as returned when it is there")
    func sentBack() async throws {
        try await City.withCity(atHour: 7) { city in
            let failed = try await FailedOrder(city, hours: "Mo-Sa 09:00-15:30")
            guard case .toShop(let id) = try await city.delivery.sendBack(.shopOrder(failed.shopOrder), by: .system) else {
                Issue.record("it does not ride")
                return
            }
            let way = try #require(try await city.delivery.shipment(id))
            #expect(way.kind == .return && way.origin.name == "Hub nord" && way.destination.name == "Laden")
            #expect(way.day == City.day && way.windowEnd == City.at(15, 30))
            #expect(try await failed.orderState() == .failed)
            await #expect(throws: UndeliveredProblem.goesOn(way.number)) {
                try await city.delivery.attemptOffers(for: .shopOrder(failed.shopOrder))
            }
            let plan = try await city.plan()
            #expect(plan.unserved.isEmpty)
            let stops = try await city.delivery.toursWithStops(on: City.day).flatMap { $0.stopList ?? [] }
                .filter { $0.shipmentNumber == way.number }
            #expect(stops.map(\.kind) == [.pickup, .dropoff] && stops.map(\.name) == ["Hub nord", "Laden"])
            #expect(stops[1].departure <= City.at(15, 30) && stops.allSatisfy { !$0.isAtDoor })
            try await failed.report(.pickedUp, of: id)
            try await failed.report(.delivered, of: id)
            #expect(try await failed.orderState() == .returned)
            // What failed has failed, and the shop sees what it has got.
            #expect(try await city.delivery.shipment(failed.shipment)?.state == .failed)
            let shops = try await city.catalog.shops().map(\.id)
            #expect(try await city.delivery.comingBack(to: shops).map(\.id) == [id])
            // A report day counts what goes to doors.
            #expect(try await city.delivery.report(of: City.day).planned == 1)
        }
    }

    @Test("a shop that has closed for today gets it on the next day")
    func sentBackTomorrow() async throws {
        try await City.withCity(atHour: 7) { city in
            let failed = try await FailedOrder(city, hours: "Mo-Sa 09:00-12:30")
            guard case .toShop(let id) = try await city.delivery.sendBack(.shopOrder(failed.shopOrder), by: .system) else {
                Issue.record("it does not ride")
                return
            }
            let way = try #require(try await city.delivery.shipment(id))
            #expect(way.day == City.day.adding(days: 1) && way.windowEnd == City.at(12, 30, day: way.day))
        }
    }

    @Test("a bike that comes back later lets the attempt wait; what was sold stays where it can")
    func laterBike() async throws {
        try await City.withCity(atHour: 7) { city in
            let failed = try await FailedOrder(city)
            let window = try #require(DeliveryWindowID("2026-11-23T14:00"))
            let id = try await city.delivery.bringAgain(.shopOrder(failed.shopOrder), in: window)
            let sold = try #require(try await city.delivery.shipment(id)).readyAt
            let place = try #require(
                try await city.delivery.goodsPlaces(of: [failed.shipment], in: city.database)[failed.shipment])
            let day = try await city.delivery.loadDay(City.day).problem
            #expect(day.shipments.first { $0.id == id }?.readyAt == sold)
            // The rider reports to be back at the hub half an hour later than was forecast.
            let end = try #require(
                try await city.delivery.toursWithStops(on: City.day).flatMap { $0.stopList ?? [] }.first { $0.kind == .end })
            city.clock.set(place.arrival.addingTimeInterval(1800))
            try await city.delivery.record(
                StopEvent(id: .new(), kind: .arrived, at: city.clock.now), at: end.id, by: failed.rider)
            let later = try await city.delivery.loadDay(City.day).problem
            #expect(later.shipments.first { $0.id == id }?.readyAt == sold.addingTimeInterval(1800))
        }
    }

    @Test("hot, chilled and frozen goods are not brought again; closing them ends the order at once")
    func perishable() async throws {
        try await City.withCity(atHour: 7) { city in
            let failed = try await FailedOrder(city, handling: "chilled")
            await #expect(throws: UndeliveredProblem.perishable) {
                try await city.delivery.attemptOffers(for: .shopOrder(failed.shopOrder))
            }
            #expect(try await city.delivery.failedDeliveries().map(\.canBeBroughtAgain) == [false])
            #expect(try await city.delivery.sendBack(.shopOrder(failed.shopOrder), by: .system) == .disposed)
            #expect(try await failed.orderState() == .returned)
            #expect(try await city.delivery.shipment(failed.shipment)?.undelivered?.isClosed == true)
            #expect(try await city.delivery.failedDeliveries().isEmpty)
            await #expect(throws: UndeliveredProblem.closed) {
                try await city.delivery.sendBack(.shopOrder(failed.shopOrder), by: .system)
            }
        }
    }

    @Test("what is not there, is on its way or was never to go to a door is neither brought again nor sent back")
    func refusals() async throws {
        try await City.withCity(atHour: 7) { city in
            await #expect(throws: UndeliveredProblem.noSuchDelivery) {
                try await city.delivery.attemptOffers(for: .shopOrder(.new()))
            }
            try await city.addFleet()
            let shipment = try #require(try await city.addShipments(1).first)
            let number = try #require(try await city.delivery.shipment(shipment)).number
            await #expect(throws: UndeliveredProblem.notFailed) {
                try await city.delivery.sendBack(.shipment(number), by: .system)
            }
        }
    }

    @Test("another carrier's parcel is brought again from its hub, or handed back there and can be sent once more")
    func carrier() async throws {
        try await City.withCity(atHour: 7) { city in
            try await city.addSmallFleet()
            try await city.delivery.loadAddresses(
                [
                    KnownAddress(
                        street: "Rheinstraße", houseNumber: "5", postcode: "64283", city: "Darmstadt", latitude: 49.8710,
                        longitude: 8.6430)
                ], mode: .keepOthers)
            let list = Data("sendungsnummer;empfänger;straße;hausnummer;plz;gewicht_kg\nA1;Mia;Rheinstraße;5;64283;2,5\n".utf8)
            let manifest = try #require(
                try await city.delivery.importManifest(list, carrier: "Paketdienst", hub: "nord", day: City.day).manifest)
            try await city.plan()
            try await city.delivery.autoAssign(day: City.day)
            let parcel = try #require(try await city.delivery.shipments(on: City.day).items.first)
            let tour = try #require(try await city.delivery.tours(on: City.day).first)
            let rides = Rides(city: city, rider: try #require(tour.rider).id)
            try await rides.load(before: parcel.id)
            try await rides.report(.failed, of: parcel.id)
            let window = try #require(DeliveryWindowID("2026-11-24T12:00"))
            let again = try await city.delivery.bringAgain(.shipment(parcel.number), in: window)
            #expect(try await city.delivery.parcels(of: manifest).map(\.state) == [.waiting])
            #expect(try await city.delivery.withdrawManifest(manifest) == 2)
            #expect(try await city.delivery.shipment(again)?.state == .cancelled)
        }
    }
}

/// What a rider reports of a day, one after the other.
struct Rides {
    let city: City
    let rider: RiderID

    /// Reports that the trip with a shipment was loaded.
    func load(before id: ShipmentID, day: CalendarDay = City.day) async throws {
        let number = try #require(try await city.delivery.shipment(id)).number
        for tour in try await city.delivery.toursWithStops(on: day) {
            let stops = tour.stopList ?? []
            guard let door = stops.firstIndex(where: { $0.shipmentNumber == number && $0.kind == .delivery }) else { continue }
            let loading = try #require(stops[..<door].last { $0.kind == .start || $0.kind == .reload })
            city.clock.set(max(city.clock.now, loading.serviceStart))
            try await city.delivery.record(
                StopEvent(id: .new(), kind: .pickedUp, at: city.clock.now), at: loading.id, by: rider)
        }
    }

    /// Reports the last stop of a shipment, or its first one where it was picked up.
    func report(_ kind: StopEvent.Kind, of id: ShipmentID, day: CalendarDay = City.day) async throws {
        let number = try #require(try await city.delivery.shipment(id)).number
        let stops = try await city.delivery.toursWithStops(on: day).flatMap { $0.stopList ?? [] }
            .filter { $0.shipmentNumber == number }
        let stop = try #require(kind == .pickedUp ? stops.first : stops.last)
        city.clock.set(max(city.clock.now, stop.serviceStart))
        try await city.delivery.record(
            StopEvent(id: .new(), kind: kind, at: city.clock.now, note: kind == .failed ? "niemand da" : nil), at: stop.id,
            by: rider)
    }
}

/// An order for the window from 12 to 14 that a bike could not hand over.
private struct FailedOrder {
    let city: City
    let rides: Rides
    let shopOrder: ShopOrderID
    let shipment: ShipmentID

    var rider: RiderID { rides.rider }

    init(_ city: City, handling: String = "ambient", hours: String? = nil) async throws {
        self.city = city
        try await city.addSmallFleet()
        let skilled: [String] = handling == "ambient" ? [] : [Skill.coldChain.rawValue]
        try await city.database.execute(
            "test.skills", "UPDATE delivery.rider SET skills = \(skilled)")
        let market = try await PromiseMarket(city, weight: 1_500, handling: handling, hours: hours)
        let cart = try #require(try await market.carts(1).first)
        #expect(await market.order(cart, window: "2026-11-23T12:00", door: 4) == .sold)
        let sold = try #require(try await city.delivery.shipments(on: City.day).items.first)
        shipment = sold.id
        shopOrder = try #require(sold.shopOrderID)
        _ = try await city.orders.accept(shopOrder, of: market.retailer, by: .system, at: City.at(8))
        _ = try await city.orders.ready(shopOrder, of: market.retailer, parcels: 1, by: .system, at: City.at(9, 30))
        try await city.database.transaction("test.packed") { [shopOrder] in
            try await city.delivery.createShipment(from: shopOrder, in: $0)
        }
        try await city.plan()
        try await city.delivery.autoAssign(day: City.day)
        let tour = try #require(try await city.delivery.tours(on: City.day).first)
        rides = Rides(city: city, rider: try #require(tour.rider).id)
        try await rides.report(.pickedUp, of: shipment)
        try await rides.report(.failed, of: shipment)
    }

    func load(before id: ShipmentID, day: CalendarDay = City.day) async throws { try await rides.load(before: id, day: day) }

    func report(_ kind: StopEvent.Kind, of id: ShipmentID, day: CalendarDay = City.day) async throws {
        try await rides.report(kind, of: id, day: day)
    }

    func orderState() async throws -> ShopOrderState? {
        try await city.orders.deliverableShopOrder(shopOrder, in: city.database)?.shopOrder.state
    }
}
