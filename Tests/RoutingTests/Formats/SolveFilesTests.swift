import Routing
import Testing

/// What `dispatch-cli solve` does between reading a file and writing the answer.
@Suite("From a file to its answer")
struct SolveFilesTests {
    private func solved(_ problem: Problem) throws -> Solution {
        let solution = try Solver(problem).solve(SolverOptions(timeLimit: nil, iterations: 200))
        #expect(Checker.check(problem, solution) == [])
        return solution
    }

    @Test("A VRPLIB file: every client once, the exact cost, and the answer reads back as the plan")
    func vrplib() throws {
        let text = """
            NAME : square
            DIMENSION : 5
            EDGE_WEIGHT_TYPE : EUC_2D
            CAPACITY : 2
            NODE_COORD_SECTION
            1 0 0
            2 0 10
            3 1 10
            4 10 0
            5 10 1
            DEMAND_SECTION
            1 0
            2 1
            3 1
            4 1
            5 1
            DEPOT_SECTION
            1
            -1
            EOF
            """
        let instance = try BenchmarkInstance(name: "square", set: .cvrp, bytes: Array(text.utf8))
        let solution = try solved(instance.problem)
        let answer = try JSONValue(parsing: Array(instance.json(solution).text.utf8))
        #expect(answer["instance"] == "cvrp/square")
        // Two tours of two: 10 + 1 + 10 each, all rounded.
        #expect(answer["cost"] == 42)
        #expect(try instance.solution(answer) == solution)
    }

    @Test("A Li & Lim file: both ends of a pair in one tour, the pick-up first")
    func pairs() throws {
        let text = "2 10 1\n0 0 0 0 0 100 0 0 0\n1 3 4 6 0 50 5 0 2\n2 0 1 -6 0 60 5 1 0\n"
        let instance = try BenchmarkInstance(name: "small", set: .pdptw, bytes: Array(text.utf8))
        let answer = instance.json(try solved(instance.problem))
        // 5 out, the root of 18 between, 1 back.
        #expect(answer["cost"] == 10_243)
        guard case .array(let routes)? = answer["routes"] else {
            Issue.record("no routes")
            return
        }
        #expect(routes.map { $0["stops"] } == [[1, 2]])
    }

    @Test("A VROOM file: what is served stands in the routes, what cannot be is unassigned with the reason")
    func vroom() throws {
        let text = """
            {"vehicles": [{"id": 4, "start_index": 0, "end_index": 0, "capacity": [3]}],
             "jobs": [{"id": 30, "location_index": 1, "delivery": [2]}, {"id": 31, "location_index": 1, "delivery": [9]}],
             "matrices": {"car": {"durations": [[0, 10], [20, 0]]}}}
            """
        let document = try VROOMDocument(Array(text.utf8))
        let answer = document.output(try solved(document.problem), loading: 0, solving: 0)
        #expect(answer["summary"]?["cost"] == 30 && answer["summary"]?["unassigned"] == 1)
        #expect(answer["unassigned"] == [["id": 31, "type": "job", "location_index": 1, "reasons": ["capacity"]]])
        guard case .array(let routes)? = answer["routes"], case .array(let steps)? = routes.first?["steps"] else {
            Issue.record("no routes")
            return
        }
        #expect(steps.map { $0["type"] } == ["start", "job", "end"])
        #expect(steps[1]["id"] == 30)
    }
}
