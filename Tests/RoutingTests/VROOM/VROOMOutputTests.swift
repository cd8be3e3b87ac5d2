import Routing
import Testing

@Suite("VROOM output")
struct VROOMOutputTests {
    private static let text = """
        {"hubs": [{"id": 70, "location_index": 0, "reload_time": 30}],
         "vehicles": [{"id": 4, "start_hub": 70, "end_index": 0, "reload_hubs": [70], "capacity": [2], "battery": {"capacity": 9}}],
         "jobs": [{"id": 3, "location_index": 1, "service": 60, "delivery": [2], "priority": 5, "description": "parcel"},
                  {"id": 6, "location_index": 1, "pickup": [1], "time_windows": [[500, 600]]}],
         "shipments": [{"amount": [3], "pickup": {"id": 8, "location_index": 0}, "delivery": {"id": 9, "location_index": 1}}],
         "matrices": {"car": {"durations": [[0, 10], [20, 0]], "distances": [[0, 100], [200, 0]], "energies": [[0, 1], [1, 0]]}}}
        """
    private static let solution = Solution(
        tours: [.init(vehicle: 0, stops: [.job(0), .reload(hub: 0), .job(1)])],
        unserved: [.init(.pair(0), reasons: [.capacity])])

    @Test("Summary, routes, steps and what is left out follow VROOM's API")
    func followsTheAPI() throws {
        let output = try VROOMDocument(Array(Self.text.utf8)).output(Self.solution, loading: 1, solving: 2)
        #expect(output["code"] == 0)
        let summary = try #require(output["summary"])
        #expect(summary["cost"] == 60 && summary["routes"] == 1 && summary["unassigned"] == 2)
        #expect(summary["duration"] == 60 && summary["service"] == 90 && summary["priority"] == 5)
        #expect(summary["distance"] == 600 && summary["violations"] == [])
        #expect(summary["delivery"] == [2] && summary["pickup"] == [1])
        #expect(summary["computing_times"] == ["loading": 1, "solving": 2])
        #expect(
            output["unassigned"] == [
                ["id": 8, "type": "pickup", "location_index": 0, "reasons": ["capacity"]],
                ["id": 9, "type": "delivery", "location_index": 1, "reasons": ["capacity"]],
            ])
        guard case .array(let routes)? = output["routes"], case .array(let steps)? = routes.first?["steps"] else {
            Issue.record("no routes")
            return
        }
        #expect(routes[0]["vehicle"] == 4 && routes[0]["trips"] == 2)
        #expect(steps.map { $0["type"] } == ["start", "job", "reload", "job", "end"])
        #expect(steps.map { $0["load"] } == [[2], [0], [0], [1], [1]])
        // The reload is over in time for the second job: everything is as late as it can be.
        #expect(steps.map { $0["arrival"] } == [370, 380, 460, 500, 520])
        #expect(steps[1]["id"] == 3 && steps[1]["description"] == "parcel" && steps[1]["service"] == 60)
        #expect(steps[2]["hub"] == 70 && steps[2]["battery"] == .number(7))
        #expect(steps[4]["distance"] == 600 && steps[4]["duration"] == 60)
    }

    @Test("A plan that breaks a constraint says so in VROOM's words")
    func violations() throws {
        let document = try VROOMDocument(Array(Self.text.utf8))
        let late = Solution(
            tours: [.init(vehicle: 0, stops: [.job(1), .pickup(0), .dropoff(0)])], unserved: [.init(.job(0))])
        let output = document.output(late)
        guard case .array(let violations)? = output["summary"]?["violations"] else {
            Issue.record("no violations")
            return
        }
        #expect(violations.map { $0["cause"] } == ["load"])
    }
}
