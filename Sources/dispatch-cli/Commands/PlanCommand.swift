import ArgumentParser
import Foundation

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Plan the day's tours.",
        discussion: """
            The plan becomes the current one; riders on tours of the one before have to be assigned again.
            Ctrl-C stops the search and keeps the best plan found so far.
            """)

    @OptionGroup var day: DayOption
    @Option(name: [.short, .customLong("time-limit")], help: "Seconds to search for, 1 to 600.")
    var timeLimit = 10
    @Option(help: "Seed of the search, to repeat a plan.")
    var seed: Int?
    @OptionGroup var connection: ConnectionOptions

    private struct Order: Encodable, Sendable {
        var day: String?
        var seconds: Int
        var seed: Int?
    }

    func run() async throws {
        guard (1...600).contains(timeLimit) else { throw Failure.badInput("--time-limit takes 1 to 600 seconds.") }
        let client = try connection.client()
        let order = Order(day: try day.resolved(), seconds: timeLimit, seed: seed)
        let job: PlanningJob = try await client.call("POST", "/api/v1/dispatch/planning-jobs", body: order).value
        let finished = try await follow(job, client)
        guard finished.state != "failed", let plan = finished.planID else {
            throw Failure.notDone(finished.message ?? "The plan could not be made.")
        }
        let answer = try await client.get("/api/v1/dispatch/plans/\(plan.uuidString.lowercased())", as: Plan.self)
        if connection.json { return Output.standardOutput.json(answer.json) }
        PlanSummary(plan: answer.value).write(to: .standardOutput)
    }

    private func follow(_ job: PlanningJob, _ client: APIClient) async throws -> PlanningJob {
        let interruption = Interruption()
        var bar = ProgressBar()
        var job = job
        let path = "/api/v1/dispatch/planning-jobs/\(job.id.uuidString.lowercased())"
        var isCancelled = false
        while !job.isFinished {
            let cost = job.bestCostCents.map { ", \(Format.euros($0))" } ?? ""
            let found = job.served.map { "\($0) served, \(job.unserved ?? 0) left out\(cost)" } ?? "looking for a first plan"
            let label = job.state == "queued" ? "waiting for a planner" : found
            bar.show(fraction: job.progress, label: isCancelled ? "stopping, keeping the best so far" : label)
            try await Task.sleep(for: .milliseconds(200))
            if interruption.happened, !isCancelled {
                isCancelled = true
                job = try await client.call("POST", path + "/cancel").value
            } else {
                job = try await client.get(path).value
            }
        }
        bar.clear()
        return job
    }
}

struct PlansCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "plans", abstract: "The day's plans, newest first.")

    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get(
            "/api/v1/dispatch/plans", query: ["day": day.resolved()], as: List<Plan>.self)
        if connection.json { return Output.standardOutput.json(answer.json) }
        var table = Table([
            .right("VERSION"), .left("STATE"), .left("MADE"), .right("SERVED"), .right("LEFT OUT"), .right("TOURS"), .right("KM"),
            .right("COST"),
        ])
        for plan in answer.value.items {
            table.append([
                Table.Cell("\(plan.version)", .bold), Table.Cell(plan.state, Style(state: plan.state)),
                Table.Cell(Format.dayAndTime(plan.createdAt)), Table.Cell("\(plan.served)"),
                Table.Cell("\(plan.unserved.count)", plan.unserved.isEmpty ? .good : .bad), Table.Cell("\(plan.tours)"),
                Table.Cell(Format.kilometres(plan.metres)), Table.Cell(Format.euros(plan.costCents)),
            ])
        }
        table.write(to: .standardOutput)
    }
}

/// A plan in the words a dispatcher needs.
struct PlanSummary {
    var plan: Plan

    func write(to output: Output) {
        var table = Table([.left("PLAN \(plan.day)"), .left("version \(plan.version)")])
        table.append(["served", Table.Cell("\(plan.served)", .good)])
        table.append(["left out", Table.Cell("\(plan.unserved.count)", plan.unserved.isEmpty ? .good : .bad)])
        table.append(["tours", Table.Cell("\(plan.tours) on \(plan.bikes) bikes")])
        table.append(["distance", Table.Cell(Format.kilometres(plan.metres))])
        table.append(["riding", Table.Cell(Format.hours(plan.drivingSeconds))])
        table.append(["working", Table.Cell(Format.hours(plan.workingSeconds))])
        table.append(["load", Table.Cell(Format.kilograms(plan.grams))])
        table.append(["cost", Table.Cell(Format.euros(plan.costCents))])
        table.append(["CO₂ saved", Table.Cell("\(Format.kilograms(plan.co2SavedGrams)) against a van", .good)])
        table.append(["checked", Table.Cell(plan.feasible ? "feasible" : "NOT feasible", plan.feasible ? .good : .bad)])
        table.append(["travel times", Table.Cell(plan.travelSource, plan.travelSource == "great-circle" ? .warning : .good)])
        if !plan.farFromStreets.isEmpty {
            let named = plan.farFromStreets.prefix(5).joined(separator: ", ")
            let more = plan.farFromStreets.count > 5 ? " and \(plan.farFromStreets.count - 5) more" : ""
            table.append(["no street near", Table.Cell("\(named)\(more): reckoned in straight lines", .warning)])
        }
        table.write(to: output)
        guard !plan.unserved.isEmpty else { return }
        output.line()
        var left = Table([.left("LEFT OUT"), .text("WHY")])
        for shipment in plan.unserved {
            left.append([Table.Cell(shipment.number, .bold), Table.Cell(shipment.reasons.map(\.detail).joined(separator: "; "))])
        }
        left.write(to: output)
    }
}
