import Catalog
import Foundation
import Routing

extension DaySimulation {
    /// A leg as it will be ridden.
    struct Ride {
        let planned: SimulationTravel.Leg
        let from: GeoPoint
        let to: GeoPoint
        let arrives: Seconds
        /// Included in the arrival.
        let flatDelay: Seconds
        let breaksDown: Bool
    }

    mutating func ride(_ index: Int, to place: GeoPoint) -> Ride {
        let from = bikes[index].running?.position ?? bikes[index].home
        let planned = setting.travel.leg(from: from, to: place, by: bikes[index].bike.type)
        var chance = Chance(seed: setting.seed, .leg, index, bikes[index].legs)
        bikes[index].legs += 1
        let disruptions = setting.disruptions
        var factor = chance.factor(spread: disruptions.ridingSpread)
        if let rain, rain.start <= now, now <= rain.end { factor *= DisruptionRates.rainFactor }
        let seconds = Int((Double(planned.seconds) * factor).rounded())
        let hours = Double(seconds) / 3600
        let breaksDown = chance.happens(1 - exp(-disruptions.breakdownsPerHour * hours))
        let isFlat = chance.happens(1 - exp(-disruptions.flatsPerHour * hours))
        let delay = isFlat ? Int(DisruptionRates.flatMinutes * 60 * chance.factor(spread: 0.3)) : 0
        return Ride(
            planned: planned, from: from, to: place, arrives: now + seconds + delay, flatDelay: delay, breaksDown: breaksDown)
    }

    /// Half way the rider calls.
    mutating func trouble(_ index: Int, on ride: Ride) {
        let half = now + (ride.arrives - ride.flatDelay - now) / 2
        if ride.breaksDown {
            queue.add(.breakdown(index, stamp: bikes[index].stamp, place: ride.from), at: half)
        } else if ride.flatDelay > 0 {
            queue.add(.flat(index, stamp: bikes[index].stamp, delay: ride.flatDelay), at: half)
        }
    }

    mutating func flat(_ index: Int, _ delay: Seconds) {
        tally.flats += 1
        bikes[index].running?.commitment?.expectedFinish += delay
        plan()
    }

    /// The bike rides no more today. Its rider waits with the goods where it stopped until other bikes have fetched them.
    mutating func breakDown(_ index: Int, at place: GeoPoint) {
        guard let running = bikes[index].running, let way = running.commitment else { return }
        tally.breakdowns += 1
        spend(now - way.departs, index, as: \.ridingSeconds)
        tally.metres += way.metres / 2
        for shipment in shipments.indices where shipments[shipment].place == .bike(index) {
            shipments[shipment].place = .roadside(place)
            shipments[shipment].roadsideSince = now
        }
        duties[running.duty].isGone = true
        bikes[index].isOut = true
        bikes[index].running = nil
        bikes[index].pending = []
        bikes[index].stamp += 1
        plan()
    }

    /// A rider who has not begun stays at home; nobody steps in.
    mutating func callInSick(_ index: Int) {
        guard !duties[index].isTaken else { return }
        tally.sickRiders += 1
        duties[index].isGone = true
        plan()
    }
}
