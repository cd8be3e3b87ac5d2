import Accounts
import Catalog
import Database
import Foundation
import Logging
import Orders
import Synchronization
import TestSupport
import Testing

@testable import Delivery

/// A clock that tests set.
final class TestClock: Sendable {
    private let time: Mutex<Date>

    init(_ time: Date) { self.time = Mutex(time) }

    var now: Date { time.withLock { $0 } }
    func set(_ moment: Date) { time.withLock { $0 = moment } }
}

/// A small Darmstadt on a database of its own.
struct City: Sendable {
    let database: Database
    let catalog: Catalog
    let orders: Orders
    let delivery: Delivery
    let clock: TestClock

    /// A Monday without a change of clocks.
    static let day = CalendarDay(year: 2026, month: 11, day: 23) ?? CalendarDay(daysSince2000: 0)
    static let contact = Contact(
        recipient: Recipient(name: "Selma Kurt", email: "selma@example.org", phone: "06151 1234"),
        address: DeliveryAddress(
            street: "Heinheimer Straße", houseNumber: "12 a", postcode: "64289", city: "Darmstadt", note: "3. Stock"))

    static func at(_ hour: Int, _ minute: Int = 0, day: CalendarDay = day) -> Date {
        CityTime.date(of: day, minute: hour * 60 + minute)
    }

    /// - Parameters:
    ///   - hour: of ``day``, by the city's clocks.
    ///   - streets: `nil`: travel is reckoned in straight lines.
    ///   - travel: what tells travel times instead of both.
    static func withCity(
        atHour hour: Int = 7, streets: CityStreets? = nil, travel: (any TravelSource)? = nil, _ body: (City) async throws -> Void
    ) async throws {
        let migrations = try [
            Outbox.migrations(), Accounts.migrations(), Catalog.migrations(), Orders.migrations(), Delivery.migrations(),
        ]
        try await TestDatabase.withDatabase(migrations: migrations) { database in
            let logger = Logger(label: "delivery-tests")
            let box = try PersonalDataBox(keys: [.random(id: "test")])
            let catalog = Catalog(database: database, logger: logger)
            let orders = Orders(database: database, catalog: catalog, personalData: box, logger: logger)
            let clock = TestClock(at(hour))
            let delivery = Delivery(
                database: database, catalog: catalog, orders: orders, personalData: box, streets: streets, travel: travel,
                now: { clock.now },
                logger: logger)
            try await body(City(database: database, catalog: catalog, orders: orders, delivery: delivery, clock: clock))
        }
    }

    // MARK: - Fleet

    /// Three hubs, three kinds of bikes, eight bikes, ten riders.
    func addFleet() async throws {
        for hub in SampleFleet.hubs {
            try await delivery.upsertHub(
                key: hub.key, name: hub.name, location: try #require(hub.location), opens: hub.opens, closes: hub.closes,
                bikePlaces: hub.bikePlaces)
        }
        for type in SampleFleet.types { try await delivery.upsertBikeType(type) }
        for (key, type, hub) in SampleFleet.bikes {
            try await delivery.upsertBike(key: key, name: key, typeKey: type, hubKey: hub)
        }
        for rider in SampleFleet.riders {
            try await delivery.upsertRider(
                key: rider.key, name: rider.key, hubKey: rider.hub, skills: rider.skills, weeklyMinutes: 35 * 60)
            try await delivery.setShiftTemplates(riderKey: rider.key, [(rider.start, rider.end)])
        }
    }

    /// Somebody who may ride anything all day.
    @discardableResult
    func addAllRounder(_ key: String = "zora") async throws -> RiderID {
        let id = try await delivery.upsertRider(
            key: key, name: key.capitalized, hubKey: "nord", skills: [.heavy, .coldChain, .trailer], weeklyMinutes: 2400)
        try await database.execute(
            "test.shift",
            """
            INSERT INTO delivery.shift (id, rider_id, day, starts_at, ends_at)
            VALUES (\(ShiftID.new()), \(id), \(Self.day), \(Self.at(0)), \(Self.at(24)))
            """)
        return id
    }

    /// A tour of a planned day, its rider, and its stops.
    func firstAssignedTour(shipments: Int) async throws -> (tour: Tour, rider: Tour.RiderReference, stops: [TourStop]) {
        try await addFleet()
        try await addShipments(shipments)
        try await plan()
        try await delivery.autoAssign(day: Self.day)
        let tours = try await delivery.toursWithStops(on: Self.day)
        let tour = try #require(tours.first { $0.rider != nil && ($0.stopList ?? []).contains { $0.kind == .pickup } })
        return (tour, try #require(tour.rider), try #require(tour.stopList))
    }

    // MARK: - Shipments

    /// Shipments of ``day`` that the same seed makes the same.
    @discardableResult
    func addShipments(_ count: Int, seed: UInt64 = 1, day: CalendarDay = day) async throws -> [ShipmentID] {
        var generator = XorShift(seed: seed)
        let hubs = try await delivery.hubs()
        let drafts = SampleShipments.drafts(count, hubs: hubs, day: day, using: &generator)
        return try await database.transaction("test.addShipments") { transaction in
            var ids: [ShipmentID] = []
            for draft in drafts { ids.append(try await delivery.createShipment(draft, in: transaction)) }
            return ids
        }
    }

    /// A plan by a worker, searched for a second.
    @discardableResult
    func plan(day: CalendarDay = day) async throws -> Plan {
        let job = try await delivery.requestPlan(for: day, seconds: 1)
        try await PlanningWorker(delivery).workOff()
        let done = try #require(try await delivery.planningJob(job.id))
        #expect(done.state == .done, "\(done.message ?? "")")
        let planID = try #require(done.planID)
        return try #require(try await delivery.plan(planID))
    }

    func states() async throws -> [ShipmentState: Int] {
        let rows = try await database.query("test.states", "SELECT state, count(*) FROM delivery.shipment GROUP BY state")
            .decode(ShipmentState.self, Int.self)
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
