import Routing
import Testing

/// One broken plan for each constraint, beside the same plan when it is still right.
@Suite("The checker refuses each kind of broken plan")
struct CheckerTests {
    private let twoJobs = [LineTown.job(1, at: 2), LineTown.job(2, at: 4)]

    @Test("capacity") func capacity() {
        func town(_ amount: Int) -> LineTown {
            LineTown(vehicles: [LineTown.bike()], jobs: [LineTown.job(1, at: 2) { $0.delivery = [amount] }, twoJobs[1]])
        }
        #expect(town(9).broken([.job(0), .job(1)]) == [])
        #expect(town(10).broken([.job(0), .job(1)]) == [.capacity])
    }

    @Test("capacity on the way, where a pick-up comes before a delivery is off board") func capacityOnTheWay() {
        let pickup = LineTown.job(1, at: 1) { ($0.delivery, $0.pickup) = ([], [6]) }
        let delivery = LineTown.job(2, at: 2) { $0.delivery = [6] }
        let town = LineTown(vehicles: [LineTown.bike()], jobs: [pickup, delivery])
        #expect(town.broken([.job(1), .job(0)]) == [])
        #expect(town.broken([.job(0), .job(1)]) == [.capacity])
    }

    @Test("time window") func timeWindow() {
        let town = LineTown(
            vehicles: [LineTown.bike()],
            jobs: [twoJobs[0], LineTown.job(2, at: 4) { $0.visit.windows = [TimeWindow(0, 44)] }])
        let violations = Checker.check(town.problem, town.solution([.job(0), .job(1)]))
        #expect(violations.map(\.constraint) == [.timeWindow])
        #expect(violations.first?.amount == 1)
        #expect(violations.first?.request == .job(1))
        #expect(violations.first?.description == "vehicle 1, job 2: 1 s after its last time window")
        #expect(town.broken([.job(1), .job(0)]) == [])
    }

    @Test("shift") func shift() {
        func town(_ end: Int) -> LineTown {
            LineTown(vehicles: [LineTown.bike { $0.shift = TimeWindow(0, end) }], jobs: twoJobs)
        }
        #expect(town(90).broken([.job(0), .job(1)]) == [])
        #expect(town(89).broken([.job(0), .job(1)]) == [.shift])
    }

    @Test("release") func release() {
        let job = LineTown.job(1, at: 2) { $0.release = 500 }
        let bike = LineTown.bike { ($0.start, $0.shift) = (.hub(0), TimeWindow(0, 10_000)) }
        func town(_ closing: Int) -> LineTown {
            LineTown(hubs: [Hub(location: 0, opening: TimeWindow(0, closing))], vehicles: [bike], jobs: [job])
        }
        #expect(town(500).broken([.job(0)]) == [])
        #expect(town(499).broken([.job(0)]) == [.release])
        let early = LineTown(vehicles: [LineTown.bike { $0.shift = TimeWindow(0, 499) }], jobs: [job])
        #expect(early.broken([.job(0)]).contains(.release))
    }

    @Test("hub") func hub() {
        let hubs = [Hub(location: 0), Hub(location: 5)]
        let bike = LineTown.bike { ($0.start, $0.end, $0.reloadHubs) = (.hub(0), .hub(0), [1]) }
        let delivery = LineTown.job(1, at: 2) { $0.hub = 1 }
        let pickup = LineTown.job(2, at: 3) { ($0.delivery, $0.pickup, $0.hub) = ([], [1], 1) }
        let town = LineTown(hubs: hubs, vehicles: [bike], jobs: [delivery, pickup])
        #expect(town.broken([.job(1), .reload(hub: 1), .job(0)]) == [])
        #expect(town.broken([.job(0), .reload(hub: 1)]) == [.hub])
        #expect(town.broken([.reload(hub: 1), .job(1)]) == [.hub])
    }

    @Test("hub opening") func hubOpening() {
        let bike = LineTown.bike { ($0.start, $0.end) = (.hub(0), .hub(0)) }
        func town(_ opening: TimeWindow) -> LineTown {
            LineTown(hubs: [Hub(location: 0, opening: opening)], vehicles: [bike], jobs: twoJobs)
        }
        #expect(town(TimeWindow(0, 90)).broken([.job(0), .job(1)]) == [])
        #expect(town(TimeWindow(0, 89)).broken([.job(0), .job(1)]) == [.hubOpening])
        #expect(town(TimeWindow(100, 189)).broken([.job(0), .job(1)]) == [.hubOpening])
    }

    @Test("skills") func skills() {
        let job = LineTown.job(1, at: 2) { $0.skills = [1, 2] }
        let pair = LineTown.pair(1, from: 2, to: 3) { $0.skills = [3] }
        let town = LineTown(vehicles: [LineTown.bike { $0.skills = [1] }], jobs: [job], pairs: [pair])
        #expect(town.broken([.job(0)]) == [.skills])
        #expect(town.broken([.pickup(0), .dropoff(0)]) == [.skills, .skills])
        let able = LineTown(vehicles: [LineTown.bike { $0.skills = [1, 2, 3] }], jobs: [job], pairs: [pair])
        #expect(able.broken([.job(0), .pickup(0), .dropoff(0)]) == [])
    }

    @Test("rest: missing, repeated, too late, too heavily laden") func rest() {
        let bike = LineTown.bike {
            $0.breaks = [.init(id: 1, duration: 30, windows: [TimeWindow(0, 45)], maximumLoad: [1])]
        }
        let town = LineTown(vehicles: [bike], jobs: twoJobs)
        #expect(town.broken([.job(0), .rest(0), .job(1)]) == [])
        #expect(town.broken([.job(0), .job(1)]) == [.rest])
        #expect(town.broken([.job(0), .rest(0), .rest(0), .job(1)]) == [.rest, .rest])
        #expect(town.broken([.rest(0), .job(0), .job(1)]) == [.rest])
        #expect(town.broken([.job(0), .job(1), .rest(0)]) == [.rest])
        #expect(town.broken([.job(0), .rest(1), .job(1)]) == [.rest])
    }

    @Test("ride time") func rideTime() {
        let pair = LineTown.pair(1, from: 1, to: 3) { $0.maximumRideTime = 24 }
        let town = LineTown(vehicles: [LineTown.bike()], jobs: [LineTown.job(1, at: 2)], pairs: [pair])
        #expect(town.broken([.pickup(0), .dropoff(0), .job(0)]) == [])
        #expect(town.broken([.pickup(0), .job(0), .dropoff(0)]) == [.rideTime])
    }

    @Test("pairing: order, halves, trips") func pairing() {
        let bike = LineTown.bike { $0.reloadHubs = [0] }
        let town = LineTown(hubs: [Hub(location: 0)], vehicles: [bike], pairs: [LineTown.pair(1, from: 1, to: 3)])
        #expect(town.broken([.pickup(0), .dropoff(0)]) == [])
        #expect(Set(town.broken([.dropoff(0), .pickup(0)])) == [.pairing])
        #expect(town.broken([.pickup(0)]) == [.pairing])
        #expect(town.broken([.dropoff(0)]) == [.pairing])
        #expect(town.broken([.pickup(0), .reload(hub: 0), .dropoff(0)]) == [.pairing])
    }

    @Test("battery") func battery() {
        func town(_ initial: Int) -> LineTown {
            let bike = LineTown.bike {
                $0.battery = .init(capacity: 1000, initial: initial, reserve: 100)
                $0.reloadHubs = [0]
            }
            return LineTown(hubs: [Hub(location: 4, charging: .swap)], vehicles: [bike], jobs: twoJobs)
        }
        #expect(town(900).broken([.job(0), .job(1)]) == [])
        #expect(town(899).broken([.job(0), .job(1)]) == [.battery])
        #expect(town(500).broken([.job(0), .job(1), .reload(hub: 0)]) == [])
        #expect(town(499).broken([.job(0), .job(1), .reload(hub: 0)]) == [.battery])
    }

    @Test("limits on tasks, travel time, distance, duration, trips") func limits() {
        func broken(_ change: (inout Vehicle.Limits) -> Void) -> [Constraint] {
            let bike = LineTown.bike {
                $0.reloadHubs = [0]
                change(&$0.limits)
            }
            let town = LineTown(hubs: [Hub(location: 0)], vehicles: [bike], jobs: twoJobs)
            return town.broken([.job(0), .reload(hub: 0), .job(1)])
        }
        #expect(broken { $0 = .init(tasks: 2, travelTime: 120, distance: 1200, duration: 130, trips: 2) } == [])
        #expect(broken { $0.tasks = 1 } == [.taskLimit])
        #expect(broken { $0.travelTime = 119 } == [.travelTimeLimit])
        #expect(broken { $0.distance = 1199 } == [.distanceLimit])
        #expect(broken { $0.duration = 129 } == [.durationLimit])
        #expect(broken { $0.trips = 1 } == [.tripLimit])
    }

    @Test("locked stops") func lockedStops() {
        let town = LineTown(vehicles: [LineTown.bike { $0.lockedStops = [.job(1)] }], jobs: twoJobs)
        #expect(town.broken([.job(1), .job(0)]) == [])
        #expect(town.broken([.job(0), .job(1)]) == [.lockedStops])
        let nothing = Solution(unserved: [.init(.job(0)), .init(.job(1))])
        #expect(Checker.check(town.problem, nothing).map(\.constraint) == [.lockedStops])
    }

    @Test("unreachable") func unreachable() {
        var town = LineTown(3, vehicles: [LineTown.bike()], jobs: [LineTown.job(1, at: 2)])
        var durations = town.problem.matrices[0].durations
        durations[2] = TravelMatrix.unreachable
        town.problem.matrices[0] = TravelMatrix(size: 3, durations: durations)
        #expect(town.broken([.job(0)]).contains(.unreachable))
    }

    @Test("reload where the vehicle may not") func reload() {
        let town = LineTown(hubs: [Hub(location: 0)], vehicles: [LineTown.bike()], jobs: twoJobs)
        #expect(town.broken([.job(0), .reload(hub: 0), .job(1)]) == [.reload])
        #expect(town.broken([.job(0), .reload(hub: 4), .job(1)]) == [.reload])
    }

    @Test("completeness: forgotten, twice, both, unknown, vehicle twice") func completeness() {
        let town = LineTown(vehicles: [LineTown.bike(), LineTown.bike { $0.id = 2 }], jobs: twoJobs)
        func broken(_ solution: Solution) -> [Constraint] { Checker.check(town.problem, solution).map(\.constraint) }
        let first = Solution.Tour(vehicle: 0, stops: [.job(0)])
        #expect(broken(Solution(tours: [first], unserved: [.init(.job(1))])) == [])
        #expect(broken(Solution(tours: [first])) == [.completeness])
        #expect(broken(Solution(tours: [first, .init(vehicle: 1, stops: [.job(0), .job(1)])])) == [.completeness])
        #expect(broken(Solution(tours: [first], unserved: [.init(.job(0)), .init(.job(1))])) == [.completeness])
        #expect(broken(Solution(tours: [first], unserved: [.init(.job(1)), .init(.job(1))])) == [.completeness])
        #expect(broken(Solution(tours: [first, .init(vehicle: 0, stops: [.job(1)])])) == [.completeness])
        #expect(broken(Solution(tours: [first, .init(vehicle: 7, stops: [.job(1)])])) == [.completeness])
        #expect(broken(Solution(tours: [first, .init(vehicle: 1, stops: [.job(1), .job(2)])])) == [.completeness])
        #expect(broken(Solution(tours: [first], unserved: [.init(.job(1)), .init(.pair(0))])) == [.completeness])
    }
}
