import Accounts
import Catalog
import Database
import Foundation
import Orders
import Testing

@testable import Delivery

@Suite("The day as it goes", .serialized)
struct EventTests {
    @Test("assignments follow the rules: refused with the rule that would be broken, else written, replaced and taken back")
    func assignments() async throws {
        try await City.withCity { city in
            try await plannedDay(city, shipments: 30)
            let tours = try await city.delivery.tours(on: City.day)
            let riders = try await city.delivery.riders(on: City.day)
            for tour in tours {
                let before = try await city.delivery.tour(.id(tour.id))?.rider?.id
                for rider in riders {
                    var isAllowed = false
                    do {
                        let assigned = try await city.delivery.assign(tour.id, to: rider.id)
                        #expect(assigned.rider?.id == rider.id)
                        isAllowed = true
                        try await city.delivery.unassign(tour.id)
                    } catch let refused as AssignmentRefused {
                        #expect(!refused.conflicts.isEmpty)
                    }
                    let covers = rider.shifts.contains { $0.start <= tour.start && tour.end <= $0.end }
                    if !covers { #expect(!isAllowed) }
                }
                #expect(before == nil)
            }
            await #expect(throws: AssignmentProblem.noSuchTour) { try await city.delivery.assign(.new(), to: riders[0].id) }
            await #expect(throws: AssignmentProblem.noSuchRider) { try await city.delivery.assign(tours[0].id, to: .new()) }
        }
    }

    @Test("two tours at once are refused to one rider")
    func overlap() async throws {
        try await City.withCity { city in
            try await plannedDay(city, shipments: 40)
            let tours = try await city.delivery.tours(on: City.day)
            let pair = tours.lazy.flatMap { one in tours.lazy.filter { $0.number > one.number }.map { (one, $0) } }
                .first { $0.start < $1.end && $1.start < $0.end }
            let (one, other) = try #require(pair)
            let zora = try await city.addAllRounder()
            try await city.delivery.assign(one.id, to: zora)
            let refused = await #expect(throws: AssignmentRefused.self) { try await city.delivery.assign(other.id, to: zora) }
            #expect(refused?.conflicts.map(\.rule) == [.overlap])
        }
    }

    @Test("the automatic assignment finds a rider for every tour of the sample day; a dry run changes nothing")
    func autoAssign() async throws {
        try await City.withCity { city in
            try await plannedDay(city, shipments: 60)
            let tours = try await city.delivery.tours(on: City.day)
            let dry = try await city.delivery.autoAssign(day: City.day, dryRun: true)
            #expect(try await city.delivery.tours(on: City.day).allSatisfy { $0.rider == nil })
            let choice = try await city.delivery.autoAssign(day: City.day)
            #expect(choice == dry)
            #expect(choice.unassigned.isEmpty, "\(choice.unassigned)")
            #expect(choice.assigned.map(\.tour) == tours.map(\.number))
            #expect(try await city.delivery.tours(on: City.day).allSatisfy { $0.rider != nil })
            #expect(try await city.delivery.autoAssign(day: City.day).assigned.isEmpty)
            #expect(try await city.delivery.status(on: City.day).assignedTours == tours.count)
        }
    }

    @Test("a stop's reports move stop, shipment and tour on; the same report twice is one")
    func reports() async throws {
        try await City.withCity { city in
            let (tour, rider) = try await assignedTour(city)
            let stops = try #require(tour.stopList)
            #expect(stops.contains { $0.contact?.name == "Selma Kurt" && $0.contact?.note == "3. Stock" })
            #expect(tour.state == .planned)
            let pickup = try #require(stops.first { $0.kind == .pickup })
            let door = try #require(stops.first { $0.kind == .dropoff && $0.shipmentNumber == pickup.shipmentNumber })

            city.clock.set(pickup.arrival)
            let arrived = StopEvent(id: .new(), kind: .arrived, at: pickup.arrival)
            #expect(try await city.delivery.record(arrived, at: pickup.id, by: rider).state == .arrived)
            #expect(try await city.delivery.record(arrived, at: pickup.id, by: rider).state == .arrived)
            let pickedUp = StopEvent(id: .new(), kind: .pickedUp, at: pickup.departure)
            #expect(try await city.delivery.record(pickedUp, at: pickup.id, by: rider).state == .done)
            #expect(try await state(of: pickup, in: city) == .underway)
            #expect(try await city.delivery.tour(.id(tour.id))?.state == .underway)

            let delivered = StopEvent(id: .new(), kind: .delivered, at: door.serviceStart, proof: "4711")
            #expect(try await city.delivery.record(delivered, at: door.id, by: rider).state == .done)
            #expect(try await state(of: door, in: city) == .delivered)
            #expect(try await city.database.one("test.events", "SELECT count(*) FROM delivery.event").decode(Int.self) == 3)
        }
    }

    @Test("a report that does not fit the stop, of another's tour or under a used identifier is refused and leaves nothing")
    func refusedReports() async throws {
        try await City.withCity { city in
            let (tour, rider) = try await assignedTour(city)
            let stops = try #require(tour.stopList)
            let door = try #require(stops.first { $0.kind == .dropoff })
            let other = try #require(try await city.delivery.riders(on: City.day).first { $0.id != rider })
            let event = StopEvent(id: .new(), kind: .pickedUp, at: city.clock.now)
            await #expect(throws: StopEventProblem.doesNotFit(.pickedUp, .dropoff)) {
                try await city.delivery.record(event, at: door.id, by: rider)
            }
            let good = StopEvent(id: .new(), kind: .delivered, at: city.clock.now)
            await #expect(throws: StopEventProblem.noSuchStop) { try await city.delivery.record(good, at: door.id, by: other.id) }
            await #expect(throws: StopEventProblem.noSuchStop) { try await city.delivery.record(good, at: .new(), by: rider) }
            #expect(try await city.database.one("test.events", "SELECT count(*) FROM delivery.event").decode(Int.self) == 0)

            try await city.delivery.record(good, at: door.id, by: rider)
            let reused = StopEvent(id: good.id, kind: .failed, at: city.clock.now)
            await #expect(throws: StopEventProblem.identifierReused) {
                try await city.delivery.record(reused, at: door.id, by: rider)
            }
        }
    }

    @Test("reports in any order, with repetitions, end in the same state", arguments: UInt64(1)...4)
    func anyOrder(seed: UInt64) async throws {
        try await City.withCity { city in
            var generator = XorShift(seed: seed)
            let (tour, rider) = try await assignedTour(city)
            let stops = try #require(tour.stopList).filter { $0.shipmentNumber != nil }
            city.clock.set(City.at(22))
            var reports: [(StopEvent, TourStopID)] = []
            for stop in stops {
                reports.append((StopEvent(id: .new(), kind: .arrived, at: stop.arrival), stop.id))
                let end: StopEvent.Kind = stop.kind == .pickup ? .pickedUp : stop.position % 5 == 0 ? .failed : .delivered
                reports.append((StopEvent(id: .new(), kind: end, at: stop.departure), stop.id))
            }
            reports += reports.prefix(4)
            for (event, stop) in reports.shuffled(using: &generator) {
                try await city.delivery.record(event, at: stop, by: rider)
            }

            let after = try #require(try await city.delivery.tour(.id(tour.id)))
            #expect(after.state == .done, "seed \(seed)")
            for stop in stops where stop.kind != .pickup {
                let expected: ShipmentState = stop.position % 5 == 0 ? .failed : .delivered
                #expect(try await state(of: stop, in: city) == expected, "seed \(seed)")
            }
        }
    }

    @Test("planning a running day again leaves what is past as it was, and what is on board with its bike")
    func replanning() async throws {
        try await City.withCity { city in
            let (tour, rider) = try await assignedTour(city)
            let stops = try #require(tour.stopList)
            let pickup = try #require(stops.first { $0.kind == .pickup })
            for stop in stops.prefix(pickup.position + 1) where stop.kind != .break {
                city.clock.set(max(city.clock.now, stop.departure))
                let kind: StopEvent.Kind =
                    switch stop.kind {
                    case .start, .pickup, .reload: .pickedUp
                    case .dropoff, .delivery: .delivered
                    case .break, .end: .arrived
                    }
                try await city.delivery.record(StopEvent(id: .new(), kind: kind, at: stop.departure), at: stop.id, by: rider)
            }
            try await city.addShipments(5, seed: 99)
            let plan = try await city.plan()
            #expect(plan.version == 2)

            let again = try #require(try await city.delivery.tour(.number(tour.number, day: City.day)))
            let newStops = try #require(again.stopList)
            let past = stops.prefix(pickup.position + 1)
            #expect(newStops.prefix(past.count).map(\.shipmentNumber) == past.map(\.shipmentNumber))
            #expect(newStops.prefix(past.count).map(\.arrival) == past.map(\.arrival))
            #expect(newStops.prefix(past.count).map(\.state) == past.map { $0.kind == .break ? .open : .done })
            #expect(newStops.last?.kind == .end)
            let onBoard = try #require(newStops.dropFirst(past.count).first { $0.shipmentNumber == pickup.shipmentNumber })
            #expect(onBoard.kind == .delivery)
            #expect(newStops.dropFirst(past.count).allSatisfy { $0.arrival >= city.clock.now })
            #expect(again.rider?.id == rider, "who had the tour keeps it")

            // The phone still knows the first plan only.
            let door = try #require(stops.first { $0.kind == .dropoff && $0.shipmentNumber == pickup.shipmentNumber })
            let now = try await city.delivery.record(
                StopEvent(id: .new(), kind: .delivered, at: city.clock.now), at: door.id, by: rider)
            #expect(now.id == onBoard.id && now.state == .done)
            #expect(try await state(of: door, in: city) == .delivered)
        }
    }

    @Test("from the shop's counter to the door: a ready shop order becomes one shipment, is planned, ridden and delivered")
    func shopOrder() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            let order = try await readyShopOrder(city)
            let shipments = try await city.database.transaction("test.createShipment") { transaction in
                [
                    try await city.delivery.createShipment(from: order, in: transaction),
                    try await city.delivery.createShipment(from: order, in: transaction),
                ]
            }
            #expect(shipments[0] == shipments[1])
            let shipment = try #require(try await city.delivery.shipment(shipments[0]))
            #expect(
                shipment.origin.kind == .shop && shipment.shopName == "Laden"
                    && shipment.destination.street == "Heinheimer Straße")
            #expect(shipment.weightGrams == Grams(1200) && shipment.handling == [.chilled] && shipment.parcels == 2)
            try await city.plan()
            #expect(try await city.delivery.expectedArrivals(of: [order])[order] != nil)
            #expect(try await city.delivery.autoAssign(day: City.day).assigned.count == 1)
            let tour = try #require(try await city.delivery.tour(.number(1, day: City.day)))
            let rider = try #require(tour.rider?.id)
            for stop in try #require(tour.stopList) where stop.shipmentNumber != nil {
                let kind: StopEvent.Kind = stop.kind == .pickup ? .pickedUp : .delivered
                try await city.delivery.record(StopEvent(id: .new(), kind: kind, at: stop.departure), at: stop.id, by: rider)
                let state = try await city.orders.deliverableShopOrder(order, in: city.database)?.shopOrder.state
                #expect(state == (stop.kind == .pickup ? .underway : .delivered))
            }
            #expect(try await city.delivery.tour(.id(tour.id))?.state == .done)
        }
    }

    // MARK: - Building blocks

    private func plannedDay(_ city: City, shipments: Int) async throws {
        try await city.addFleet()
        try await city.addShipments(shipments)
        try await city.plan()
    }

    /// The longest tour of a planned day with a pick-up, with its rider.
    private func assignedTour(_ city: City) async throws -> (Tour, RiderID) {
        try await plannedDay(city, shipments: 25)
        try await city.delivery.autoAssign(day: City.day)
        let tour = try #require(
            try await city.delivery.tours(on: City.day).filter { $0.rider != nil }.max { $0.stops < $1.stops })
        let rider = try #require(tour.rider?.id)
        let full = try #require(try await city.delivery.tours(of: rider, on: City.day).first { $0.id == tour.id })
        return (full, rider)
    }

    private func state(of stop: TourStop, in city: City) async throws -> ShipmentState {
        try await city.database.one(
            "test.shipmentState", "SELECT state FROM delivery.shipment WHERE number = \(stop.shipmentNumber)"
        )
        .decode(ShipmentState.self)
    }

    private func readyShopOrder(_ city: City) async throws -> ShopOrderID {
        let retailer = try await city.catalog.upsertRetailer(
            RetailerDraft(
                key: "laden", name: "Laden",
                trader: TraderData(
                    legalName: "Test GmbH", street: "Schulstraße", houseNumber: "1", postcode: "64283", city: "Darmstadt",
                    phone: "+49 69 90009-100", email: "post@test.example", tradeRegister: "", compliesSince: Date())))
        let shop = try await city.catalog.upsertShop(
            ShopDraft(
                key: "laden", name: "Laden", street: "Schulstraße", houseNumber: "1", postcode: "64283", city: "Darmstadt",
                location: SampleShipments.shop(3)), of: retailer.id)
        let product = ProductID.new()
        try await city.database.transaction("test.addProduct") { transaction in
            try await transaction.execute(
                "test.addProduct",
                """
                INSERT INTO catalog.product (id, retailer_id, shop_id, sku, title, description, category, price_cents, vat_percent,
                    weight_grams, volume_millilitres, handling, active)
                VALUES (\(product), \(retailer.id), \(shop.id), 'k-1', 'Käse', '', 'Test', 790, 7, 400, 600, 'chilled', true)
                """)
            try await transaction.execute(
                "test.addStock", "INSERT INTO catalog.stock_level (product_id, on_hand) VALUES (\(product), 10)")
        }
        let cart = try await city.orders.createCart(at: city.clock.now)
        _ = try await city.orders.setLine(product, quantity: 3, in: cart.id, at: city.clock.now)
        let promise = DeliveryPromise(
            day: City.day, start: City.at(12), end: City.at(14), destination: SampleFleet.point(49.8795, 8.6601))
        let request = CheckoutRequest(
            recipient: City.contact.recipient, address: City.contact.address, window: "2026-11-23T12:00")
        let order = try await city.orders.checkout(cart.id, key: "one", request: request, at: city.clock.now) { _, _ in promise }
            .order
        let id = try #require(order.shopOrders.first?.id)
        _ = try await city.orders.accept(id, of: retailer.id, by: .system, at: city.clock.now)
        _ = try await city.orders.ready(id, of: retailer.id, parcels: 2, by: .system, at: city.clock.now)
        return id
    }
}
