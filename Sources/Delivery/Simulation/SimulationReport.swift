public import Database
import Routing

/// What one or more simulated days came to.
public struct SimulationReport: Hashable, Codable, Sendable {
    public struct Orders: Hashable, Codable, Sendable {
        /// Shoppers who asked; each of them is in exactly one of the others.
        public let asked: Int
        /// No window could be offered.
        public let refused: Int
        /// No window that could be offered was wanted.
        public let declined: Int
        /// Windows sold in which the bike came to the door in time with all of it.
        public let kept: Int
        public let late: Int
        /// Never brought to the door.
        public let undelivered: Int
        public let sold: Int
        /// Of all sold.
        public let keptShare: Double
        /// Kept, or late by no more than five minutes.
        public let within5Share: Double
        public let within10Share: Double
        /// Windows that came to the door where nobody opened.
        public let shutDoors: Int
        /// Windows that were offered and then refused by the checker: the search was wrong. Always 0, or something is to be repaired.
        public let unconfirmed: Int
        /// How many windows were late by up to so many minutes.
        public let lateness: [Lateness]
    }

    public struct Lateness: Hashable, Codable, Sendable {
        /// `nil`: more than the one before.
        public let upToMinutes: Int?
        public let windows: Int
    }

    public struct Fleet: Hashable, Codable, Sendable {
        public let bikes: Int
        public let shifts: Int
        public let tours: Int
        public let delivered: Int
        public let metres: Int
        public let wattHours: Int
        public let costCents: Int
        /// Of shipments handed over; what plans count as cost: use of bikes, kilometres, and hours between leaving and returning.
        public let centsPerDrop: Double?
        /// By the hours between leaving and returning, breaks not counted.
        public let dropsPerHour: Double?
    }

    public struct Riders: Hashable, Codable, Sendable {
        public let shiftSeconds: Int
        public let ridingSeconds: Int
        public let servingSeconds: Int
        public let waitingSeconds: Int
        public let breakSeconds: Int
        /// At the hub within the shift.
        public let idleSeconds: Int
        public let overtimeSeconds: Int
    }

    public struct Plans: Hashable, Codable, Sendable {
        public let searched: Int
        /// Of what was in a plan when it was searched again, the share that came to another tour or place in it.
        public let movedShare: Double
    }

    public struct Troubles: Hashable, Codable, Sendable {
        public let lateShops: Int
        public let flats: Int
        public let breakdowns: Int
        public let sickRiders: Int
        public let rainyDays: Int
        /// Shipments that went back because nobody opened.
        public let returned: Int
    }

    /// One of the days, for looking at it again with its own seed.
    public struct Day: Hashable, Codable, Sendable {
        public let seed: UInt64
        public let sold: Int
        public let kept: Int
        public let costCents: Int
    }

    public let day: CalendarDay
    public let days: [Day]
    public let orders: Orders
    public let fleet: Fleet
    public let riders: Riders
    public let plans: Plans
    public let troubles: Troubles

    private static let steps = [5, 10, 15, 30, 60]

    /// - Parameter tallies: one for each day, with its seed.
    init(_ day: CalendarDay, _ tallies: [(seed: UInt64, tally: SimulationTally)]) {
        self.day = day
        days = tallies.map { seed, tally in
            Day(seed: seed, sold: tally.sold, kept: tally.kept, costCents: CostBreakdown.round(tally.exactCost))
        }
        var sum = SimulationTally()
        for entry in tallies { sum += entry.tally }
        orders = Orders(sum)
        fleet = Fleet(sum)
        riders = Riders(
            shiftSeconds: sum.shiftSeconds, ridingSeconds: sum.ridingSeconds, servingSeconds: sum.servingSeconds,
            waitingSeconds: sum.waitingSeconds, breakSeconds: sum.restSeconds,
            idleSeconds: max(
                0,
                sum.shiftSeconds + sum.overtimeSeconds - sum.ridingSeconds - sum.servingSeconds - sum.waitingSeconds
                    - sum.restSeconds), overtimeSeconds: sum.overtimeSeconds)
        plans = Plans(
            searched: sum.plans,
            movedShare: sum.plannedRequests == 0 ? 0 : Double(sum.movedRequests) / Double(sum.plannedRequests))
        troubles = Troubles(
            lateShops: sum.lateShops, flats: sum.flats, breakdowns: sum.breakdowns, sickRiders: sum.sickRiders,
            rainyDays: sum.rainyDays, returned: sum.returned)
    }

    fileprivate static func lateness(_ minutes: [Int]) -> [Lateness] {
        var lower = 0
        var result: [Lateness] = []
        for step in steps {
            result.append(Lateness(upToMinutes: step, windows: minutes.count { lower < $0 && $0 <= step }))
            lower = step
        }
        return result + [Lateness(upToMinutes: nil, windows: minutes.count { $0 > lower })]
    }
}

extension SimulationReport.Orders {
    fileprivate init(_ sum: SimulationTally) {
        func share(upTo minutes: Int) -> Double {
            let count = sum.kept + sum.lateMinutes.count { $0 <= minutes }
            return sum.sold == 0 ? 1 : Double(count) / Double(sum.sold)
        }
        self.init(
            asked: sum.asked, refused: sum.refused, declined: sum.declined, kept: sum.kept, late: sum.late,
            undelivered: sum.undelivered, sold: sum.sold, keptShare: share(upTo: 0), within5Share: share(upTo: 5),
            within10Share: share(upTo: 10), shutDoors: sum.shutDoors, unconfirmed: sum.unconfirmed,
            lateness: SimulationReport.lateness(sum.lateMinutes))
    }
}

extension SimulationReport.Fleet {
    fileprivate init(_ sum: SimulationTally) {
        let cents = CostBreakdown.round(sum.exactCost)
        let hours = Double(sum.ridingSeconds + sum.servingSeconds + sum.waitingSeconds) / 3600
        self.init(
            bikes: sum.days == 0 ? 0 : sum.bikes / sum.days, shifts: sum.shifts, tours: sum.tours, delivered: sum.delivered,
            metres: sum.metres, wattHours: sum.milliwattHours / 1000, costCents: cents,
            centsPerDrop: sum.delivered == 0 ? nil : Double(cents) / Double(sum.delivered),
            dropsPerHour: hours == 0 ? nil : Double(sum.delivered) / hours)
    }
}
