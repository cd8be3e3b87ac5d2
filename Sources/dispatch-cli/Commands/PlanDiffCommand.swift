import ArgumentParser
import Foundation

struct PlanDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "What is other in one version of the day's plan than in another.",
        discussion: """
              dispatch-cli plan diff           the current plan against the one before
              dispatch-cli plan diff 2 5       version 5 against version 2
            """)

    @Argument(help: "The earlier version.")
    var before: Int?
    @Argument(help: "The later version.")
    var after: Int?
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let answer = try await connection.client().get(
            "/api/v1/dispatch/plan-comparison",
            query: ["day": day.resolved(), "before": before.map(String.init), "after": after.map(String.init)],
            as: PlanComparison.self)
        if connection.json { return Output.standardOutput.json(answer.json) }
        answer.value.write(to: .standardOutput)
    }
}

struct PlanRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Bring an earlier plan back, as far as the day has not gone on since.",
        discussion: "The undo of every plan and of every change by hand; 'plans' lists the versions.")

    @Argument(help: "The version.")
    var version: Int
    @OptionGroup var confirmation: Confirmation
    @OptionGroup var day: DayOption
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let client = try connection.client()
        let plans: List<Plan> = try await client.get("/api/v1/dispatch/plans", query: ["day": day.resolved()]).value
        guard let plan = plans.items.first(where: { $0.version == version }) else {
            throw Failure.badInput("There is no version \(version); dispatch-cli plans lists them.")
        }
        try confirmation.ask(
            "Bring version \(version) of \(plan.day) back in place of version \(plans.items.map(\.version).max() ?? version)?")
        let answer: APIClient.Answer<Plan> = try await client.call(
            "POST", "/api/v1/dispatch/plans/\(plan.id.uuidString.lowercased())/restore")
        if connection.json { return Output.standardOutput.json(answer.json) }
        PlanSummary(plan: answer.value).write(to: .standardOutput)
    }
}

/// What came of a search that began with the tours as they were.
struct PlanningOutcome {
    var job: PlanningJob

    func write(to output: Output) {
        guard let comparison = job.outcome?.comparison else {
            return output.line(
                "\(job.served ?? 0) would be served, \(job.unserved ?? 0) left out; there is no plan to compare with.")
        }
        comparison.write(to: output)
        for number in job.outcome?.late ?? [] {
            output.line(
                Style.warning.apply(
                    "\(number) comes after its window: else it could not come at all.", colours: output.hasColours))
        }
    }
}

extension PlanComparison {
    func write(to output: Output) {
        func name(_ figures: Figures) -> String { figures.version.map { "version \($0)" } ?? "this" }
        var sums = Table([.left(""), .right(name(before)), .right(name(after)), .right("CHANGE")])
        func row(_ title: String, _ old: Int, _ new: Int, _ format: (Int) -> String, moreIsWorse: Bool = true) {
            let change = new - old
            let style: Style = change == 0 ? .dim : (change > 0) == moreIsWorse ? .bad : .good
            sums.append([
                Table.Cell(title), Table.Cell(format(old)), Table.Cell(format(new)),
                Table.Cell(change == 0 ? "=" : (change > 0 ? "+" : "−") + format(abs(change)), style),
            ])
        }
        row("cost", before.costCents, after.costCents, Format.euros)
        row("distance", before.metres, after.metres, Format.kilometres)
        row("working", before.workingSeconds, after.workingSeconds, Format.hours)
        row("tours", before.tours, after.tours, String.init)
        row("served", before.served, after.served, String.init, moreIsWorse: false)
        row("left out", before.unserved, after.unserved, String.init)
        sums.write(to: output)
        output.line()
        guard !changes.isEmpty else { return output.line("All \(untouched) shipments are brought as before.") }
        var table = Table([.left("SHIPMENT"), .left("CHANGE"), .left("BEFORE"), .left("AFTER")])
        func words(_ visit: Visit?) -> String { visit.map { "tour \($0.tour), \($0.bike), \(Format.time($0.arrival))" } ?? "–" }
        for change in changes {
            table.append([
                Table.Cell(change.number, .bold),
                Table.Cell(change.kind, change.kind == "dropped" ? .bad : change.kind == "added" ? .good : .accent),
                Table.Cell(words(change.before)), Table.Cell(words(change.after)),
            ])
        }
        table.write(to: output)
        output.line("\(untouched) shipments are brought as before.")
    }
}
