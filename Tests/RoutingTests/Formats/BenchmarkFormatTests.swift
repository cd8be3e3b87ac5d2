import Routing
import Testing

private func instance(_ set: BenchmarkSet, _ text: String) throws -> BenchmarkInstance {
    try BenchmarkInstance(name: "small", set: set, bytes: Array(text.utf8))
}

@Suite("Benchmark formats")
struct BenchmarkFormatTests {
    private let capacitated = """
        NAME : small
        TYPE : CVRP
        DIMENSION : 3
        EDGE_WEIGHT_TYPE : EUC_2D
        CAPACITY : 5
        NODE_COORD_SECTION
        1 0 0
        2 3 4
        3 1 1
        DEMAND_SECTION
        1 0
        2 4
        3 3
        DEPOT_SECTION
        1
        -1
        EOF
        """

    @Test("A VRPLIB file: distances rounded to the nearest, a fleet that does not bind")
    func vrplib() throws {
        let instance = try instance(.cvrp, capacitated)
        #expect(instance.problem.matrices[0].durations == [0, 5, 1, 5, 0, 4, 1, 4, 0])
        #expect(instance.problem.jobs.map(\.delivery) == [[4], [3]])
        #expect(instance.problem.vehicles.count == 2)
        let solution = try instance.solution(JSONValue(parsing: Array(#"{"routes": [{"stops": [1]}, {"stops": [2]}]}"#.utf8)))
        #expect(Checker.check(instance.problem, solution) == [])
        #expect(instance.problem.cost(of: solution).rounded == 12)
        #expect(instance.json(solution)["cost"] == 12)
        #expect(try instance.solution(instance.json(solution)) == solution)
    }

    @Test("DIMACS rounding cuts off after one decimal, windows and prizes scale with it")
    func timeWindowsAndPrizes() throws {
        let text = capacitated.replacing("CAPACITY : 5", with: "VEHICLES : 1\nCAPACITY : 9\nSERVICE_TIME : 2").replacing(
            "DEPOT_SECTION",
            with: "TIME_WINDOW_SECTION\n1 0 100\n2 10 20\n3 0 99\nPRIZE_SECTION\n1 0\n2 7\n3 0\nDEPOT_SECTION")
        let instance = try instance(.pcvrptw, text)
        #expect(instance.problem.matrices[0].durations[2] == 14)
        #expect(instance.problem.jobs[0].visit == Visit(service: 20, windows: [TimeWindow(100, 200)]))
        #expect(instance.problem.jobs.map(\.priority) == [.optional(prize: 70), .mandatory(0)])
        #expect(instance.problem.vehicles.map(\.shift) == [TimeWindow(0, 1000)])
    }

    @Test("Reloads, releases, several depots and kinds of vehicles are read")
    func fleets() throws {
        let text = capacitated.replacing("CAPACITY : 5", with: "VEHICLES : 2").replacing(
            "DEPOT_SECTION\n1",
            with: """
                CAPACITY_SECTION
                1 5
                2 8
                VEHICLES_FIXED_COST_SECTION
                1 10
                2 20
                VEHICLES_UNIT_DISTANCE_COST_SECTION
                1 1.5
                2 2
                VEHICLES_DEPOT_SECTION
                1 1
                2 2
                VEHICLES_RELOAD_DEPOT_SECTION
                1 1
                2
                RELEASE_TIME_SECTION
                1 0
                2 0
                3 30
                DEPOT_SECTION
                1
                2
                """)
        let problem = try instance(.mtvrptwr, text).problem
        #expect(problem.hubs.count == 2)
        #expect(problem.vehicles.map(\.capacity) == [[5], [8]])
        #expect(problem.vehicles.map(\.start) == [.hub(0), .hub(1)])
        #expect(problem.vehicles.map(\.reloadHubs) == [[0], []])
        #expect(
            problem.vehicles.map(\.costs) == [.init(fixed: 100, perTravelHour: 5400), .init(fixed: 200, perTravelHour: 7200)])
        #expect(problem.jobs.map(\.release) == [300])
    }

    private let pairs = """
        2 10 1
        0 0 0 0 0 100 0 0 0
        1 3 4 6 0 50 5 0 2
        2 0 1 -6 0 60 5 1 0
        """

    @Test("A Li & Lim file: pairs, thousandths of a distance")
    func liLim() throws {
        let problem = try instance(.pdptw, pairs).problem
        #expect(problem.pairs.count == 1)
        #expect(problem.pairs[0].amount == [6])
        #expect(problem.matrices[0].durations[5] == 4243)
        #expect(problem.pairs[0].delivery.visit == Visit(service: 5000, windows: [TimeWindow(0, 60_000)]))
        #expect(problem.vehicles.count == 2)
    }

    @Test("A Sartori & Buriol file: the matrix as it is, 10000 a vehicle")
    func sartori() throws {
        let text = """
            NAME: small
            SIZE: 3
            CAPACITY: 10
            NODES
            \(pairs.split(separator: "\n").dropFirst().joined(separator: "\n"))
            EDGES
            0 2 3
            4 0 5
            6 7 0
            EOF
            """
        let instance = try instance(.pdptwRoad, text)
        let solution = Solution(tours: [.init(vehicle: 0, stops: [.pickup(0), .dropoff(0)])])
        #expect(instance.problem.cost(of: solution).rounded == 10_000 + 2 + 5 + 6)
        #expect(Checker.check(instance.problem, solution) == [])
    }

    @Test(
        "A broken file is refused with its line",
        arguments: [
            ("2 3 4", "2 3 x", "line 8: x is not a number"),
            ("3 1 1", "9 1 1", "line 9: there is no node 9"),
            ("3 1 1\n", "", "NODE_COORD_SECTION has 2 lines for 3 nodes"),
            ("NODE_COORD_SECTION", "NODES_SECTION", "the file has no NODE_COORD_SECTION"),
            ("DIMENSION : 3", "DIMENSION : ", "line 3:  is not a number"),
            ("DEPOT_SECTION\n1", "DEPOT_SECTION\n2", "line 15: the depots are not the first nodes"),
            ("NAME : small", "small", "line 1: the line belongs to no section: small"),
        ])
    func brokenFileIsRefused(right: String, wrong: String, message: String) {
        let error = #expect(throws: FormatError.self) { try instance(.cvrp, capacitated.replacing(right, with: wrong)) }
        #expect(error?.description == message)
    }

    @Test("A pair file whose nodes are no pairs is refused")
    func brokenPairs() {
        let error = #expect(throws: FormatError.self) { try instance(.pdptw, pairs.replacing("0 2\n", with: "0 1\n")) }
        #expect(error?.description == "the nodes do not come in pairs of a pick-up and a drop-off")
    }
}

@Suite("JSON")
struct JSONTests {
    @Test("Reading what was written gives the same document")
    func roundTrip() throws {
        let document: JSONValue = [
            "text": "Grüße \"an\" \\ \n\u{1}🚲", "numbers": [0, -7, 1_099_511_627_776], "empty": [],
            "nested": ["a": [["b": true]]],
        ]
        #expect(try JSONValue(parsing: Array(document.text.utf8)) == document)
        #expect(
            try JSONValue(parsing: Array(#"[1.5, 1e2, "\u00e4\ud83d\udeb2", null]"#.utf8))
                == .array([.number(1.5), .number(100), "ä🚲", .null]))
    }

    @Test(
        "What is no JSON is refused with its line",
        arguments: [
            ("", "line 1: the document ends too early"), ("{\n\"a\": 1,\n}", "line 3: a key was expected"),
            ("[1, 2", "line 1: a comma or ] was expected"), ("[01]", "line 1: 01 is not a number"),
            ("[1]\nx", "line 2: text after the end of the document"), ("\"\\x\"", "line 1: an unknown escape in a string"),
            (String(repeating: "[", count: 300), "line 1: arrays and objects are nested too deeply"),
        ])
    func refused(text: String, message: String) {
        let error = #expect(throws: FormatError.self) { try JSONValue(parsing: Array(text.utf8)) }
        #expect(error?.description == message)
    }
}
