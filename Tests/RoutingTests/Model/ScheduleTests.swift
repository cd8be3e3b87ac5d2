import Routing
import Testing

@Suite("Schedules")
struct ScheduleTests {
    @Test("Times, ways and loads add up along a tour")
    func timesWaysAndLoadsAddUp() {
        let town = LineTown(vehicles: [LineTown.bike()], jobs: [LineTown.job(1, at: 2), LineTown.job(2, at: 5)])
        let schedule = town.schedule([.job(0), .job(1)])
        #expect(schedule.steps.map(\.arrival) == [0, 20, 55, 110])
        #expect(schedule.steps.map(\.departure) == [0, 25, 60, 110])
        #expect(schedule.steps.map(\.load) == [[2], [1], [0], [0]])
        #expect(schedule.steps.map(\.distance) == [0, 200, 500, 1000])
        #expect(schedule.travelTime == 100)
        #expect(schedule.taskTime == 10)
        #expect(schedule.duration == 110)
        #expect(schedule.tasks == 2)
    }

    @Test("A tour leaves as late as it can without ending later")
    func leavesAsLateAsItCan() {
        let late = LineTown.job(1, at: 2) { $0.visit.windows = [TimeWindow(500, 600)] }
        let town = LineTown(vehicles: [LineTown.bike()], jobs: [late])
        let schedule = town.schedule([.job(0)])
        #expect(schedule.departure == 480)
        #expect(schedule.completion == 525)
        #expect(schedule.waiting == 0)
    }

    @Test("Leaving later makes no stop late")
    func leavingLaterMakesNoStopLate() {
        let early = LineTown.job(1, at: 1) { $0.visit.windows = [TimeWindow(0, 100)] }
        let late = LineTown.job(2, at: 2) { $0.visit.windows = [TimeWindow(500, 600)] }
        let town = LineTown(vehicles: [LineTown.bike()], jobs: [early, late])
        let schedule = town.schedule([.job(0), .job(1)])
        #expect(schedule.departure == 90)
        #expect(schedule.steps[1].begin == 100)
        #expect(schedule.waiting == 500 - 115)
        #expect(town.broken([.job(0), .job(1)]) == [])
    }

    @Test("Between two windows the bike waits for the second")
    func waitsForTheSecondWindow() {
        let job = LineTown.job(1, at: 2) { $0.visit.windows = [TimeWindow(0, 10), TimeWindow(100, 200)] }
        let town = LineTown(vehicles: [LineTown.bike()], jobs: [job])
        let schedule = town.schedule([.job(0)])
        #expect(schedule.steps[1].begin == 100)
        #expect(schedule.departure == 80)
    }

    @Test("Set-up is needed only when arriving from another location")
    func setupOnlyWhenArriving() {
        let jobs = [1, 2].map { id in LineTown.job(id, at: 3) { $0.visit.setup = 7 } }
        let town = LineTown(vehicles: [LineTown.bike()], jobs: jobs)
        #expect(town.schedule([.job(0), .job(1)]).steps.map(\.setup) == [0, 7, 0, 0])
    }

    @Test("A rest is taken where the bike is, and costs nothing")
    func restIsTakenWhereTheBikeIs() {
        let bike = LineTown.bike {
            $0.breaks = [.init(id: 9, duration: 60, windows: [TimeWindow(100, 200)])]
            $0.costs = .init(perTaskHour: 3600)
        }
        let town = LineTown(vehicles: [bike], jobs: [LineTown.job(1, at: 2), LineTown.job(2, at: 4)])
        let schedule = town.schedule([.job(0), .rest(0), .job(1)])
        #expect(schedule.steps[2].location == 2)
        #expect(schedule.steps[2].begin == 100)
        #expect(schedule.steps[3].arrival == 180)
        #expect(schedule.taskTime == 10)
    }

    @Test("A reload hands over, loads, charges, and waits for the goods")
    func reloadHandsOverLoadsChargesAndWaits() {
        let hub = Hub(location: 1, reloadTime: 120, charging: .plug(milliwattHoursPerMinute: 50))
        let bike = LineTown.bike {
            $0.reloadHubs = [0]
            $0.battery = .init(capacity: 2000, initial: 1000)
        }
        let back = LineTown.job(1, at: 3) { ($0.delivery, $0.pickup) = ([], [4]) }
        let later = LineTown.job(2, at: 2) { ($0.delivery, $0.release) = ([3], 400) }
        let town = LineTown(hubs: [hub], vehicles: [bike], jobs: [back, later])
        let schedule = town.schedule([.job(0), .reload(hub: 0), .job(1)])
        let reload = schedule.steps[2]
        #expect(reload.load == [3])
        #expect(schedule.steps[1].load == [4])
        #expect(reload.departure == 400)
        // 1000 mWh, 5 steps ridden, 2 minutes at 50.
        #expect(reload.battery == 1000 - 500 + 100)
        #expect(schedule.trips == 2)
        #expect(schedule.steps.map(\.trip) == [0, 0, 0, 1, 1])
        // The bike can leave later and be at the hub just in time.
        #expect(reload.waiting == 0)
    }

    @Test("Without a start the tour begins at its first stop, without an end it ends at its last")
    func openTours() {
        let bike = LineTown.bike { ($0.start, $0.end) = (nil, nil) }
        let town = LineTown(vehicles: [bike], jobs: [LineTown.job(1, at: 8), LineTown.job(2, at: 6)])
        let schedule = town.schedule([.job(0), .job(1)])
        #expect(schedule.travelTime == 20)
        #expect(schedule.steps.map(\.location) == [8, 8, 6, 6])
        #expect(schedule.completion == 30)
    }

    @Test("Speed factors divide each leg and round half up", arguments: [(1.0, 10), (1.25, 8), (0.8, 13), (3, 3), (0.75, 13)])
    func speedFactorsRoundEachLeg(factor: Double, seconds: Int) {
        var vehicle = LineTown.bike()
        vehicle.speedFactor = factor
        #expect(vehicle.travelTime(scaling: 10) == seconds)
    }
}

@Suite("Costs")
struct CostTests {
    @Test("Rates per hour and per kilometre are exact")
    func ratesAreExact() {
        let bike = LineTown.bike {
            $0.costs = .init(
                fixed: 7, perTravelHour: 1800, perTaskHour: 900, perWaitingHour: 360, perKilometre: 25, perTask: 3)
        }
        let second = LineTown.job(2, at: 2) { $0.visit.windows = [TimeWindow(500, 600)] }
        let first = LineTown.job(1, at: 1) { $0.visit.windows = [TimeWindow(0, 100)] }
        let town = LineTown(vehicles: [bike], jobs: [first, second])
        let cost = town.problem.cost(of: town.solution([.job(0), .job(1)]))
        #expect(cost.fixed == 7 * 18_000)
        #expect(cost.travel == 40 * 1800 * 5)
        #expect(cost.task == 10 * 900 * 5 + 2 * 3 * 18_000)
        #expect(cost.waiting == 385 * 360 * 5)
        #expect(cost.distance == 400 * 25 * 18)
        // 7 + 20 + 2.5 + 6 + 38.5 + 10 = 84
        #expect(cost.rounded == 84)
    }

    @Test("Prizes forgone, changes and imbalance count over the whole plan")
    func prizesChangesAndBalance() {
        let second = LineTown.bike { $0.id = 2 }
        let first = LineTown.bike { $0.plannedStops = [.job(0), .job(1), .job(2)] }
        let optional = LineTown.job(4, at: 9) { $0.priority = .optional(prize: 11) }
        var town = LineTown(
            vehicles: [first, second],
            jobs: [LineTown.job(1, at: 1), LineTown.job(2, at: 2), LineTown.job(3, at: 3), optional])
        town.problem.objective = Objective(changePenalty: 5, balancePerHour: 3600)
        let solution = Solution(
            tours: [.init(vehicle: 0, stops: [.job(1), .job(0)]), .init(vehicle: 1, stops: [.job(2)])],
            unserved: [.init(.job(3))])
        let cost = town.problem.cost(of: solution)
        #expect(cost.prizesForgone == 11 * 18_000)
        // One of the two stops is out of order, one rides with another bike.
        #expect(cost.changePenalty == 2 * 5 * 18_000)
        // 50 s and 65 s.
        #expect(cost.balance == 15 * 18_000)
        #expect(town.problem.changedRequests(in: solution).contains(.job(2)))
    }

    @Test("What is left out counts before any cost, the highest priority first")
    func leftOutCountsFirst() {
        let urgent = LineTown.job(1, at: 1) { $0.priority = .mandatory(9) }
        let town = LineTown(vehicles: [LineTown.bike()], jobs: [urgent, LineTown.job(2, at: 2), LineTown.job(3, at: 3)])
        let withoutUrgent = SolutionValue(town.problem, town.solution([.job(1), .job(2)]))
        let onlyUrgent = SolutionValue(town.problem, town.solution([.job(0)]))
        let everything = SolutionValue(town.problem, town.solution([.job(0), .job(1), .job(2)]))
        #expect(everything < onlyUrgent)
        #expect(onlyUrgent < withoutUrgent)
    }
}
