import ArgumentParser
import Foundation

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Plan the day's tours; compare and check plans; bring an earlier one back.",
        subcommands: [PlanMakeCommand.self, PlanDiffCommand.self, PlanRestoreCommand.self, PlanReplayCommand.self],
        defaultSubcommand: PlanMakeCommand.self)
}

struct PlanMakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make", abstract: "Plan the day's tours (what 'plan' alone does).",
        discussion: """
            The plan becomes the current one; who had a bike's tour keeps it if they may ride what it has become.
            Ctrl-C stops the search and keeps the best plan found so far.

            What if (nothing is stored, the answer says what would be other):
              --what-if +long-john@nord              one more bike of a type at a hub, with a rider
              --what-if +long-john@nord=16:00-20:00  … for a part of the day
              --what-if -bike:LJ-2                   a bike less
              --what-if -rider:mira                  a rider less
              --what-if shifts+30                    every shift ends 30 minutes later
            """)

    @OptionGroup var day: DayOption
    @Option(name: [.short, .customLong("time-limit")], help: "Seconds to search for, 1 to 600 (default 10, with --adjust 1).")
    var timeLimit: Int?
    @Option(help: "Seed of the search, to repeat a plan.")
    var seed: Int?
    @Flag(help: "Begin with the tours as they are and move little (what 'replan' does).")
    var adjust = false
    @Flag(help: "Store nothing; say what would be other.")
    var dryRun = false
    @Option(name: .customLong("what-if"), help: "Something to take to be so; may be given several times. Stores nothing.")
    var whatIf: [String] = []
    @OptionGroup var confirmation: Confirmation
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await PlanningRun(
            client: try connection.client(), day: day, seconds: timeLimit, seed: seed, isAdjustment: adjust, isTrial: dryRun,
            whatIf: whatIf, json: connection.json, confirmation: confirmation
        ).run()
    }
}

struct ReplanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replan", abstract: "Bring the tours up to date after something has changed, moving as little as possible.",
        discussion: """
            What is done stays, what was sold is kept, and who was told something is told something else only where it pays.
            The answer lists what moved and what it costs. Take it back with: dispatch-cli plan restore VERSION
            """)

    @OptionGroup var day: DayOption
    @Option(name: [.short, .customLong("time-limit")], help: "Seconds to search for, 1 to 600.")
    var timeLimit = 1
    @Flag(help: "Store nothing; say what would be other.")
    var dryRun = false
    @OptionGroup var confirmation: Confirmation
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await PlanningRun(
            client: try connection.client(), day: day, seconds: timeLimit, seed: nil, isAdjustment: true, isTrial: dryRun,
            whatIf: [], json: connection.json, confirmation: confirmation
        ).run()
    }
}

/// Asks for a plan, shows how it comes along, and says what came of it.
struct PlanningRun {
    var client: APIClient
    var day: DayOption
    var seconds: Int?
    var seed: Int?
    var isAdjustment: Bool
    var isTrial: Bool
    var whatIf: [String]
    var json: Bool
    var confirmation: Confirmation

    func run() async throws {
        if let seconds, !(1...600).contains(seconds) { throw Failure.badInput("--time-limit takes 1 to 600 seconds.") }
        let assumptions = try whatIf.map { try WhatIf($0, day: try day.resolved()) }
        let order = PlanningOrder(
            day: try day.resolved(), seconds: seconds, seed: seed, mode: isAdjustment ? "adjustment" : "search",
            isTrial: isTrial || !assumptions.isEmpty, assumptions: assumptions)
        if !order.isTrial { try await confirm(day: order.day) }
        let job: PlanningJob = try await client.call("POST", "/api/v1/dispatch/planning-jobs", body: order).value
        let answer = try await follow(job, client)
        let finished = answer.value
        guard finished.state == "done" else { throw Failure.notDone(finished.message ?? "The plan could not be made.") }
        let output = Output.standardOutput
        guard let plan = finished.planID else {
            if json { return output.json(answer.json) }
            output.line("Nothing is stored. This would be:")
            return PlanningOutcome(job: finished).write(to: output)
        }
        let stored = try await client.get("/api/v1/dispatch/plans/\(plan.uuidString.lowercased())", as: Plan.self)
        if json { return output.json(isAdjustment ? answer.json : stored.json) }
        PlanSummary(plan: stored.value).write(to: output)
        if isAdjustment {
            output.line()
            PlanningOutcome(job: finished).write(to: output)
        }
    }

    /// Tours that riders know already are not moved unasked.
    private func confirm(day: String?) async throws {
        let status: DayStatus = try await client.get("/api/v1/dispatch/status", query: ["day": day]).value
        guard let plan = status.plan, status.assignedTours > 0 else { return }
        try confirmation.ask(
            "\(status.assignedTours) of \(status.tours) tours of version \(plan.version) have riders, \(status.shipments.underway) shipments are "
                + "underway. \(isAdjustment ? "Adjust the tours?" : "Plan \(status.day) anew?")")
    }

    private func follow(_ first: PlanningJob, _ client: APIClient) async throws -> APIClient.Answer<PlanningJob> {
        let interruption = Interruption()
        var bar = ProgressBar()
        let path = "/api/v1/dispatch/planning-jobs/\(first.id.uuidString.lowercased())"
        var answer = try await client.get(path, as: PlanningJob.self)
        var isCancelled = false
        while !answer.value.isFinished {
            let job = answer.value
            let cost = job.bestCostCents.map { ", \(Format.euros($0))" } ?? ""
            let found = job.served.map { "\($0) served, \(job.unserved ?? 0) left out\(cost)" } ?? "looking for a first plan"
            let label = job.state == "queued" ? "waiting for a planner" : found
            bar.show(fraction: job.progress, label: isCancelled ? "stopping, keeping the best so far" : label)
            try await Task.sleep(for: .milliseconds(200))
            if interruption.happened, !isCancelled {
                isCancelled = true
                answer = try await client.call("POST", path + "/cancel")
            } else {
                answer = try await client.get(path)
            }
        }
        bar.clear()
        return answer
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
            .right("COST"), .left("MADE BY"), .text("WHAT"),
        ])
        for plan in answer.value.items {
            table.append([
                Table.Cell("\(plan.version)", .bold), Table.Cell(plan.state, Style(state: plan.state)),
                Table.Cell(Format.dayAndTime(plan.createdAt)), Table.Cell("\(plan.served)"),
                Table.Cell("\(plan.unserved.count)", plan.unserved.isEmpty ? .good : .bad), Table.Cell("\(plan.tours)"),
                Table.Cell(Format.kilometres(plan.metres)), Table.Cell(Format.euros(plan.costCents)), Table.Cell(plan.madeBy),
                Table.Cell(plan.note ?? ""),
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
