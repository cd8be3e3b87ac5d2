import Catalog
import Database
import Foundation
import Orders
import Routing

/// One day, played event by event: shoppers ask, shops pack, bikes ride, things go wrong, and the day is planned again.
///
/// Windows are sold by the code that sells them in the service (``LiveDay``), and plans are searched by its solver. What is simulated is only the
/// world around: how long things really take, and what goes wrong. Pure: the same input gives the same day.
struct DaySimulation {
    enum Event {
        case order(Int)
        /// A shop has packed a shipment.
        case packed(Int)
        /// A shop tells that a shipment will be later than it was expected.
        case tellsLate(Int)
        /// A bike finishes what it does, or leaves for what comes next.
        case bike(Int, stamp: Int)
        case flat(Int, stamp: Int, delay: Seconds)
        case breakdown(Int, stamp: Int, place: GeoPoint)
        case sick(Int)
        case plan
    }

    /// What is given.
    struct Setting: Sendable {
        let day: CalendarDay
        let seed: UInt64
        let disruptions: DisruptionRates
        let iterations: Int
        let reserve: Seconds
        let hubs: [MicroHub]
        let windows: [DeliveryWindowTemplate]
        let orders: [SimulatedOrder]
        let travel: SimulationTravel
    }

    let setting: Setting
    let serviceDay: ServiceDay
    var shipments: [SimulatedShipment] = []
    var bikes: [SimulatedBike]
    var duties: [SimulatedDuty]
    var queue = EventQueue<Event>()
    var now: Seconds
    var tally = SimulationTally()
    /// Orders that hold no window, for ``finish()``.
    var isSold: [Bool]
    var tourCount = 0
    var rain: TimeWindow?
    let isCancelled: @Sendable () -> Bool

    /// Riders do not come earlier than this to a place that is not open yet.
    static let headStart: Seconds = 300
    /// A delay of which less is known is no reason to plan again.
    static let worthPlanning: Seconds = 600
    /// Beyond the end of a shift, to bring what is on the bike.
    static let overtimeStep: TimeInterval = 1800
    static let longestOvertime: TimeInterval = 5400

    init(
        _ setting: Setting, bikes: [Bike], duties: [(key: String, duty: DayProblem.Duty)],
        recorded: [DayProblem.OpenShipment] = [],
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.setting = setting
        self.isCancelled = isCancelled
        serviceDay = ServiceDay(setting.day)
        let homes = Dictionary(
            setting.hubs.compactMap { hub in hub.location.map { (hub.id, $0) } }, uniquingKeysWith: { first, _ in first })
        self.bikes = bikes.compactMap { bike in homes[bike.hubID].map { SimulatedBike(bike: bike, home: $0) } }
        self.duties = duties.map { SimulatedDuty(key: $0.key, duty: $0.duty, end: $0.duty.end) }
        isSold = [Bool](repeating: false, count: setting.orders.count)
        now = min(0, setting.orders.first?.placedAt ?? 0)
        tally.days = 1
        tally.bikes = self.bikes.count
        tally.asked = setting.orders.count + recorded.count
        for (index, order) in setting.orders.enumerated() { queue.add(.order(index), at: order.placedAt) }
        for shipment in recorded {
            isSold.append(true)
            add(
                shipment, order: isSold.count - 1, part: 0,
                window: TimeWindow(seconds(shipment.windowStart), seconds(shipment.windowEnd)))
        }
        prepareDay()
    }

    /// Plays the day to its end.
    ///
    /// - Parameter progress: called after each simulated half hour with the second of the day.
    mutating func run(progress: (Seconds) -> Void = { _ in }) throws(CancellationError) -> SimulationTally {
        var reported = now
        while let (time, event) = queue.next() {
            if isCancelled() { throw CancellationError() }
            now = max(now, time)
            if now - reported >= 1800 {
                reported = now
                progress(now)
            }
            handle(event)
        }
        finish()
        return tally
    }

    private mutating func handle(_ event: Event) {
        switch event {
        case .order(let index): ask(index)
        case .packed(let index): shipments[index].isPacked = true
        case .tellsLate(let index):
            shipments[index].expectedAt = shipments[index].packedAt
            if shipments[index].packedAt - now > Self.worthPlanning { plan() }
        case .bike(let index, let stamp): if bikes[index].stamp == stamp { step(index) }
        case .flat(let index, let stamp, let delay): if bikes[index].stamp == stamp { flat(index, delay) }
        case .breakdown(let index, let stamp, let place): if bikes[index].stamp == stamp { breakDown(index, at: place) }
        case .sick(let index): callInSick(index)
        case .plan: plan()
        }
    }

    /// Plans at fixed times, who falls ill, and the weather.
    private mutating func prepareDay() {
        var weather = Chance(seed: setting.seed, .weather)
        if weather.happens(setting.disruptions.rain) {
            let start = Int(weather.uniform(7...17) * 3600)
            rain = TimeWindow(start, start + Int(weather.uniform(1...4) * 3600))
            tally.rainyDays = 1
        }
        for (index, duty) in duties.enumerated() {
            var chance = Chance(seed: setting.seed, .sickness, index)
            if chance.happens(setting.disruptions.sickRiders) {
                queue.add(.sick(index), at: seconds(duty.duty.start) - DisruptionRates.sickNotice)
            }
        }
        guard let first = duties.map(\.duty.start).min(), let last = duties.map(\.duty.end).max() else { return }
        queue.add(.plan, at: seconds(first) - 900)
        for time in stride(from: seconds(first) + 3600, to: seconds(last), by: 3600) { queue.add(.plan, at: time) }
    }

    func seconds(_ moment: Date) -> Seconds { serviceDay.seconds(at: moment) }
    func moment(_ seconds: Seconds) -> Date { serviceDay.moment(atSeconds: seconds) }

    /// Puts a shipment into the world: when it will be packed is decided here.
    mutating func add(_ shipment: DayProblem.OpenShipment, order: Int, part: Int, window: TimeWindow) {
        var chance = Chance(seed: setting.seed, .packing, order, part)
        let expected = seconds(shipment.readyAt)
        var packed = expected
        var place = SimulatedShipment.Place.shop
        if case .hub(let hub) = shipment.origin {
            place = .hub(hub)
        } else if !setting.disruptions.areNone {
            if chance.happens(setting.disruptions.lateShops) {
                let minutes = min(chance.exponential(mean: setting.disruptions.lateMinutes), DisruptionRates.latestMinutes)
                packed = expected + Int(minutes * 60)
                tally.lateShops += 1
            } else {
                // Up to a fifth sooner than was expected.
                packed = max(now, expected - Int(Double(max(0, expected - now)) * chance.uniform(0...0.2)))
            }
        }
        var parcels = shipment.parcels
        if place == .shop, chance.happens(setting.disruptions.moreParcels) { parcels += 1 }
        let index = shipments.count
        shipments.append(
            SimulatedShipment(
                promised: shipment, order: order, window: window, packedAt: packed,
                parcelsPacked: parcels, expectedAt: expected,
                place: place))
        queue.add(.packed(index), at: packed)
        if packed > expected { queue.add(.tellsLate(index), at: expected) }
    }

    /// Counts what became of everything.
    private mutating func finish() {
        var isBrought = [Bool](repeating: true, count: isSold.count)
        var isShut = [Bool](repeating: false, count: isSold.count)
        var lateBy = [Seconds](repeating: 0, count: isSold.count)
        for shipment in shipments {
            switch shipment.place {
            case .door: tally.delivered += 1
            case .refused:
                tally.returned += 1
                isShut[shipment.order] = true
            case .shop, .hub, .bike, .roadside:
                tally.leftBehind += 1
                isBrought[shipment.order] = false
            }
            if let tried = shipment.triedAt {
                lateBy[shipment.order] = max(lateBy[shipment.order], tried - shipment.window.end)
            }
        }
        for order in isSold.indices where isSold[order] {
            guard isBrought[order] else {
                tally.undelivered += 1
                continue
            }
            if isShut[order] { tally.shutDoors += 1 }
            if lateBy[order] > 0 {
                tally.late += 1
                tally.lateMinutes.append((lateBy[order] + 59) / 60)
            } else {
                tally.kept += 1
            }
        }
        for duty in duties where duty.isTaken || !duty.isGone {
            tally.shifts += 1
            tally.shiftSeconds += Int(duty.duty.end.timeIntervalSince(duty.duty.start))
        }
    }
}
