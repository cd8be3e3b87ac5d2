import Accounts
import Catalog
import Database
import Foundation
import Routing
import Testing

@testable import Delivery

@Suite("Planning", .serialized)
struct PlanningTests {
    @Test("a day of 60 shipments becomes a stored plan: every one in a tour or listed with the reason, feasible by the checker")
    func wholeDay() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(60)
            let plan = try await city.plan()

            #expect(plan.version == 1 && plan.state == .current && plan.feasible)
            #expect(plan.served + plan.unserved.count == 60)
            #expect(plan.unserved.allSatisfy { !$0.reasons.isEmpty })
            #expect(plan.served >= 55, "unserved: \(plan.unserved.map { "\($0.number): \($0.reasons.map(\.detail))" })")
            let tours = try await city.delivery.tours(on: City.day)
            #expect(tours.count == plan.tours && tours.reduce(0) { $0 + $1.shipments } == plan.served)
            let states = try await city.states()
            #expect(states[.planned] == plan.served && states[.waiting, default: 0] == plan.unserved.count)
            let status = try await city.delivery.status(on: City.day)
            #expect(status.shipments.total == 60 && status.plan?.id == plan.id && status.riders == 10 && status.hubs == 3)

            let first = try #require(try await city.delivery.tour(.number(1, day: City.day)))
            let stops = try #require(first.stopList)
            #expect(stops.map(\.position) == Array(stops.indices))
            #expect(stops.contains { $0.name == "Heinheimer Straße 12 a" } && stops.allSatisfy { $0.contact == nil })
            for shipment in try await city.delivery.shipments(on: City.day, limit: 100).items {
                #expect((shipment.tour != nil) == (shipment.state == .planned))
                #expect((shipment.eta != nil) == (shipment.tour != nil))
                #expect(shipment.unservedReasons.isEmpty == (shipment.tour != nil))
            }
        }
    }

    @Test("a stored plan can be computed and checked again from what is stored with it")
    func replay() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(20)
            let plan = try await city.plan()
            let (input, solution, source) = try await city.database.one(
                "test.storedPlan", "SELECT input, solution, travel_source FROM delivery.plan WHERE id = \(plan.id)"
            ).decode(JSONB<DayProblem>.self, JSONB<StoredSolution>.self, String.self)
            #expect(source == GreatCircleTravelSource().identity)
            let model = SampleDay.model(input.value)
            #expect(Checker.check(model.problem, solution.value.solution).isEmpty)
            #expect(model.problem.cost(of: solution.value.solution).rounded == plan.costCents.rawValue)
        }
    }

    @Test("the stored input of a plan names no person and no street")
    func leastData() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(5)
            try await city.plan()
            for table in ["plan", "tour", "tour_stop", "plan_unserved", "shipment"] {
                let found = try await city.database.one(
                    "test.search",
                    """
                    SELECT count(*) FROM delivery.\(identifier: table) AS row
                    WHERE row::text ILIKE '%Selma%' OR row::text ILIKE '%Heinheimer%' OR row::text LIKE '%06151 1234%'
                    """
                ).decode(Int.self)
                #expect(found == 0, "\(table)")
            }
        }
    }

    @Test("a plan, its tours, stops and reasons never change", arguments: ["plan", "tour", "tour_stop", "plan_unserved"])
    func immutable(table: String) async throws {
        let changes: [String: SQL] = [
            "plan": "UPDATE delivery.plan SET version = version + 1", "tour": "UPDATE delivery.tour SET metres = 0",
            "tour_stop": "UPDATE delivery.tour_stop SET arrival = arrival",
            "plan_unserved": "UPDATE delivery.plan_unserved SET reasons = '[]'",
        ]
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(3)
            try await city.database.execute(
                "test.tooHeavy", "UPDATE delivery.shipment SET weight_grams = 999999 WHERE number = 1")
            try await city.plan()
            let change = try #require(changes[table])
            let error = await #expect(throws: DatabaseError.self) { try await city.database.execute("test.change", change) }
            #expect(error?.message.contains("never changes") == true)
        }
    }

    @Test("a second plan supersedes the first, which stays")
    func versions() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(8)
            let first = try await city.plan()
            try await city.addShipments(4, seed: 2)
            let second = try await city.plan()
            #expect(second.version == 2 && second.served + second.unserved.count == 12)
            #expect(try await city.delivery.plan(first.id)?.state == .superseded)
            #expect(try await city.delivery.currentPlan(for: City.day)?.id == second.id)
            #expect(try await city.delivery.plans(for: City.day).map(\.version) == [2, 1])
        }
    }

    @Test("a cancelled shipment is in no later plan")
    func cancelled() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            let ids = try await city.addShipments(4)
            try await city.plan()
            try await city.database.execute(
                "test.cancel", "UPDATE delivery.shipment SET state = 'cancelled' WHERE id = \(ids[0])")
            let plan = try await city.plan()
            #expect(plan.served + plan.unserved.count == 3)
        }
    }

    // MARK: - Jobs

    @Test("two workers never do one job, and all jobs are done")
    func twoWorkers() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            var jobs: [PlanningJobID] = []
            for offset in 0..<4 {
                let day = City.day.adding(days: offset)
                try await city.addShipments(3, seed: UInt64(offset + 1), day: day)
                jobs.append(try await city.delivery.requestPlan(for: day, seconds: 1).id)
            }
            async let first = PlanningWorker(city.delivery).workOff()
            async let second = PlanningWorker(city.delivery).workOff()
            #expect(try await first + second == 4)
            for job in jobs { #expect(try await city.delivery.planningJob(job)?.state == .done) }
            #expect(
                try await city.database.one("test.plans", "SELECT count(*) FROM delivery.plan WHERE version = 1").decode(Int.self)
                    == 4)
        }
    }

    @Test("several threads plan and adjust a day as one does, and the plan can be worked out anew")
    func severalThreads() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(8)
            for mode in [PlanningJob.Mode.search, .adjustment] {
                let job = try await city.delivery.requestPlan(for: City.day, seconds: 1, mode: mode)
                try await PlanningWorker(city.delivery, threads: 3).workOff()
                let planID = try #require(try await city.delivery.planningJob(job.id)?.planID)
                #expect(try await city.delivery.plan(planID)?.served == 8)
                let replay = try #require(try await city.delivery.replay(planID))
                #expect(replay.isExact, "\(replay.differences) \(replay.violations)")
            }
        }
    }

    @Test("the job of a worker that dies is taken up by another once its heartbeat is old")
    func deadWorker() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(3)
            let job = try await city.delivery.requestPlan(for: City.day, seconds: 1)
            // A worker that takes the job and is never heard of again.
            let claim = try #require(try await PlanningClaim.take(as: UUID(), silence: 15, in: city.database))
            #expect(claim.id == job.id)
            #expect(try await PlanningWorker(city.delivery).workOff() == 0)
            #expect(try await city.delivery.planningJob(job.id)?.state == .running)

            try await city.database.execute(
                "test.age", "UPDATE delivery.planning_job SET heartbeat_at = heartbeat_at - make_interval(secs => 60)")
            #expect(try await PlanningWorker(city.delivery).workOff() == 1)
            #expect(try await city.delivery.planningJob(job.id)?.state == .done)
            // The dead one comes back to life too late.
            let answer = try await claim.report(
                progress: 0.5, elapsed: 1, iterations: 1, costCents: nil, unserved: nil, in: city.database)
            #expect(answer == .lost)
        }
    }

    @Test("a job that kills every worker is given up")
    func givenUp() async throws {
        try await City.withCity { city in
            let job = try await city.delivery.requestPlan(for: City.day, seconds: 1)
            for _ in 1...PlanningClaim.mostAttempts {
                #expect(try await PlanningClaim.take(as: UUID(), silence: -1, in: city.database) != nil)
            }
            #expect(try await PlanningClaim.take(as: UUID(), silence: -1, in: city.database) == nil)
            let end = try #require(try await city.delivery.planningJob(job.id))
            #expect(end.state == .failed && end.message?.contains("given up") == true)
        }
    }

    @Test("a plan that a constraint refuses ends its job at once, with what was refused")
    func refusedPlan() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(5)
            try await city.database.execute("test.wall", "ALTER TABLE delivery.tour ADD CONSTRAINT no_tours CHECK (number < 1)")
            let job = try await city.delivery.requestPlan(for: City.day, seconds: 1)
            try await PlanningWorker(city.delivery).workOff()
            let end = try #require(try await city.delivery.planningJob(job.id))
            #expect(end.state == .failed && end.message?.contains("no_tours") == true, "\(end.message ?? "")")
            #expect(try await city.delivery.tours(on: City.day).isEmpty)
        }
    }

    @Test("a search that is stopped keeps the best so far")
    func stopped() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(30)
            let job = try await city.delivery.requestPlan(for: City.day, seconds: 600)
            async let work = PlanningWorker(city.delivery).workOff()
            while try await city.delivery.planningJob(job.id)?.state == .queued { try await Task.sleep(for: .milliseconds(10)) }
            #expect(try await city.delivery.cancelPlanningJob(job.id) != nil)
            #expect(try await work == 1)
            let done = try #require(try await city.delivery.planningJob(job.id))
            #expect(done.state == .done && done.planID != nil && done.message?.contains("stopped") == true)
            #expect((done.served ?? 0) + (done.unserved ?? 0) == 30)
        }
    }

    @Test("a job that waits is dropped when it is cancelled")
    func droppedJob() async throws {
        try await City.withCity { city in
            let job = try await city.delivery.requestPlan(for: City.day)
            #expect(try await city.delivery.cancelPlanningJob(job.id)?.state == .cancelled)
            #expect(try await PlanningWorker(city.delivery).workOff() == 0)
            #expect(try await city.delivery.cancelPlanningJob(PlanningJobID.new()) == nil)
        }
    }

    @Test("a worker whose task is cancelled gives its job back for another")
    func givenBack() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(5)
            let job = try await city.delivery.requestPlan(for: City.day, seconds: 600)
            let work = Task { try await PlanningWorker(city.delivery).workOff() }
            while try await city.delivery.planningJob(job.id)?.state == .queued { try await Task.sleep(for: .milliseconds(10)) }
            work.cancel()
            _ = try? await work.value
            #expect(try await city.delivery.planningJob(job.id)?.state == .queued)
        }
    }

    @Test("a plan of a day that has moved on meanwhile is not stored")
    func outdated() async throws {
        try await City.withCity { city in
            try await city.addFleet()
            try await city.addShipments(5)
            let (day, basis) = try await city.delivery.loadDay(City.day)
            try await city.plan()
            let (model, solution, _) = try SampleDay.solve(day, iterations: 50)
            let travel = try await city.delivery.travelTables(for: day)
            await #expect(throws: OutdatedPlan.self) {
                try await city.database.transaction("test.store") { transaction in
                    _ = try await city.delivery.store(
                        model, solution, travel: travel, seconds: 1,
                        options: PlanOptions(seconds: 1, seed: 1, iterations: 1), basis: basis, in: transaction)
                }
            }
            #expect(try await city.delivery.plans(for: City.day).count == 1)
        }
    }

    @Test("the day that is on is the nearest one with shipments, else today")
    func dayThatIsOn() async throws {
        try await City.withCity { city in
            #expect(try await city.delivery.dayThatIsOn() == City.day)
            try await city.addFleet()
            try await city.addShipments(1, day: City.day.adding(days: -1))
            #expect(try await city.delivery.dayThatIsOn() == City.day)
            try await city.addShipments(1, day: City.day.adding(days: 2))
            #expect(try await city.delivery.dayThatIsOn() == City.day.adding(days: 2))
        }
    }
}
