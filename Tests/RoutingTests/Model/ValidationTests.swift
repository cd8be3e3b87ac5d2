import Routing
import Testing

@Suite("Validation of problems")
struct ValidationTests {
    private static let sound = LineTown(
        hubs: [Hub(location: 0)],
        vehicles: [
            LineTown.bike {
                $0.breaks = [.init(id: 3, duration: 1)]
                $0.battery = .init(capacity: 10)
            }
        ], jobs: [LineTown.job(7, at: 1)], pairs: [LineTown.pair(8, from: 1, to: 2)]
    ).problem

    @Test("A sound problem passes")
    func soundProblemPasses() throws {
        try Self.sound.validate()
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        var message: String
        var change: @Sendable (inout Problem) -> Void
        var testDescription: String { message }

        init(_ message: String, _ change: @escaping @Sendable (inout Problem) -> Void) {
            self.message = message
            self.change = change
        }
    }

    static let faults = [
        Fault("the problem: there is no travel matrix") { $0.matrices = [] },
        Fault("the problem: the travel matrices differ in size") { $0.matrices.append(TravelMatrix(size: 0, durations: [])) },
        Fault("matrix 0: the way from location 0 to 1 has a negative entry") {
            $0.matrices[0] = TravelMatrix(size: 2, durations: [0, -1, 0, 0])
        },
        Fault("the problem: there are 1 coordinates for 10 locations") {
            $0.coordinates = [Coordinate(latitude: 49, longitude: 8)]
        },
        Fault("job 7: there is no location 10, only 0 to 9") { $0.jobs[0].location = 10 },
        Fault("drop-off 8: there is no location -1, only 0 to 9") { $0.pairs[0].delivery.location = -1 },
        Fault("job 7: the delivery has 2 dimensions where 1 are expected") { $0.jobs[0].delivery = [1, 1] },
        Fault("job 7: the pick-up is negative") { $0.jobs[0].pickup = [-1] },
        Fault("job 7: there is no hub 1, only 0 to 0") { $0.jobs[0].hub = 1 },
        Fault("job 7: the visit has no time window") { $0.jobs[0].visit.windows = [] },
        Fault("job 7: the time windows of the visit are not ascending and disjoint") {
            $0.jobs[0].visit.windows = [TimeWindow(5, 9), TimeWindow(9, 12)]
        },
        Fault("job 7: the service time is negative") { $0.jobs[0].visit.service = -1 },
        Fault("job 7: the priority 101 is not between 0 and 100") { $0.jobs[0].priority = .mandatory(101) },
        Fault("job 7: the prize is negative") { $0.jobs[0].priority = .optional(prize: -1) },
        Fault("job 7: the number is used twice") { $0.jobs.append($0.jobs[0]) },
        Fault("pick-up 8: the longest ride time is negative") { $0.pairs[0].maximumRideTime = -1 },
        Fault("vehicle 1: the number is used twice") { $0.vehicles.append($0.vehicles[0]) },
        Fault("vehicle 1: there is no matrix 1, only 0 to 0") { $0.vehicles[0].profile = 1 },
        Fault("vehicle 1: a speed factor of 0.0 is not between 0.01 and 100") { $0.vehicles[0].speedFactor = 0 },
        Fault("vehicle 1: there is no hub 4, only 0 to 0") { $0.vehicles[0].reloadHubs = [4] },
        Fault("vehicle 1: break 3 has no time window") { $0.vehicles[0].breaks[0].windows = [] },
        Fault("vehicle 1: a limit is negative") { $0.vehicles[0].limits.tasks = -1 },
        Fault("vehicle 1: a cost rate is too large to be added up exactly") { $0.vehicles[0].costs.perKilometre = .max },
        Fault("vehicle 1: the battery's charge or reserve is more than its capacity") { $0.vehicles[0].battery?.initial = 11 },
        Fault("vehicle 1: job at index 3 does not exist") { $0.vehicles[0].lockedStops = [.job(3)] },
        Fault("vehicle 1: job at index 0 is listed twice among locked or among planned stops") {
            $0.vehicles[0].plannedStops = [.job(0), .job(0)]
        },
        Fault("vehicle 1: the locked stops drop pair 0 off without having picked it up") {
            $0.vehicles[0].lockedStops = [.dropoff(0)]
        },
        Fault("hub 0: the charging power is negative") { $0.hubs[0].charging = .plug(milliwattHoursPerMinute: -5) },
    ]

    @Test("A fault is named with its place", arguments: faults)
    func faultIsNamed(fault: Fault) {
        var problem = Self.sound
        fault.change(&problem)
        let error = #expect(throws: ProblemError.self) { try problem.validate() }
        #expect(error?.description == fault.message)
    }
}
