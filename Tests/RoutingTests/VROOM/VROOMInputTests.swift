import Routing
import Testing

private func document(_ text: String) throws -> VROOMDocument {
    try VROOMDocument(Array(text.utf8))
}

@Suite("VROOM input")
struct VROOMInputTests {
    private let small = """
        {
          "vehicles": [
            {"id": 4, "start_index": 0, "end_index": 2, "capacity": [5, 8], "skills": [1], "time_window": [100, 9000],
             "profile": "bike", "speed_factor": 1.25, "max_tasks": 7, "max_travel_time": 800, "max_distance": 9000,
             "costs": {"fixed": 10, "per_hour": 1800, "per_km": 20, "per_task_hour": 30},
             "breaks": [{"id": 1, "service": 300, "time_windows": [[400, 500], [200, 300]], "max_load": [1, 1]}],
             "description": "rider", "steps": [{"type": "start"}, {"type": "job", "id": 3}, {"type": "break", "id": 1},
             {"type": "pickup", "id": 3}, {"type": "delivery", "id": 5}, {"type": "end"}]}
          ],
          "jobs": [{"id": 3, "location_index": 1, "setup": 20, "service": 60, "delivery": [1, 2], "pickup": [2, 1],
                    "skills": [1], "priority": 90, "time_windows": [[0, 50], [100, 150]], "description": "parcel"}],
          "shipments": [{"amount": [1, 1], "priority": 3, "skills": [1],
                         "pickup": {"id": 3, "location_index": 2, "service": 5},
                         "delivery": {"id": 5, "location_index": 0, "time_windows": [[0, 5000]]}}],
          "matrices": {"bike": {"durations": [[0, 10, 20], [11, 0, 30], [21, 31, 0]], "distances": [[0, 1, 2], [3, 0, 4], [5, 6, 0]],
                                "costs": [[0, 7, 7], [7, 0, 7], [7, 7, null]]}}
        }
        """

    @Test("Every key of VROOM's API arrives in the problem")
    func everyKeyArrives() throws {
        let problem = try document(small).problem
        let vehicle = problem.vehicles[0]
        #expect(vehicle.id == 4 && vehicle.name == "rider" && vehicle.speedFactor == 1.25)
        #expect(vehicle.start == .location(0) && vehicle.end == .location(2))
        #expect(vehicle.capacity == [5, 8] && vehicle.skills == [1] && vehicle.shift == TimeWindow(100, 9000))
        #expect(vehicle.costs == .init(fixed: 10, perTravelHour: 1800, perTaskHour: 30, perKilometre: 20))
        #expect(vehicle.limits == .init(tasks: 7, travelTime: 800, distance: 9000))
        #expect(
            vehicle.breaks
                == [.init(id: 1, duration: 300, windows: [TimeWindow(200, 300), TimeWindow(400, 500)], maximumLoad: [1, 1])])
        #expect(vehicle.plannedStops == [.job(0), .rest(0), .pickup(0), .dropoff(0)])
        let visit = Visit(setup: 20, service: 60, windows: [TimeWindow(0, 50), TimeWindow(100, 150)])
        #expect(
            problem.jobs == [
                Job(
                    id: 3, name: "parcel", location: 1, delivery: [1, 2], pickup: [2, 1], visit: visit, skills: [1],
                    priority: .mandatory(90))
            ])
        #expect(problem.pairs[0].amount == [1, 1] && problem.pairs[0].priority == .mandatory(3))
        #expect(problem.pairs[0].delivery.visit.windows == [TimeWindow(0, 5000)])
        #expect(problem.matrices[0].durations == [0, 10, 20, 11, 0, 30, 21, 31, 0])
        #expect(problem.matrices[0].costs?.last == TravelMatrix.unreachable)
    }

    @Test("Without matrices, travel follows from coordinates and the profile's speed")
    func coordinates() throws {
        let problem = try document(
            """
            {"vehicles": [{"id": 1, "start": [8.65, 49.87], "profile": "bike"}],
             "jobs": [{"id": 1, "location": [8.65, 49.88]}, {"id": 2, "location": [8.65, 49.87]}],
             "profiles": {"bike": {"speed": 18, "detour_factor": 1, "watt_hours_per_km": 10}}}
            """
        ).problem
        #expect(problem.coordinates.count == 2)
        #expect(problem.jobs.map(\.location) == [0, 1] && problem.vehicles[0].start == .location(1))
        // A hundredth of a degree of latitude is 1112 m: at 5 m/s 222 s, at 10 Wh/km 11.1 Wh.
        #expect(problem.matrices[0].distance(from: 0, to: 1) == 1112)
        #expect(problem.matrices[0].duration(from: 0, to: 1) == 222)
        #expect(problem.matrices[0].energy(from: 1, to: 0) == 11_120)
    }

    @Test("What VROOM has no key for is read from additional keys")
    func additions() throws {
        let problem = try document(
            """
            {"dimensions": ["mass"], "objective": {"change_penalty": 5, "balance_per_hour": 6},
             "hubs": [{"id": 70, "location_index": 1, "time_window": [0, 999], "reload_time": 60, "description": "north",
                       "charging": {"watt_hours_per_minute": 2.5}}],
             "vehicles": [{"id": 1, "start_hub": 70, "end_hub": 70, "reload_hubs": [70], "max_trips": 3, "max_duration": 500,
                           "capacity": [9], "battery": {"capacity": 500, "initial": 400.5, "reserve": 20},
                           "costs": {"per_waiting_hour": 7, "per_task": 8},
                           "locked_steps": [{"type": "job", "id": 1}, {"type": "reload", "hub": 70}]}],
             "jobs": [{"id": 1, "location_index": 0, "hub": 70, "release": 44}, {"id": 2, "location_index": 0, "prize": 33}],
             "shipments": [{"max_ride_time": 900, "pickup": {"id": 1, "location_index": 0}, "delivery": {"id": 1, "location_index": 1}}],
             "matrices": {"car": {"durations": [[0, 1], [1, 0]], "energies": [[0, 1.5], [2, 0]]}}}
            """
        ).problem
        #expect(
            problem.hubs == [
                Hub(
                    name: "north", location: 1, opening: TimeWindow(0, 999), reloadTime: 60,
                    charging: .plug(milliwattHoursPerMinute: 2500))
            ])
        let vehicle = problem.vehicles[0]
        #expect(vehicle.start == .hub(0) && vehicle.end == .hub(0) && vehicle.reloadHubs == [0])
        #expect(vehicle.battery == .init(capacity: 500_000, initial: 400_500, reserve: 20_000))
        #expect(vehicle.limits.trips == 3 && vehicle.limits.duration == 500)
        #expect(vehicle.costs.perWaitingHour == 7 && vehicle.costs.perTask == 8)
        #expect(vehicle.lockedStops == [.job(0), .reload(hub: 0)])
        #expect(problem.jobs[0].hub == 0 && problem.jobs[0].release == 44)
        #expect(problem.jobs[1].priority == .optional(prize: 33))
        #expect(problem.pairs[0].maximumRideTime == 900)
        #expect(problem.matrices[0].energies == [0, 1500, 2000, 0])
        #expect(problem.objective == Objective(changePenalty: 5, balancePerHour: 6))
    }

    @Test("A random problem survives being written and read", arguments: 1...40 as ClosedRange<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = RandomProblem(seed: 6_000_000 + seed)
        let problem = random.make(requests: 10, vehicles: 3)
        let text = VROOMDocument.input(problem).text
        let read = try document(text).problem
        #expect(read.vehicles.count == problem.vehicles.count)
        #expect(read.jobs == problem.jobs && read.pairs == problem.pairs && read.hubs == problem.hubs, "seed \(seed)")
        #expect(read.objective == problem.objective && read.dimensions == problem.dimensions, "seed \(seed)")
        for (index, vehicle) in problem.vehicles.enumerated() {
            // Matrices come back in the order in which the vehicles name them.
            #expect(read.matrices[read.vehicles[index].profile] == problem.matrices[vehicle.profile], "seed \(seed)")
            var same = read.vehicles[index]
            same.profile = vehicle.profile
            #expect(same == vehicle, "seed \(seed)")
        }
    }

    @Test(
        "A mistake is named in one sentence with its path",
        arguments: [
            (
                #""location_index": 1, "setup""#, #""location_index": 9, "setup""#,
                "$.jobs[0].location_index: there is no row 9 in matrices of 3 rows"
            ),
            (#""location_index": 1, "setup""#, #""setup""#, "$.jobs[0].location_index: the key is missing"),
            (#""priority": 90"#, #""priority": 900"#, "$.jobs[0].priority: 900 is not between 0 and 100"),
            (
                #""delivery": [1, 2]"#, #""delivery": [1]"#,
                "$.jobs[0].delivery: 1 amounts where 2 are expected, as elsewhere in the document"
            ),
            (
                "[[0, 50], [100, 150]]", "[[50, 0]]",
                "$.jobs[0].time_windows[0]: the time window ends at 0, before it starts at 50"
            ),
            (
                "[[0, 50], [100, 150]]", "[[0, 100], [100, 150]]",
                "$.jobs[0].time_windows: the time windows [0, 100] and [100, 150] overlap"
            ),
            (#""id": 4"#, #""id": "four""#, "$.vehicles[0].id: a whole number is expected, not a string"),
            (#""id": 4, "#, "", "$.vehicles[0].id: the key is missing"),
            (#"{"type": "job", "id": 3}"#, #"{"type": "job", "id": 8}"#, "$.vehicles[0].steps[1].id: there is no job 8"),
            (
                #"{"type": "end"}"#, #"{"type": "stop"}"#,
                "$.vehicles[0].steps[5].type: \"stop\" is none of start, job, pickup, delivery, break, reload, end"
            ),
            (
                #""service": 60"#, #""service_per_type": {"van": 60}"#,
                "$.jobs[0].service_per_type: times for each type of vehicle are not offered; give setup and service for all"
            ),
            (
                #""setup": 20"#, #""setup_per_type": {"van": 60}"#,
                "$.jobs[0].setup_per_type: times for each type of vehicle are not offered; give setup and service for all"
            ),
            (
                #"{"type": "job", "id": 3}"#, #"{"type": "job", "id": 3, "service_at": 900}"#,
                "$.vehicles[0].steps[1].service_at: VROOM's plan mode is not offered; use locked_steps and the task's time_windows"
            ),
            (#""profile": "bike""#, #""profile": "van""#, "$.matrices.van: the key is missing, but a vehicle has this profile"),
            ("[11, 0, 30]", "[11, 0]", "$.matrices.bike.durations[1]: an array of 3 numbers is expected"),
            ("[11, 0, 30]", "[11, 0, -1]", "$.matrices.bike.durations[1][2]: -1 is not a whole number from 0 to 1099511627776"),
            (
                #""speed_factor": 1.25"#, #""speed_factor": 0"#,
                "the problem makes no sense: vehicle 4: a speed factor of 0.0 is not between 0.01 and 100"
            ),
            (#""vehicles": ["#, #""vehicles": [}"#, "line 2: a value was expected"),
        ])
    func mistakeIsNamed(right: String, wrong: String, message: String) {
        #expect(small.contains(right))
        let error = #expect(throws: FormatError.self) { try document(small.replacing(right, with: wrong, maxReplacements: 1)) }
        #expect(error?.description == message)
    }
}
